import type { Outgoing } from "./outbox";

/**
 * How something said and not acknowledged stands. `waiting` can still be changed; `unsure` was sent before the connection was lost,
 * and goes out again as it is. Either may wait for a reply to end.
 */
export type OutgoingState =
  | { name: "sending" }
  | { name: "waiting" | "unsure"; afterReply: boolean }
  | { name: "refused"; why: string };

export const sending: OutgoingState = { name: "sending" };

export function stateOf(one: Outgoing, afterReply: boolean): OutgoingState {
  if (one.problem !== null) return { name: "refused", why: one.problem };
  if (one.sending) return sending;
  return { name: one.tried ? "unsure" : "waiting", afterReply };
}
