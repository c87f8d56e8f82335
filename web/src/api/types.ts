import type { components } from "./schema";

/** What goes over the wire, as the server describes it (`schema.d.ts`), by the names it has here. */
export type Schemas = components["schemas"];

/** Null unsets a member of a body, or is as good as none. Most are never unset here: a member is left out, or empty. */
type Given<T> = { [K in keyof T]: Exclude<T[K], null> };

export type Page<T> = { results: T[]; next_cursor: string | null };

export type User = Schemas["User"];
export type SessionRow = Schemas["SessionItem"];
export type Erased = Schemas["EraseAnswer"];

export type ApiKey = Schemas["ApiKey"];
export type NewKey = Given<Schemas["ApiKeyBody"]>;
export type NewApiKey = Schemas["NewApiKeyAnswer"];
export type KeyScope = ApiKey["scopes"][number];
export type EndUser = Schemas["EndUser"];

export type Agent = Schemas["Agent"];
export type AgentDraft = Schemas["AgentBody"];

export type Chat = Schemas["Chat"];
export type ChatDraft = Given<Schemas["NewChatBody"]>;
export type ChatChange = Given<Omit<Schemas["ChatChangeBody"], "related_chat">> & { related_chat?: string | null };

export type Message = Schemas["Message"];
export type MessageStatus = Message["status"];
export type SearchHit = Schemas["SearchResult"];

export type Person = Schemas["Person"];
/** A connection with somebody, or the question for one. */
export type Contact = Schemas["Connection"];
export type PeopleChat = Schemas["PeopleChat"];
export type PeopleMessage = Schemas["PeopleMessage"];
export type Member = Schemas["Member"];
export type Reaction = Schemas["Reaction"];
export type Presence = Schemas["Presence"];
/** Once that somebody's AI chat read what was said here. */
export type ContextUse = Schemas["ContextUse"];

export type PushDevice = Schemas["PushSubscription"];

export type Profile = Schemas["Profile"];
export type ProfileChange = Given<Schemas["ProfileBody"]>;
export type SensitiveMemory = Profile["sensitive_memory"];

export type Fact = Schemas["Fact"];
export type FactWithSources = Schemas["FactWithSources"];
export type FactSource = Schemas["SourceMessage"];
export type FactDraft = Given<Schemas["FactBody"]>;
export type FactChange = FactDraft;
export type Sensitivity = Fact["sensitivity"];

export type Mood = Schemas["Mood"];
export type MoodChange = Given<Schemas["MoodBody"]>;

export type Recalled = Schemas["Recalled"];
export type Receipt = Schemas["Receipt"];

export type ImportProgress = Schemas["ImportProgress"];
export type Imported = Schemas["Import"];
export type ImportedConversation = Schemas["ImportedConversation"];
