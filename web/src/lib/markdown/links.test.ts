import { expect, test } from "vitest";
import { hostOf, safeLink } from "./links";

test.each([
  "javascript:alert(1)",
  " javascript:alert(1)",
  "JAVASCRIPT:alert(1)",
  "java\nscript:alert(1)",
  "data:text/html,x",
  "blob:https://example.org/1",
  "file:///etc/passwd",
  "ftp://example.org",
  "ws://example.org",
  "//example.org",
  "/inside",
  "#top",
  "example.org",
  "",
])("%j is no link", (address) => expect(safeLink(address)).toBeNull());

test.each([
  ["https://example.org", "https://example.org/"],
  ["HTTP://EXAMPLE.org/A", "http://example.org/A"],
  ["mailto:noor@example.org", "mailto:noor@example.org"],
])("%j is a link", (address, href) => expect(safeLink(address)).toBe(href));

test("a source without a title is called by its host", () => {
  expect(hostOf("https://www.example.org/a/b?c")).toBe("example.org");
  expect(hostOf("mailto:noor@example.org")).toBe("noor@example.org");
  expect(hostOf("not an address")).toBe("not an address");
});
