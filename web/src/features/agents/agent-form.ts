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

/** An empty text clears what was there; an empty number is left as it is, and to the server at first. */
export function draftOf(form: Form): AgentDraft {
  return {
    name: form.name.trim(),
    prompt: form.prompt.trim(),
    greeting: form.greeting.trim(),
    model: form.model,
    ...number("temperature", form.temperature),
    ...number("max_tokens", form.max_tokens),
    ...number("presence_penalty", form.presence_penalty),
    ...number("frequency_penalty", form.frequency_penalty),
    ...number("context_messages", form.context_messages),
  };
}

const text = (value: number | null | undefined) => (value === null || value === undefined ? "" : String(value));

function number<K extends string>(name: K, value: string): Partial<Record<K, number>> {
  return value.trim() === "" ? {} : ({ [name]: Number(value) } as Record<K, number>);
}
