import { expect, test } from "vitest";
import type { Agent } from "@/api/types";
import { draftOf, formOf } from "./agent-form";

const noor: Agent = {
  id: "a1",
  slug: "noor",
  name: "Noor",
  prompt: "You are Noor.",
  greeting: null,
  model: null,
  temperature: 0.4,
  max_tokens: 200,
  presence_penalty: null,
  frequency_penalty: null,
  context_messages: 20,
  voice: null,
  owner: "me",
  is_builtin: false,
  created_at: "2026-03-03T10:00:00Z",
};

test("what was set stays as it was written", () => {
  expect(draftOf(formOf(noor))).toMatchObject({
    name: "Noor",
    temperature: 0.4,
    max_tokens: 200,
    context_messages: 20,
  });
});

test("an emptied number is unset", () => {
  const draft = draftOf({ ...formOf(noor), temperature: " ", max_tokens: "" });
  expect(draft).toMatchObject({ temperature: null, max_tokens: null, context_messages: 20 });
  expect(draftOf({ ...formOf(noor), context_messages: "" })).not.toHaveProperty("context_messages");
});
