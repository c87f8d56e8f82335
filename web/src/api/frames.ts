import type { Chat, Fact, Message, Mood, Recalled, User } from "./types";

/** What the browser sends over the socket. */
export type ClientFrame =
  | { type: "message"; chat_id: string; content: string; client_id: string }
  | { type: "stop"; turn_id: string }
  /** Without `turns`, whatever runs is told from its beginning. */
  | { type: "resume"; cursor?: string; turns?: TurnPosition[] }
  | { type: "typing"; chat_id: string; is_typing: boolean }
  | { type: "ping" };

/** `index` is the first delta wanted. */
export type TurnPosition = { turn_id: string; index: number };

export type TokenFrame = { type: "token"; turn_id: string; chat_id: string; index: number; content: string };
export type DoneFrame = { type: "done"; turn_id: string; message: Message; cursor?: string };
export type ErrorFrame = {
  type: "error";
  code: string;
  detail: string;
  turn_id?: string;
  client_id?: string;
  chat_id?: string;
  retry_after?: number;
};

/** An event is an upsert: it carries the thing as it is now, or names what to read again. */
export type EventFrame = {
  type: "event";
  cursor: string;
  kind: string;
  chat_id?: string;
  turn_id?: string;
  message_id?: string;
  message?: Message;
  chat?: Chat;
  /** Many messages came to the chat at once; no frame tells them. */
  load_messages?: boolean;
  /** `memory.changed` names a fact or a mood, or neither: then everything may be different. */
  id?: string;
  fact?: Fact | null;
  mood?: Mood | null;
  deleted?: boolean;
};

export type ServerFrame =
  | { type: "ready"; user: User; cursor: string }
  | { type: "message"; message: Message; client_id?: string; turn_id?: string; cursor?: string }
  | { type: "typing"; chat_id: string; by: string; is_typing: boolean; turn_id?: string }
  | { type: "recall"; turn_id: string; items: Recalled[] }
  | TokenFrame
  | DoneFrame
  | ErrorFrame
  | EventFrame
  | { type: "resync"; cursor?: string }
  | { type: "pong" };

/** Reads one frame; anything that is not an object with a type is dropped rather than trusted. */
export function readFrame(text: string): ServerFrame | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && "type" in value && typeof value.type === "string") {
      return value as ServerFrame;
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return null;
}
