import type { Message, PeopleMessage } from "@/api/types";

/** A message for tests; each follows the one before it unless told otherwise. */
export function aMessage(id: string, part: Partial<Message> = {}): Message {
  return {
    id,
    chat: "c",
    parent: null,
    siblings: [id],
    user: "u",
    role: "user",
    message_by: "USER",
    content: id,
    status: "complete",
    confidence: null,
    sources: [],
    model: null,
    offline: false,
    prompt_tokens: 0,
    completion_tokens: 0,
    total_tokens: 0,
    recalled: 0,
    reactions: [],
    created_at: "2026-03-03T10:00:00Z",
    edited_at: null,
    ...part,
  };
}

export function aReply(id: string, parent: string, content: string, part: Partial<Message> = {}): Message {
  return aMessage(id, { parent, content, role: "assistant", message_by: "AI", ...part });
}

/** What somebody said in the room `r`. */
export function aPeopleMessage(seq: number, part: Partial<PeopleMessage> = {}): PeopleMessage {
  return {
    id: `m${seq}`,
    chat: "r",
    seq,
    sender: { id: "bob", display_name: "Bob", is_agent: false },
    content: String(seq),
    status: "complete",
    client_id: null,
    reply_to: null,
    reactions: [],
    created_at: "2026-03-03T10:00:00Z",
    edited_at: null,
    ...part,
  };
}
