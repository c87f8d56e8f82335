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
  /** False: nothing said here is learned from, and nothing is remembered here. */
  memory_enabled: boolean;
};

export type ChatDraft = { title?: string; agent?: string; system_prompt?: string; memory_enabled?: boolean };

export type ChatChange = { title?: string; archived?: boolean; pinned?: boolean; memory_enabled?: boolean };

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
  /** How many things it was given to remember. */
  recalled: number;
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

export type KeyScope = "read" | "chat" | "admin";

/** What an app signs in with; the hint is how it begins. */
export type ApiKey = {
  id: string;
  name: string;
  hint: string;
  scopes: KeyScope[];
  created_at: string;
  last_used_at: string | null;
};

export type NewApiKey = ApiKey & { key: string };

/** One of the people of an app; `user_id` is what the app calls them. */
export type EndUser = { id: string; user_id: string; created_at: string; last_seen_at: string };

export type Profile = {
  user_id: string;
  name: string | null;
  preferences: Record<string, unknown>;
  important_facts: Record<string, unknown>;
  memory_enabled: boolean;
  sensitive_memory: SensitiveMemory;
  timezone: string | null;
  onboarded: boolean;
};

/** What happens to what is sensitive: it is kept, waits for a yes, or is dropped. */
export type SensitiveMemory = "on" | "ask" | "off";

export type ProfileChange = Partial<
  Pick<Profile, "name" | "timezone" | "memory_enabled" | "sensitive_memory" | "onboarded">
>;

export type Greeting = { text: string; facts: string[] };

export type Sensitivity = "normal" | "sensitive" | "local_only";

/** One thing that is known of a person. */
export type Fact = {
  id: string;
  kind: string;
  /** `me`, or somebody of theirs. */
  subject: string;
  text: string;
  /** The messages it was learned from. */
  sources: string[];
  salience: number;
  sensitivity: Sensitivity;
  pinned: boolean;
  /** It waits for a yes, and is used nowhere until then. */
  pending: boolean;
  origin: "person" | "rules" | "model";
  valid_from: string | null;
  valid_until: string | null;
  superseded_by: string | null;
  /** What it was learned from is on another branch than the one that counts. */
  suspended: boolean;
  created_at: string;
  updated_at: string;
};

export type FactSource = Pick<Message, "id" | "chat" | "role" | "content" | "created_at">;

export type FactWithSources = Fact & { source_messages: FactSource[] };

export type FactDraft = {
  text: string;
  kind?: string;
  sensitivity?: Sensitivity;
  pinned?: boolean;
  /** Empty: none. */
  valid_until?: string;
};

export type FactChange = Partial<FactDraft> & { pending?: false };

/** `valence` goes from -1 (bad) to 1 (good). */
export type Mood = {
  id: string;
  label: string;
  valence: number;
  at: string;
  message_id: string | null;
  chat_id: string | null;
  pending: boolean;
};

export type MoodChange = { label?: string; valence?: number; pending?: false };

/** Something from memory that was laid before the model for a reply. */
export type Recalled = {
  kind: "fact" | "message" | "summary";
  id: string;
  text: string;
  score: number;
  why: string[];
  tokens: number;
  message_id: string | null;
  chat_id: string | null;
  created_at: string;
};

export type Receipt = { turn_id: string; tokens: number; items: Recalled[] };

export type ImportProgress = { bytes: number; conversations: number; messages: number };

/** `added` counts the messages that were not here yet; a note says why some were left out. */
export type ImportedConversation = {
  id: string;
  external_id: string | null;
  messages: number;
  added: number;
  note: string | null;
};

export type Imported = { conversations: ImportedConversation[] };
