import type { Message } from "@/api/types";
import { type OutgoingState, sending, stateOf } from "@/lib/threads/outgoing";
import { isBusy, type Thread } from "@/lib/threads/thread";
import { sameDay } from "@/lib/time";

/** One row of a conversation on the screen, in the order shown. */
export type Item =
  | { kind: "day"; key: string; at: string }
  | { kind: "message"; key: string; message: Message; text: string; streaming: boolean }
  | { kind: "outgoing"; key: string; text: string; state: OutgoingState; withContext?: true }
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
    // While the notice says what went wrong, an empty bubble would only say it again; unless other versions are beside it.
    const isTold = thread.notice !== null && message === thread.messages.at(-1);
    if (isTold && isNothing(message) && message.siblings.length < 2) continue;
    if (previous === null || !sameDay(previous, message.created_at)) {
      items.push({ kind: "day", key: `day-${message.created_at.slice(0, 10)}-${message.id}`, at: message.created_at });
    }
    previous = message.created_at;
    items.push({ kind: "message", key: keyOf(message.id), message, text: message.content, streaming });
  }
  if (thread.edit)
    items.push({ kind: "outgoing", key: thread.edit.client_id, text: thread.edit.content, state: sending });
  const busy = isBusy(thread);
  const outgoing = thread.outgoing.map((one): Item => {
    return {
      kind: "outgoing",
      key: one.client_id,
      text: one.content,
      state: stateOf(one, busy),
      withContext: one.with_context,
    };
  });
  const isSending = (item: Item) => item.kind === "outgoing" && item.state.name === "sending";
  items.push(...outgoing.filter(isSending));
  if (thread.live) items.push({ kind: "live", key: thread.live.turn_id, text: thread.live.content });
  else if (thread.typing) items.push({ kind: "typing", key: "typing" });
  // What waits for the reply to end stands below it.
  items.push(...outgoing.filter((item) => !isSending(item)));
  return items;
}

/** A reply that failed before its first word. */
export const isNothing = (message: Message): boolean => message.status === "failed" && message.content === "";
