import type { Message } from "@/api/types";
import type { Outgoing } from "./outbox";

/** A reply in flight. */
export type Live = { turn_id: string; content: string };

/** Other words for a message, until the server has accepted them. */
export type Edit = { client_id: string; content: string; created_at: string };

/** What messages of every kind of conversation have. */
export type AnyMessage = { id: string; chat: string; status: string };

/** One conversation as it is shown. */
export type Thread<M extends AnyMessage = Message> = {
  /** The active path, oldest first, as far back as it was read. */
  messages: readonly M[];
  /** What was said here and is not the server's yet, in the order it goes out. */
  outgoing: readonly Outgoing[];
  edit: Edit | null;
  live: Live | null;
  /** The agent has accepted and not said its first word. */
  typing: boolean;
  stopping: boolean;
  phase: "new" | "loading" | "loaded" | "failed";
  problem: string | null;
  older: { cursor: string | null; loading: boolean; problem: string | null };
  /** What went wrong with the last turn, until the next one. */
  notice: { code: string; detail: string } | null;
};

export const emptyThread: Thread<never> = {
  messages: [],
  outgoing: [],
  edit: null,
  live: null,
  typing: false,
  stopping: false,
  phase: "new",
  problem: null,
  older: { cursor: null, loading: false, problem: null },
  notice: null,
};

/** Whether a reply is being written or asked for: what is said meanwhile waits, and nothing else can be changed. */
export function isBusy<M extends AnyMessage>(thread: Thread<M>): boolean {
  return (
    thread.live !== null ||
    thread.typing ||
    thread.edit !== null ||
    thread.outgoing.some((one) => one.sending) ||
    thread.messages.at(-1)?.status === "streaming"
  );
}
