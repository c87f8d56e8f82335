import type { ContextUse, PeopleMessage } from "@/api/types";
import { type OutgoingState, stateOf } from "@/lib/threads/outgoing";
import type { Thread } from "@/lib/threads/thread";
import { sameDay } from "@/lib/time";

/** What one person says in a row, and close together, belongs together. */
const together = 5 * 60_000;

export type MessageItem = {
  kind: "message";
  key: string;
  message: PeopleMessage;
  mine: boolean;
  text: string;
  streaming: boolean;
  /** Begins what one person says in a row, or ends it. */
  first: boolean;
  last: boolean;
};

/** One row of a room, in the order shown. */
export type Item =
  | { kind: "day"; key: string; at: string }
  | { kind: "new"; key: "new" }
  | { kind: "use"; key: string; use: ContextUse }
  | { kind: "outgoing"; key: string; text: string; state: OutgoingState; replyTo: string | null }
  | MessageItem;

type Given = {
  thread: Thread<PeopleMessage>;
  uses: readonly ContextUse[];
  me: string;
  /** What is new begins after this number; null when nothing is. */
  readTo: number | null;
  keyOf: (id: string) => string;
};

export function itemsOf({ thread, uses, me, readTo, keyOf }: Given): Item[] {
  const items: Item[] = [];
  const { messages } = thread;
  const told = usesBetween(uses, messages, thread.older.cursor === null);
  let previous: string | null = null;
  let isNew = readTo === null;
  const day = (at: string, id: string) => {
    if (previous === null || !sameDay(previous, at))
      items.push({ kind: "day", key: `day-${at.slice(0, 10)}-${id}`, at });
    previous = at;
  };
  const tell = (use: ContextUse) => {
    day(use.created_at, use.id);
    items.push({ kind: "use", key: `use-${use.id}`, use });
  };
  for (const message of messages) {
    while (told[0] && told[0].created_at <= message.created_at) tell(told.shift() as ContextUse);
    day(message.created_at, message.id);
    const mine = message.sender.id === me;
    if (!isNew && !mine && message.seq > (readTo ?? 0)) {
      items.push({ kind: "new", key: "new" });
      isNew = true;
    }
    items.push(itemOf(message, items.at(-1), mine, thread, keyOf));
  }
  for (const use of told) tell(use);
  for (const one of thread.outgoing)
    items.push({
      kind: "outgoing",
      key: one.client_id,
      text: one.content,
      state: stateOf(one, false),
      replyTo: one.reply_to ?? null,
    });
  return items;
}

function itemOf(
  message: PeopleMessage,
  before: Item | undefined,
  mine: boolean,
  thread: Thread<PeopleMessage>,
  keyOf: (id: string) => string,
): MessageItem {
  const follows = before?.kind === "message" && belongs(before.message, message);
  if (follows) before.last = false;
  const streaming = message.status === "streaming";
  return {
    kind: "message",
    key: keyOf(message.id),
    message,
    mine,
    // The deltas are ahead of what was stored.
    text: streaming ? (thread.live?.content ?? message.content) : message.content,
    streaming,
    first: !follows,
    last: true,
  };
}

const belongs = (a: PeopleMessage, b: PeopleMessage) =>
  a.sender.id === b.sender.id && Date.parse(b.created_at) - Date.parse(a.created_at) < together;

/** Those that belong to what was read, oldest first. */
function usesBetween(uses: readonly ContextUse[], messages: readonly PeopleMessage[], isWhole: boolean): ContextUse[] {
  const from = isWhole ? "" : (messages[0]?.created_at ?? "");
  return uses.filter((one) => one.created_at >= from).sort((a, b) => (a.created_at < b.created_at ? -1 : 1));
}

/** Rows are made anew with every change; what they show mostly is not. */
export function sameItem(a: Item, b: Item): boolean {
  if (a.kind !== b.kind || a.key !== b.key) return false;
  if (a.kind === "message" && b.kind === "message")
    return a.message === b.message && a.text === b.text && a.first === b.first && a.last === b.last;
  if (a.kind === "outgoing" && b.kind === "outgoing")
    return a.text === b.text && JSON.stringify(a.state) === JSON.stringify(b.state);
  return true;
}
