import { expect, test } from "vitest";
import { pieces } from "./plain-text";

const links = (text: string) => pieces(text).flatMap((one) => (one.kind === "link" ? [[one.text, one.address]] : []));
const whole = (text: string) =>
  pieces(text)
    .map((one) => one.text)
    .join("");

test("a text without links is one piece", () => {
  expect(pieces("Hello *there*, <b>you</b>")).toEqual([{ kind: "text", text: "Hello *there*, <b>you</b>" }]);
});

test("links end where they end", () => {
  const text = "See https://example.org/a_(b), (www.example.net/x). And http://example.com!";
  expect(links(text)).toEqual([
    ["https://example.org/a_(b)", "https://example.org/a_(b)"],
    ["www.example.net/x", "https://www.example.net/x"],
    ["http://example.com", "http://example.com/"],
  ]);
  expect(whole(text)).toBe(text);
});

test("nothing else leads anywhere", () => {
  for (const text of ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "https://"])
    expect(links(text)).toEqual([]);
});

test("names are called at the beginning of a word", () => {
  const called = (text: string) => pieces(text).flatMap((one) => (one.kind === "mention" ? [one.text] : []));
  expect(called("@aira and (@noor-2), not a@b.example")).toEqual(["@aira", "@noor-2"]);
});
