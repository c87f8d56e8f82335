import type { Message } from "@/api/types";
import type { Thread } from "@/lib/threads/threads";
import { sameDay } from "@/lib/time";

/** One row of a conversation on the screen, in the order shown. */
export type Item =
  | { kind: "day"; key: string; at: string }
  | { kind: "message"; key: string; message: Message; text: string; streaming: boolean }
  | { kind: "outgoing"; key: string; text: string; at: string; problem: string | null }
  | { kind: "live"; key: string; text: string }
  | { kind: "typing"; key: string };

export function itemsOf(thread: Thread, keyOf: (id: string) => string): Item[] {
  const items: Item[] = [];
  let previous: string | null = null;
  for (const message of thread.messages) {
    if (message.role === "system") continue;
    const streaming = message.status === "streaming";
    // The deltas are ahead of what was stored of the same reply.
    if (streaming && (thread.live || (thread.typing && message.content === ""))) continue;
    // While the notice says what went wrong, an empty bubble would only say it again.
    if (thread.notice && isNothing(message) && message === thread.messages.at(-1)) continue;
    if (previous === null || !sameDay(previous, message.created_at)) {
      items.push({ kind: "day", key: `day-${message.created_at.slice(0, 10)}-${message.id}`, at: message.created_at });
    }
    previous = message.created_at;
    items.push({ kind: "message", key: keyOf(message.id), message, text: message.content, streaming });
  }
  for (const one of thread.outgoing) {
    items.push({ kind: "outgoing", key: one.client_id, text: one.content, at: one.created_at, problem: one.problem });
  }
  if (thread.live) items.push({ kind: "live", key: thread.live.turn_id, text: thread.live.content });
  else if (thread.typing) items.push({ kind: "typing", key: "typing" });
  return items;
}

/** A reply that failed before its first word. */
export const isNothing = (message: Message): boolean => message.status === "failed" && message.content === "";

/** Whether a reply is on its way: sending waits, and stop is offered. */
export function isBusy(thread: Thread): boolean {
  return (
    thread.live !== null ||
    thread.typing ||
    thread.outgoing.some((one) => one.problem === null) ||
    thread.messages.at(-1)?.status === "streaming"
  );
}

/** The person's words a reply answers, for sending them again. */
export function questionBefore(messages: readonly Message[], reply: Message): string | null {
  const parent = messages.find((one) => one.id === reply.parent && one.role === "user");
  if (parent) return parent.content;
  const at = messages.indexOf(reply);
  return messages.slice(0, Math.max(at, 0)).findLast((one) => one.role === "user")?.content ?? null;
}
