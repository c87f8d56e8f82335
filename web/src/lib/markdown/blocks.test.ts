import { expect, test } from "vitest";
import { blocks } from "./blocks";

test("paragraphs, headings and fences are blocks of their own", () => {
  expect(blocks("one\n\n# two\n\n```\na\n\nb\n```\n\nthree").map((block) => block.trim())).toEqual([
    "one",
    "# two",
    "```\na\n\nb\n```",
    "three",
  ]);
});

test("a list with blank lines between its items stays one list", () => {
  expect(blocks("1. one\n\n   more\n\n2. two\n\n- three")).toHaveLength(1);
});

test("text whose parts refer to each other stays whole", () => {
  expect(blocks("see [this]\n\nmore\n\n[this]: https://example.org")).toHaveLength(1);
  expect(blocks("a note[^1]\n\nmore\n\n[^1]: here")).toHaveLength(1);
});

test("nothing is lost", () => {
  const text = "one\n\n\n**two**\n\n> three\n\n| a |\n|---|\n\nfour";
  expect(blocks(text).join("\n")).toBe(text);
});
