import { useMutation } from "@tanstack/react-query";
import { ChevronDown, Trash2 } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { changeAgent, createAgent, deleteAgent } from "@/api/agents";
import { fieldError } from "@/api/problem";
import { useAgents, useModels, useRefreshAgents } from "@/api/queries";
import type { Agent, AgentDraft } from "@/api/types";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { SelectField, TextArea, TextField } from "@/components/field";
import { FormProblem } from "@/components/form-problem";
import { useUi } from "@/lib/ui-store";
import { draftOf, type Form, formOf } from "./agent-form";

const tuning = ["model", "temperature", "max_tokens", "presence_penalty", "frequency_penalty", "context_messages"];
const shown = ["name", "prompt", "greeting", ...tuning];

export default function AgentDialog({ id }: { id?: string }) {
  const agents = useAgents();
  const agent = agents.data?.find((one) => one.id === id);
  if (id && !agent) return null;
  return <Editor key={id} agent={agent} />;
}

function Editor({ agent }: { agent: Agent | undefined }) {
  const { open, close } = useUi();
  const refresh = useRefreshAgents();
  const [form, setForm] = useState<Form>(() => formOf(agent));
  const formId = useId();
  const save = useMutation({
    mutationFn: (draft: AgentDraft) => (agent ? changeAgent(agent.id, draft) : createAgent(draft)),
    onSuccess: async (saved) => {
      await refresh();
      open({ name: "new-chat", agent: saved.slug ?? saved.id });
    },
  });
  const removal = useMutation({
    mutationFn: (id: string) => deleteAgent(id),
    onSuccess: async () => {
      await refresh();
      close();
    },
  });
  const set = (part: Partial<Form>) => setForm((before) => ({ ...before, ...part }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(draftOf(form));
  };
  const problem = save.error ?? removal.error;
  return (
    <Dialog
      wide
      title={agent ? `Edit ${agent.name}` : "A friend of your own"}
      subtitle="Who they are and how they speak. Only you can see them."
      onClose={close}
      footer={
        <>
          {agent && (
            <Button look="danger" className="mr-auto" busy={removal.isPending} onClick={() => removal.mutate(agent.id)}>
              <Trash2 className="size-4" /> Delete
            </Button>
          )}
          <Button look="quiet" onClick={close}>
            Cancel
          </Button>
          <Button look="primary" type="submit" form={formId} busy={save.isPending}>
            {agent ? "Save" : "Create"}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="flex flex-col gap-4">
        <TextField
          label="Name"
          data-first
          required
          maxLength={64}
          value={form.name}
          placeholder="Noor"
          onChange={(event) => set({ name: event.target.value })}
          error={fieldError(save.error, "name")}
        />
        <TextArea
          label="Instructions"
          required
          rows={4}
          value={form.prompt}
          placeholder="You are Noor, a patient gardener. You answer plainly and like to ask one good question back."
          onChange={(event) => set({ prompt: event.target.value })}
          error={fieldError(save.error, "prompt")}
        />
        <TextField
          label="Greeting (optional)"
          value={form.greeting}
          maxLength={500}
          placeholder="What would you like to grow today?"
          onChange={(event) => set({ greeting: event.target.value })}
          error={fieldError(save.error, "greeting")}
        />
        <FineTuning form={form} set={set} error={save.error} />
        <FormProblem error={problem} fields={shown} />
      </form>
    </Dialog>
  );
}

type TuningProps = { form: Form; set: (part: Partial<Form>) => void; error: unknown };

function FineTuning({ form, set, error }: TuningProps) {
  const models = useModels();
  // What is wrong in here must not be folded away.
  const wrong = tuning.some((field) => fieldError(error, field));
  const usual = models.data?.find((model) => model.is_default);
  return (
    <details open={wrong || undefined} className="group rounded-2xl border border-line px-4 py-3">
      <summary className="flex list-none items-center justify-between font-semibold">
        Model and manner
        <ChevronDown className="size-5 text-ink-faint transition-transform group-open:rotate-180" />
      </summary>
      <div className="mt-4 grid gap-4 sm:grid-cols-2">
        <SelectField
          label="Model"
          value={form.model}
          onChange={(event) => set({ model: event.target.value })}
          error={fieldError(error, "model")}
          hint={models.error ? "The list of models could not be read." : undefined}
        >
          <option value="">{usual ? `The usual one (${usual.id})` : "The usual one"}</option>
          {form.model && !models.data?.some((one) => one.id === form.model) && <option>{form.model}</option>}
          {models.data?.map((model) => (
            <option key={model.id} value={model.id}>
              {model.id}
            </option>
          ))}
        </SelectField>
        <TextField
          label="Messages remembered"
          type="number"
          min={1}
          max={200}
          value={form.context_messages}
          placeholder="20"
          onChange={(event) => set({ context_messages: event.target.value })}
          error={fieldError(error, "context_messages")}
        />
        <TextField
          label="Temperature"
          type="number"
          min={0}
          max={2}
          step={0.1}
          value={form.temperature}
          placeholder="The model's own"
          hint="0 is steady, 1 and more is playful."
          onChange={(event) => set({ temperature: event.target.value })}
          error={fieldError(error, "temperature")}
        />
        <TextField
          label="Longest reply, in tokens"
          type="number"
          min={1}
          max={32000}
          value={form.max_tokens}
          placeholder="The model's own"
          onChange={(event) => set({ max_tokens: event.target.value })}
          error={fieldError(error, "max_tokens")}
        />
        <TextField
          label="Presence penalty"
          type="number"
          min={-2}
          max={2}
          step={0.1}
          value={form.presence_penalty}
          placeholder="0"
          onChange={(event) => set({ presence_penalty: event.target.value })}
          error={fieldError(error, "presence_penalty")}
        />
        <TextField
          label="Frequency penalty"
          type="number"
          min={-2}
          max={2}
          step={0.1}
          value={form.frequency_penalty}
          placeholder="0"
          onChange={(event) => set({ frequency_penalty: event.target.value })}
          error={fieldError(error, "frequency_penalty")}
        />
      </div>
    </details>
  );
}
