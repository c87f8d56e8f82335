import type { Agent, AgentDraft } from "@/api/types";

/** The dialog's fields: text, as fields are. */
export type Form = Record<
  | "name"
  | "prompt"
  | "greeting"
  | "model"
  | "temperature"
  | "max_tokens"
  | "presence_penalty"
  | "frequency_penalty"
  | "context_messages",
  string
>;

export function formOf(agent: Agent | undefined): Form {
  return {
    name: agent?.name ?? "",
    prompt: agent?.prompt ?? "",
    greeting: agent?.greeting ?? "",
    model: agent?.model ?? "",
    temperature: text(agent?.temperature),
    max_tokens: text(agent?.max_tokens),
    presence_penalty: text(agent?.presence_penalty),
    frequency_penalty: text(agent?.frequency_penalty),
    context_messages: text(agent?.context_messages),
  };
}

/** An empty field unsets what was there. */
export function draftOf(form: Form): AgentDraft {
  return {
    name: form.name.trim(),
    prompt: form.prompt.trim(),
    greeting: form.greeting.trim(),
    model: form.model,
    temperature: number(form.temperature),
    max_tokens: number(form.max_tokens),
    presence_penalty: number(form.presence_penalty),
    frequency_penalty: number(form.frequency_penalty),
    // Always some number: an empty field leaves it as it is.
    ...(form.context_messages.trim() !== "" && { context_messages: Number(form.context_messages) }),
  };
}

const text = (value: number | null | undefined) => (value === null || value === undefined ? "" : String(value));

const number = (value: string) => (value.trim() === "" ? null : Number(value));
