import { expect, test } from "vitest";
import { openFence, settle } from "./settle";

test.each([
  ["some **bold", "some **bold**"],
  ["some **", "some"],
  ["some *lean", "some *lean*"],
  ["some ~~gone", "some ~~gone~~"],
  ["some `code", "some `code`"],
  ["some `", "some "],
  ["**bold *both", "**bold *both***"],
  ["done **bold** and more", "done **bold** and more"],
  ["2 * 3 is 6", "2 * 3 is 6"],
  ["snake_case_name", "snake_case_name"],
  ["`**` is a mark", "`**` is a mark"],
  ["read [the docs", "read the docs"],
  ["read [the docs](https://exa", "read the docs"],
  ["read [the docs](https://example.org)", "read [the docs](https://example.org)"],
  ["see ![a ca", "see"],
  ["see ![a cat](https://exa", "see a cat"],
  ["a line\n-", "a line"],
  ["a line\n---", "a line"],
  ["a line\n1.", "a line"],
  ["a line\n\n| a | b |", "a line"],
  ["a line\n\n| a | b |\n|--", "a line"],
  ["a line\n\n| a | b |\n|---|---|\n| 1", "a line\n\n| a | b |\n|---|---|\n| 1"],
  ["half <b", "half"],
  ["```py\nx = **1", "```py\nx = **1"],
  ["```py\nx = 1\n``", "```py\nx = 1"],
])("%j is read as %j", (text, expected) => {
  expect(settle(text).trimEnd()).toBe(expected.trimEnd());
});

test("a whole paragraph is left alone", () => {
  const text = "A *whole* **paragraph** with `code`, [a link](https://example.org) and 3 < 4.";
  expect(settle(text)).toBe(text);
});

test.each([
  ["```\na", true],
  ["```\na\n```", false],
  ["````\n```\n", true],
  ["~~~\n```\n~~~", false],
  ["text ``` text", false],
])("%j ends in open code: %s", (text, open) => expect(openFence(text)).toBe(open));
