import type {
  Chat,
  Contact,
  ContextUse,
  Fact,
  Member,
  Message,
  Mood,
  PeopleChat,
  PeopleMessage,
  Presence,
  Recalled,
  User,
} from "./types";

/** What the browser sends over the socket. */
export type ClientFrame =
  | {
      type: "message";
      chat_id: string;
      content: string;
      client_id: string;
      include_related_chat_context?: boolean;
    }
  | { type: "stop"; turn_id: string }
  /** Without `turns`, whatever runs is told from its beginning. */
  | { type: "resume"; cursor?: string; turns?: TurnPosition[] }
  | { type: "typing"; chat_id: string; is_typing: boolean }
  /** Read as far as this message. */
  | { type: "read"; chat_id: string; message_id: string }
  | { type: "presence"; status: "online" | "away" }
  | { type: "ping" };

/** `index` is the first delta wanted. */
export type TurnPosition = { turn_id: string; index: number };

export type TokenFrame = { type: "token"; turn_id: string; chat_id: string; index: number; content: string };
export type DoneFrame<M = Message> = { type: "done"; turn_id: string; message: M; cursor?: string };
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
export type EventFrame<M = Message> = {
  type: "event";
  cursor: string;
  kind: string;
  chat_id?: string;
  turn_id?: string;
  message_id?: string;
  message?: M;
  chat?: Chat | PeopleChat;
  /** With a chat between people, where who is in it has changed. */
  members?: Member[];
  /** Many messages came to the chat at once; no frame tells them. */
  load_messages?: boolean;
  /** `memory.changed` names a fact or a mood, or neither: then everything may be different. */
  id?: string;
  fact?: Fact | null;
  mood?: Mood | null;
  deleted?: boolean;
  /** `connection.changed`; null: there is none any more. */
  connection_id?: string;
  connection?: Contact | null;
  /** `read.changed`. */
  user_id?: string;
  read_seq?: number;
  delivered_seq?: number;
  /** `context.used`. */
  use?: ContextUse;
};

/** Never in the log: a hint that may be lost. */
export type PresenceFrame = { type: "presence" } & Presence;

/** `M`: between people, messages have another shape. */
export type ServerFrame<M = Message> =
  | { type: "ready"; user: User; cursor: string }
  | { type: "message"; message: M; client_id?: string; turn_id?: string; cursor?: string }
  | { type: "typing"; chat_id: string; by: string; is_typing: boolean; turn_id?: string }
  | { type: "recall"; turn_id: string; items: Recalled[] }
  | TokenFrame
  | DoneFrame<M>
  | ErrorFrame
  | EventFrame<M>
  | PresenceFrame
  | { type: "resync"; cursor?: string }
  | { type: "pong" };

export type PeopleFrame = ServerFrame<PeopleMessage>;
export type AnyFrame = ServerFrame<Message | PeopleMessage>;

/** Reads one frame; anything that is not an object with a type is dropped rather than trusted. */
export function readFrame(text: string): AnyFrame | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && "type" in value && typeof value.type === "string") {
      return value as AnyFrame;
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return null;
}
