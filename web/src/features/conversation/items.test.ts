import { expect, test } from "vitest";
import type { Message } from "@/api/types";
import { aMessage, aReply } from "@/lib/threads/fixtures";
import type { Outgoing } from "@/lib/threads/outbox";
import { emptyThread, isBusy, type Thread } from "@/lib/threads/thread";
import { itemsOf } from "./items";

const aThread = (messages: Message[], part: Partial<Thread> = {}): Thread => ({
  ...emptyThread,
  messages,
  phase: "loaded",
  ...part,
});
const anOutgoing = (part: Partial<Outgoing> = {}): Outgoing => ({
  client_id: "x",
  chat_id: "c",
  content: "hi",
  created_at: "2026-03-01T12:00:00Z",
  tried: false,
  problem: null,
  sending: false,
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

test("a reply that failed without a word gives way to the notice that says why, if there is no way back from it", () => {
  const failed = aReply("a", "q", "", { status: "failed" });
  expect(kinds(aThread([aMessage("q"), failed]))).toEqual(["day", "message", "message"]);
  const notice = { code: "provider_unavailable", detail: "Nobody there." };
  expect(kinds(aThread([aMessage("q"), failed], { notice }))).toEqual(["day", "message"]);
  const second = { ...failed, siblings: ["a0", "a"] };
  expect(kinds(aThread([aMessage("q"), second], { notice }))).toEqual(["day", "message", "message"]);
});

test("a row keeps its key when a message on its way becomes the server's", () => {
  const outgoing = [anOutgoing({ sending: true })];
  expect(itemsOf(aThread([], { outgoing }), (id) => id).map((item) => item.key)).toEqual(["x"]);
  const after = itemsOf(aThread([aMessage("m")]), (id) => (id === "m" ? "x" : id));
  expect(after.map((item) => item.key)).toContain("x");
});

test("what is on its way stands above the reply, what waits for its end below", () => {
  const outgoing = [anOutgoing({ client_id: "a", sending: true }), anOutgoing({ client_id: "b" })];
  const live = { turn_id: "t", content: "words" };
  const items = itemsOf(aThread([], { outgoing, live }), (id) => id);
  expect(items.map((item) => item.key)).toEqual(["a", "t", "b"]);
  expect(items.at(-1)).toMatchObject({ state: { name: "waiting", afterReply: true } });
});

test("a message that may have arrived can't be changed any more, a refused one says why", () => {
  const outgoing = [anOutgoing({ tried: true }), anOutgoing({ client_id: "y", tried: true, problem: "No." })];
  const states = itemsOf(aThread([], { outgoing }), (id) => id).map((item) => item.kind === "outgoing" && item.state);
  expect(states).toEqual([
    { name: "unsure", afterReply: false },
    { name: "refused", why: "No." },
  ]);
});

test("words in the place of others are shown while they are on their way", () => {
  const edit = { client_id: "e", content: "better", created_at: "2026-03-01T12:00:00Z" };
  expect(itemsOf(aThread([aMessage("q")], { edit }), (id) => id).at(-1)).toMatchObject({ key: "e", text: "better" });
});

test("there is something to stop from sending until the end, and nothing while a message waits or was refused", () => {
  expect(isBusy(aThread([]))).toBe(false);
  expect(isBusy(aThread([], { outgoing: [anOutgoing({ sending: true })] }))).toBe(true);
  expect(isBusy(aThread([], { outgoing: [anOutgoing()] }))).toBe(false);
  expect(isBusy(aThread([], { outgoing: [anOutgoing({ problem: "No." })] }))).toBe(false);
  expect(isBusy(aThread([], { typing: true }))).toBe(true);
  expect(isBusy(aThread([aMessage("q"), streaming]))).toBe(true);
  expect(isBusy(aThread([aMessage("q"), aReply("a", "q", "done")]))).toBe(false);
});
