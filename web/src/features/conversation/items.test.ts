import { expect, test } from "vitest";
import type { Message } from "@/api/types";
import { aMessage, aReply } from "@/lib/threads/fixtures";
import type { Thread } from "@/lib/threads/threads";
import { isBusy, itemsOf, questionBefore } from "./items";

const aThread = (messages: Message[], part: Partial<Thread> = {}): Thread => ({
  messages,
  outgoing: [],
  live: null,
  typing: false,
  stopping: false,
  phase: "loaded",
  problem: null,
  older: { cursor: null, loading: false, problem: null },
  notice: null,
  ...part,
});
const kinds = (thread: Thread) => itemsOf(thread, (id) => id).map((item) => item.kind);
const streaming = aReply("a", "q", "half", { status: "streaming" });

test("a line is drawn where a new day begins", () => {
  const days = ["2026-03-01T12:00:00Z", "2026-03-01T12:05:00Z", "2026-03-02T12:00:00Z"];
  const messages = days.map((created_at, index) => aMessage(String(index), { created_at }));
  expect(kinds(aThread(messages))).toEqual(["day", "message", "message", "day", "message"]);
});

test("instructions of the system are not part of the talk", () => {
  expect(kinds(aThread([aMessage("s", { role: "system" }), aMessage("q")]))).toEqual(["day", "message"]);
});

test("a reply in flight is shown once, by what is ahead", () => {
  const live = { turn_id: "t", content: "half and more" };
  expect(kinds(aThread([aMessage("q"), streaming], { live }))).toEqual(["day", "message", "live"]);
  expect(kinds(aThread([aMessage("q"), streaming]))).toEqual(["day", "message", "message"]);
});

test("typing is shown until there are words", () => {
  const nothing = { ...streaming, content: "" };
  expect(kinds(aThread([aMessage("q"), nothing], { typing: true }))).toEqual(["day", "message", "typing"]);
});

test("a reply that failed without a word gives way to the notice that says why", () => {
  const failed = aReply("a", "q", "", { status: "failed" });
  expect(kinds(aThread([aMessage("q"), failed]))).toEqual(["day", "message", "message"]);
  const notice = { code: "provider_unavailable", detail: "Nobody there." };
  expect(kinds(aThread([aMessage("q"), failed], { notice }))).toEqual(["day", "message"]);
});

test("a row keeps its key when a message on its way becomes the server's", () => {
  const outgoing = [{ client_id: "x", content: "hi", created_at: "2026-03-01T12:00:00Z", problem: null }];
  expect(itemsOf(aThread([], { outgoing }), (id) => id).map((item) => item.key)).toEqual(["x"]);
  const after = itemsOf(aThread([aMessage("m")]), (id) => (id === "m" ? "x" : id));
  expect(after.map((item) => item.key)).toContain("x");
});

test("there is something to stop from sending until the end, and nothing once it was refused", () => {
  const outgoing = [
    { client_id: "x", content: "hi", created_at: "2026-03-01T12:00:00Z", problem: null as string | null },
  ];
  expect(isBusy(aThread([]))).toBe(false);
  expect(isBusy(aThread([], { outgoing }))).toBe(true);
  expect(isBusy(aThread([], { outgoing: outgoing.map((one) => ({ ...one, problem: "No." })) }))).toBe(false);
  expect(isBusy(aThread([], { typing: true }))).toBe(true);
  expect(isBusy(aThread([aMessage("q"), streaming]))).toBe(true);
  expect(isBusy(aThread([aMessage("q"), aReply("a", "q", "done")]))).toBe(false);
});

test("asking again repeats the words the reply answers", () => {
  const reply = aReply("a", "q1", "stopped", { status: "stopped" });
  expect(questionBefore([aMessage("q0"), aMessage("q1", { content: "this one" }), reply], reply)).toBe("this one");
  const orphan = aReply("a", "unread", "stopped");
  expect(questionBefore([aMessage("q0", { content: "the one before" }), orphan], orphan)).toBe("the one before");
  expect(questionBefore([orphan], orphan)).toBeNull();
});
