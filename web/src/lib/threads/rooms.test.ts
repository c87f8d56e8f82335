import { afterEach, beforeEach, expect, test } from "vitest";
import { ApiError } from "@/api/problem";
import type { Page, PeopleMessage } from "@/api/types";
import { aPeopleMessage } from "./fixtures";
import { Outbox } from "./outbox";
import { Rooms } from "./rooms";

let rooms: Rooms;
let outbox: Outbox;
let pages: Page<PeopleMessage>[];
let said: { content: string; client_id: string }[];
let answer: (body: { content: string; client_id: string }) => Promise<PeopleMessage>;
let reaction: (id: string, emoji: string) => Promise<PeopleMessage>;
let resumed: string[];
let ready: boolean;

const page = (...newestLast: PeopleMessage[]): Page<PeopleMessage> => ({
  results: newestLast.toReversed(),
  next_cursor: null,
});
const texts = () => rooms.get("r").messages.map((one) => one.content);
const came = (seq: number, part: Partial<PeopleMessage> = {}) => {
  const message = aPeopleMessage(seq, part);
  rooms.receive({ type: "message", message, ...(part.client_id && { client_id: part.client_id }) });
};
const event = (kind: string, part: object) =>
  rooms.receive({ type: "event", cursor: "1", kind, chat_id: "r", ...part });

beforeEach(async () => {
  localStorage.clear();
  [pages, said, resumed, ready] = [[page(aPeopleMessage(1))], [], [], true];
  answer = async (body) => aPeopleMessage(50 + said.length, { ...body, sender: me });
  reaction = async (_id, emoji) => aPeopleMessage(1, { reactions: [{ emoji, count: 2, mine: true }] });
  outbox = new Outbox();
  rooms = new Rooms(
    { send: () => true, resume: () => void resumed.push("again"), isReady: () => ready },
    outbox,
    (flush) => flush(),
    {
      fetchPage: async () => pages.shift() ?? page(aPeopleMessage(1)),
      say: (_chat, body) => {
        said.push(body);
        return answer(body);
      },
      change: async (_chat, id, content) => ({ ...aPeopleMessage(1), id, content }),
      remove: async () => undefined as never,
      react: (_chat, id, emoji) => reaction(id, emoji),
      unreact: async () => undefined,
    },
  );
  outbox.open("me");
  await rooms.load("r");
});

afterEach(() => outbox.close());

const me = { id: "me", display_name: "Ann", is_agent: false };
const settled = () => new Promise((resolve) => setTimeout(resolve));

test("messages stand in the order of their numbers, whatever order and however often they come", () => {
  for (const seq of [4, 2, 4, 3, 2]) came(seq);
  expect(texts()).toEqual(["1", "2", "3", "4"]);
});

test("one older than what was read is not put where it would hide a gap", async () => {
  pages.push({ ...page(aPeopleMessage(10), aPeopleMessage(11)), next_cursor: "older" });
  rooms.forget("r");
  await rooms.load("r");
  event("message.updated", { message: aPeopleMessage(3, { content: "three, mended" }) });
  expect(texts()).toEqual(["10", "11"]);
});

test("other words take the place of what was said, a deleted message goes, and neither happens twice", () => {
  came(2);
  event("message.updated", { message: aPeopleMessage(2, { content: "two" }) });
  expect(texts()).toEqual(["1", "two"]);
  for (const _ of [1, 2]) event("message.deleted", { message_id: "m1" });
  expect(texts()).toEqual(["two"]);
});

test("what is said is there at once, and once, whoever tells of it first", async () => {
  rooms.send("r", "hello", { reply_to: "m1" });
  const [unsent] = rooms.get("r").outgoing;
  expect(unsent).toMatchObject({ content: "hello", sending: true });
  came(51, { content: "hello", sender: me, client_id: unsent?.client_id ?? "" });
  await settled();
  expect(texts()).toEqual(["1", "hello"]);
  expect(rooms.get("r").outgoing).toEqual([]);
  expect(said).toMatchObject([{ content: "hello", reply_to: "m1" }]);
  expect(rooms.keyOf("m51")).toBe(unsent?.client_id);
});

