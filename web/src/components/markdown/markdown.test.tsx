import { render } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import Markdown from "./markdown";

const show = (text: string, streaming = false) => render(<Markdown text={text} streaming={streaming} />).container;

describe("what a model writes cannot act", () => {
  test.each([
    "<script>window.hit = 1</script>",
    "Hello <script src=https://evil.example/x.js></script> there",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><a xlink:href='javascript:alert(1)'>x</a></svg>",
    "<iframe src='https://evil.example'></iframe>",
    "<style>body{background:url(https://evil.example)}</style>",
    "<a href='javascript:alert(1)'>x</a>",
    "<form action='https://evil.example'><input name=q></form>",
    "<object data='https://evil.example/x.swf'></object><embed src=x><link rel=stylesheet href=https://evil.example>",
    "<div style='position:fixed'>over</div>",
    "<<script>script>alert(1)<</script>/script>",
    "```html\n<script>alert(1)</script>\n```",
    "`<img src=x onerror=alert(1)>`",
    "| a |\n|---|\n| <script>alert(1)</script> |",
    "> - <img src=x onerror=alert(1)>",
    "[![x](https://evil.example/a.png)](javascript:alert(1))",
    "[x]: javascript:alert(1)\n\n[x]",
    "<javascript:alert(1)>",
    '[x](https://example.org "\\" onmouseover=\\"alert(1)")',
  ])("%s", (text) => {
    for (let end = 1; end <= text.length; end += 1) {
      for (const streaming of [true, false]) {
        const found = show(text.slice(0, end), streaming);
        expect(
          found.querySelector("script,img,svg.x,iframe,style,form,object,embed,link,input,video,audio"),
        ).toBeNull();
        for (const element of found.querySelectorAll("*")) {
          if (element.closest("svg")) continue;
          for (const name of element.getAttributeNames()) expect(name).not.toMatch(/^on|^style$|^src/);
        }
        for (const link of found.querySelectorAll("a")) expect(link.href).toMatch(/^(https?:|mailto:)/);
      }
    }
  });

  test.each([
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "&#106;avascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "blob:https://example.org/1",
    "//evil.example",
    "/api/auth/logout",
    "#top",
  ])("a link to %s is only its text", (address) => {
    const found = show(`[click me](<${address}>)`);
    expect(found.querySelector("a")).toBeNull();
    expect(found.textContent).toContain("click me");
  });
});

test.each(["http://example.org/", "https://example.org/a?b=c", "mailto:noor@example.org"])(
  "%s is a link out",
  (address) => {
    const link = show(`[there](${address})`).querySelector("a");
    expect(link?.href).toBe(address);
    expect(link?.target).toBe("_blank");
    expect(link?.rel).toBe("noopener noreferrer nofollow");
  },
);

test("a picture is its words and a link, and is never loaded", () => {
  const found = show("![a cat](https://example.org/cat.png)");
  expect(found.querySelector("img")).toBeNull();
  expect(found.querySelector("a")?.href).toBe("https://example.org/cat.png");
  expect(found.textContent).toBe("[picture: a cat]");
});

test("a picture in a link is one link, not two", () => {
  const found = show("[![a cat](https://example.org/cat.png)](https://example.org/)");
  expect(found.querySelectorAll("a")).toHaveLength(1);
  expect(found.querySelector("a")?.href).toBe("https://example.org/");
});

test("a picture from a data address keeps only its words", () => {
  const found = show("![dot](data:image/png;base64,AAAA)");
  expect(found.querySelector("a,img")).toBeNull();
  expect(found.textContent).toBe("[picture: dot]");
});

test("tables, lists, emphasis, code and quotes are shown as such", () => {
  const found = show(
    "# T\n\n- a\n- [x] b\n\n| h |\n|---|\n| c |\n\n**b** *e* ~~d~~ `k`\n\n> q\n\n```ts\nconst a = 1;\n```",
  );
  for (const name of ["h1", "ul", "table", "strong", "em", "del", "blockquote", "pre"]) {
    expect(found.querySelector(name), name).not.toBeNull();
  }
  expect(found.querySelector("pre")?.textContent).toBe("const a = 1;");
  expect(found.textContent).toContain("ts");
});

test("a reply that grows ends as the same page as one that came at once", () => {
  const text =
    "Hi **there**, *you*.\n\n1. one\n2. two\n\n```py\nx = '*'\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nSee [this](https://example.org).";
  const { container, rerender } = render(<Markdown text="" streaming />);
  for (let end = 1; end <= text.length; end += 1) rerender(<Markdown text={text.slice(0, end)} streaming />);
  rerender(<Markdown text={text} />);
  expect(container.innerHTML).toBe(show(text).innerHTML);
});
