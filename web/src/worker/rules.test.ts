import { expect, test } from "vitest";
import { noteOf, wayOf } from "./rules";

const origin = "https://kith.example";
const way = (path: string, mode: RequestMode = "cors", method = "GET") =>
  wayOf({ method, mode, url: new URL(path, origin).href }, origin);

test("pages are one page, whatever their address", () => {
  for (const path of ["/", "/p/1", "/c/1?m=2", "/people"]) expect(way(path, "navigate")).toBe("page");
});

test("files that never change are kept, others are there when the server isn't", () => {
  expect(way("/assets/index-abc.js")).toBe("kept");
  for (const path of ["/emoji/en/data.json", "/theme.js", "/favicon.svg", "/icon-192.png"])
    expect(way(path)).toBe("fresh");
});

test("nothing of anybody's own is, nor what other programs ask for", () => {
  for (const path of ["/api/people-chats/", "/api", "/graphql/", "/v1/models", "/health/ready", "/dev/socket/"])
    for (const mode of ["navigate", "cors"] as const) expect(way(path, mode)).toBeNull();
  expect(way("/assets/x.js", "cors", "POST")).toBeNull();
  expect(way("https://elsewhere.example/assets/x.js")).toBeNull();
});

test("a push is shown as it says, and leads where it says", () => {
  const note = noteOf(JSON.stringify({ kind: "message", title: "Bob", body: "Hi", path: "/p/1", tag: "t" }));
  expect(note).toMatchObject({ title: "Bob", options: { body: "Hi", tag: "t", data: { path: "/p/1" } } });
});

test("one that can't be read says that there is something, and none leads out of the app", () => {
  for (const text of [undefined, "", "[", "null", "7"]) expect(noteOf(text).title).toBe("Kith");
  for (const path of ["//elsewhere.example", "https://elsewhere.example", "/\\elsewhere.example", 7])
    expect(noteOf(JSON.stringify({ path })).options.data.path).toBe("/");
});