test("what may be lost is said again under the same name, and what is refused waits for a word", async () => {
  answer = () => Promise.reject(new ApiError(0, "offline", "No way there."));
  rooms.send("r", "hello");
  await settled();
  expect(rooms.get("r").outgoing).toMatchObject([{ tried: true, sending: false, problem: null }]);
  answer = () => Promise.reject(new ApiError(403, "forbidden", "Not you."));
  outbox.disconnected();
  outbox.flush();
  await settled();
  expect(new Set(said.map((one) => one.client_id)).size).toBe(1);
  expect(rooms.get("r").outgoing).toMatchObject([{ problem: "Not you." }]);
});

test("without a connection nothing goes out", () => {
  ready = false;
  rooms.send("r", "hello");
  expect(said).toEqual([]);
  expect(rooms.get("r").outgoing).toMatchObject([{ sending: false, tried: false }]);
});

test("messages that come while a page is on its way are not lost", async () => {
  pages.push(page(aPeopleMessage(1), aPeopleMessage(2)));
  const reading = rooms.load("r");
  came(3);
  await reading;
  expect(texts()).toEqual(["1", "2", "3"]);
});

test("an agent's answer grows in its place while people go on talking", async () => {
  const agent = { id: "a", display_name: "Aira", is_agent: true };
  const answerOf = (part: Partial<PeopleMessage>) => aPeopleMessage(3, { sender: agent, ...part });
  came(2);
  event("turn.started", { turn_id: "t", message: answerOf({ content: "", status: "streaming" }) });
  const token = (index: number, content: string) =>
    rooms.receive({ type: "token", turn_id: "t", chat_id: "r", index, content });
  token(1, "there");
  expect(resumed).toEqual(["again"]);
  token(0, "Hello ");
  token(0, "Hello ");
  came(4);
  expect(rooms.get("r").live).toEqual({ turn_id: "t", content: "Hello there" });
  for (const _ of [1, 2])
    rooms.receive({ type: "done", turn_id: "t", message: answerOf({ content: "Hello there.", status: "complete" }) });
  expect(texts()).toEqual(["1", "2", "Hello there.", "4"]);
  expect(rooms.get("r").live).toBeNull();
});

test("an answer that began before this page was there is asked for", async () => {
  pages.push(page(aPeopleMessage(1), aPeopleMessage(2, { status: "streaming", content: "" })));
  await rooms.load("r");
  expect(resumed).toEqual(["again"]);
  expect(rooms.positions()).toBeNull();
});

test("a reaction is there at once, as the server has it then, and goes again", async () => {
  const reactions = () => rooms.get("r").messages[0]?.reactions;
  const adding = rooms.react(aPeopleMessage(1), "👍");
  expect(reactions()).toEqual([{ emoji: "👍", count: 1, mine: true }]);
  await adding;
  expect(reactions()).toEqual([{ emoji: "👍", count: 2, mine: true }]);
  await rooms.react(rooms.get("r").messages[0] as PeopleMessage, "👍");
  expect(reactions()).toEqual([{ emoji: "👍", count: 1, mine: false }]);
});

test("a reaction that is refused is taken back", async () => {
  reaction = () => Promise.reject(new ApiError(400, "invalid", "Too many."));
  await expect(rooms.react(aPeopleMessage(1), "👍")).rejects.toThrow("Too many.");
  expect(rooms.get("r").messages[0]?.reactions).toEqual([]);
});

test("frames of rooms are told from those of chats with agents", () => {
  const owns = (frame: object) => rooms.owns(frame as never);
  expect(owns({ type: "message", message: aPeopleMessage(9) })).toBe(true);
  expect(owns({ type: "typing", chat_id: "elsewhere", by: "u2", is_typing: true })).toBe(true);
  expect(owns({ type: "typing", chat_id: "elsewhere", by: "a", is_typing: true, turn_id: "t9" })).toBe(false);
  expect(owns({ type: "event", kind: "message.deleted", chat_id: "r", message_id: "m1" })).toBe(true);
  expect(owns({ type: "event", kind: "message.deleted", chat_id: "c", message_id: "m1" })).toBe(false);
});
