/** The wire, as the contract writes it: snake_case, opaque string ids, RFC 3339 times. */

export type User = {
  id: string;
  email: string | null;
  display_name: string;
  role: "user" | "admin";
  is_anonymous: boolean;
};

/** What went, by kind, and what may still hold it. */
export type Erased = { user_id: string; erased: Record<string, number>; note: string };

export type SignedIn = { user: User; expires_in: number };

export type Page<T> = { results: T[]; next_cursor: string | null };

export type Agent = {
  id: string;
  slug: string | null;
  name: string;
  prompt: string;
  greeting: string | null;
  model: string | null;
  temperature: number | null;
  max_tokens: number | null;
  presence_penalty: number | null;
  frequency_penalty: number | null;
  context_messages: number | null;
  voice: string | null;
  owner: string | null;
  is_builtin: boolean;
  created_at: string;
};

export type AgentDraft = {
  name: string;
  prompt: string;
  greeting?: string;
  model?: string;
  temperature?: number;
  max_tokens?: number;
  presence_penalty?: number;
  frequency_penalty?: number;
  context_messages?: number;
};

export type Chat = {
  id: string;
  title: string | null;
  /** Null once the agent was deleted. */
  agent: string | null;
  user: string;
  /** What it was started with: its own instructions, or a copy of the agent's prompt. */
  system_prompt: string;
  related_chat: string | null;
  status: "active" | "ended";
  message_count: number;
  total_tokens: number;
  created_at: string;
  updated_at: string;
  last_activity: string;
  ended_at: string | null;
  archived: boolean;
  pinned: boolean;
};

export type ChatDraft = { title?: string; agent?: string; system_prompt?: string };

export type ChatChange = { title?: string; archived?: boolean; pinned?: boolean };

export type MessageStatus = "complete" | "streaming" | "interrupted" | "stopped" | "failed";

export type Source = { title: string | null; url: string; snippet: string | null };

export type Message = {
  id: string;
  chat: string;
  parent: string | null;
  siblings: string[];
  user: string | null;
  role: "user" | "assistant" | "system";
  message_by: "USER" | "AI";
  content: string;
  status: MessageStatus;
  confidence: number | null;
  sources: Source[];
  model: string | null;
  offline: boolean;
  prompt_tokens: number | null;
  completion_tokens: number | null;
  total_tokens: number | null;
  created_at: string;
  edited_at: string | null;
};

/** A message that was found: `highlights` are [start, length] in the snippet. */
export type SearchHit = {
  message: Message;
  chat: { id: string; title: string | null };
  score: number;
  snippet: string;
  highlights: [number, number][];
};

export type Model = { id: string; provider: string; is_default: boolean; offline: boolean };

export type SessionRow = {
  id: string;
  user_agent: string;
  network: string;
  created_at: string;
  last_used_at: string;
  expires_at: string;
  is_current: boolean;
};

export type Profile = {
  user_id: string;
  name: string | null;
  preferences: Record<string, unknown>;
  important_facts: Record<string, unknown>;
  memory_enabled: boolean;
  timezone: string | null;
  onboarded: boolean;
};
