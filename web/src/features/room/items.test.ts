import { expect, test } from "vitest";
import type { ContextUse, PeopleMessage } from "@/api/types";
import { aPeopleMessage } from "@/lib/threads/fixtures";
import { emptyThread, type Thread } from "@/lib/threads/thread";
import { itemsOf } from "./items";

const me = { id: "me", display_name: "Ann", is_agent: false };
const at = (minute: number) => `2026-03-03T10:${String(minute).padStart(2, "0")}:00Z`;
const thread = (messages: PeopleMessage[], part: Partial<Thread<PeopleMessage>> = {}): Thread<PeopleMessage> => ({
  ...emptyThread,
  messages,
  phase: "loaded",
  ...part,
});
const items = (of: Thread<PeopleMessage>, readTo: number | null = null, uses: ContextUse[] = []) =>
  itemsOf({ thread: of, uses, me: "me", readTo, keyOf: (id) => id });
const kinds = (...given: Parameters<typeof items>) => items(...given).map((one) => one.kind);

test("what one person says close together is one group, each of it in its place", () => {
  const [first, second, third, fourth] = items(
    thread([
      aPeopleMessage(1, { created_at: at(0) }),
      aPeopleMessage(2, { created_at: at(4) }),
      aPeopleMessage(3, { created_at: at(20) }),
      aPeopleMessage(4, { created_at: at(21), sender: me }),
    ]),
  ).filter((one) => one.kind === "message");
  expect(first).toMatchObject({ first: true, last: false, mine: false });
  expect(second).toMatchObject({ first: false, last: true });
  expect(third).toMatchObject({ first: true, last: true });
  expect(fourth).toMatchObject({ first: true, last: true, mine: true });
});

test("the line stands above the first that is new and not mine, once", () => {
  const messages = [1, 2, 3, 4].map((seq) => aPeopleMessage(seq, seq === 2 ? { sender: me } : {}));
  expect(kinds(thread(messages), 1)).toEqual(["day", "message", "message", "new", "message", "message"]);
  expect(kinds(thread(messages))).not.toContain("new");
  expect(kinds(thread(messages), 4)).not.toContain("new");
});

test("what was read by an AI chat is told where it happened, if that was read", () => {
  const use = (id: string, minute: number): ContextUse => ({ id, user: me, messages: 2, created_at: at(minute) });
  const messages = [aPeopleMessage(1, { created_at: at(5) }), aPeopleMessage(2, { created_at: at(10) })];
  const uses = [use("late", 12), use("between", 7), use("early", 1)];
  expect(kinds(thread(messages), null, uses)).toEqual(["day", "use", "message", "use", "message", "use"]);
  const half = thread(messages, { older: { cursor: "x", loading: false, problem: null } });
  expect(kinds(half, null, uses)).toEqual(["day", "message", "use", "message", "use"]);
});

test("an answer on its way shows what is there of it, in its place", () => {
  const messages = [aPeopleMessage(1, { status: "streaming", content: "" }), aPeopleMessage(2)];
  const live = { turn_id: "t", content: "Hello" };
  expect(items(thread(messages, { live }))[1]).toMatchObject({ streaming: true, text: "Hello" });
});
