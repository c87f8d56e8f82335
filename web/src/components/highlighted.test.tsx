import { render } from "@testing-library/react";
import { expect, test } from "vitest";
import { Highlighted } from "./highlighted";

const show = (text: string, parts: [number, number][]) => {
  const { container } = render(<Highlighted text={text} parts={parts} />);
  return {
    text: container.textContent,
    marks: [...container.querySelectorAll("mark")].map((mark) => mark.textContent),
  };
};

test("the parts found are marked, and nothing of the text is lost", () => {
  const found = show("the sea and the sky", [
    [4, 3],
    [16, 3],
  ]);
  expect(found).toEqual({ text: "the sea and the sky", marks: ["sea", "sky"] });
});

test("parts that do not fit the text are left out", () => {
  const parts: [number, number][] = [
    [0, 3],
    [1, 4],
    [5, 0],
    [15, 10],
  ];
  expect(show("the sea and the sky", parts)).toEqual({ text: "the sea and the sky", marks: ["the"] });
});
