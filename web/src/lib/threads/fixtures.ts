import type { Message } from "@/api/types";

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
