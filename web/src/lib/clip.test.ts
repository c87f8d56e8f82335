import { expect, test } from "vitest";
import { clip } from "./clip";

test("a text that fits is left as it is", () => {
  expect(clip("You are kind.", 13)).toBe("You are kind.");
});

test("a longer one ends after a whole word", () => {
  expect(clip("You are patient and kind", 17)).toBe("You are patient…");
  expect(clip("Unbreakable", 6)).toBe("Unbre…");
});

test("the end of a sentence and the dots of the cut are not put side by side", () => {
  expect(clip("You are kind. Very much so", 16)).toBe("You are kind…");
});
