import { expect, test } from "vitest";
import { highlight } from "./highlight";

const join = (code: string, language: string) =>
  highlight(code, language)
    .map((piece) => piece.value)
    .join("");

test.each([
  ["py", '# note\ndef f(x): return \'a\' + """b\n'],
  ["ts", "const a = `x `; // note\n/* open"],
  ["sql", "SELECT * FROM t -- note"],
  ["", "plain 'text"],
  ["rust", "'a: loop { break 'a; }"],
])("colouring %s changes no letter", (language, code) => expect(join(code, language)).toBe(code));

test("comments, strings, numbers and keywords are told apart", () => {
  expect(highlight("return 42 // why", "js")).toEqual([
    { kind: "key", value: "return" },
    { kind: "plain", value: " " },
    { kind: "number", value: "42" },
    { kind: "plain", value: " " },
    { kind: "note", value: "// why" },
  ]);
});

test("keywords of SQL count in capitals too", () => {
  expect(highlight("SELECT x", "sql")[0]).toEqual({ kind: "key", value: "SELECT" });
});

test("a hundred thousand characters are left plain", () => {
  expect(highlight("a ".repeat(50_000), "js")).toHaveLength(1);
});
