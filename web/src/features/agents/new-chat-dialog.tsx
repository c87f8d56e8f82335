import { useNavigate } from "@tanstack/react-router";
import { Pencil, Plus } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { explain, fieldError } from "@/api/problem";
import { findAgent, useAgents, useCreateChat, useMe } from "@/api/queries";
import type { Agent } from "@/api/types";
import { Avatar } from "@/components/avatar";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { TextArea, TextField } from "@/components/field";
import { FormProblem } from "@/components/form-problem";
import { Notice } from "@/components/notice";
import { Skeleton } from "@/components/skeleton";
import { clip } from "@/lib/clip";
import { useUi } from "@/lib/ui-store";

export default function NewChatDialog({ agent: chosen }: { agent?: string }) {
  const { open, close } = useUi();
  const agents = useAgents();
  const me = useMe();
  const navigate = useNavigate();
  const create = useCreateChat();
  const [picked, setPicked] = useState(chosen ?? "aira");
  const [title, setTitle] = useState("");
  const [prompt, setPrompt] = useState("");
  const formId = useId();
  const agent = findAgent(agents.data, picked);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate(
      {
        agent: picked,
        ...(title.trim() && { title: title.trim() }),
        ...(prompt.trim() && { system_prompt: prompt.trim() }),
      },
      {
        onSuccess: (chat) => {
          close();
          void navigate({ to: "/c/$chatId", params: { chatId: chat.id } });
        },
      },
    );
  };

  return (
    <Dialog
      wide
      title="New chat"
      subtitle="Who would you like to talk to?"
      onClose={close}
      footer={
        <>
          <Button look="quiet" onClick={close}>
            Cancel
          </Button>
          <Button look="primary" type="submit" form={formId} busy={create.isPending} disabled={!agent}>
            Start chatting
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="flex flex-col gap-5">
        <fieldset>
          <legend className="sr-only">Friend</legend>
          {agents.isPending && <Skeleton className="h-20 rounded-2xl" />}
          {agents.error && <Notice>{explain(agents.error)}</Notice>}
          <div className="grid gap-2.5 sm:grid-cols-2">
            {agents.data?.map((one) => (
              <AgentChoice
                key={one.id}
                agent={one}
                checked={one === agent}
                onPick={() => setPicked(one.slug ?? one.id)}
                onEdit={!one.is_builtin && one.owner === me?.id ? () => open({ name: "agent", id: one.id }) : undefined}
              />
            ))}
            <button
              type="button"
              onClick={() => open({ name: "agent" })}
              className="flex items-center gap-3 rounded-2xl border border-dashed border-line-strong p-3 text-left text-ink-soft hover:border-accent hover:text-ink"
            >
              <span className="inline-flex size-10 items-center justify-center rounded-full bg-hover">
                <Plus className="size-5" />
              </span>
              <span className="font-semibold">Make a friend of your own</span>
            </button>
          </div>
        </fieldset>
        <TextField
          label="Title (optional)"
          value={title}
          maxLength={200}
          placeholder="Named after its beginning otherwise"
          onChange={(event) => setTitle(event.target.value)}
          error={fieldError(create.error, "title")}
        />
        <TextArea
          label="Instructions (optional)"
          value={prompt}
          placeholder={agent ? `Replaces what ${agent.name} is told: “${clip(agent.prompt, 90)}”` : ""}
          onChange={(event) => setPrompt(event.target.value)}
          error={fieldError(create.error, "system_prompt")}
        />
        <FormProblem error={create.error} fields={["title", "system_prompt"]} />
      </form>
    </Dialog>
  );
}

type ChoiceProps = { agent: Agent; checked: boolean; onPick: () => void; onEdit?: () => void };

function AgentChoice({ agent, checked, onPick, onEdit }: ChoiceProps) {
  return (
    <div className="relative">
      <label className="flex h-full cursor-pointer items-center gap-3 rounded-2xl border border-line bg-surface p-3 transition-colors hover:border-line-strong has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-accent">
        <input
          type="radio"
          name="agent"
          className="sr-only"
          data-first={checked || undefined}
          checked={checked}
          onChange={onPick}
        />
        <Avatar name={agent.name} />
        <span className="min-w-0 flex-1 pr-6">
          <span className="block truncate font-semibold">{agent.name}</span>
          <span className="line-clamp-2 text-sm leading-snug text-ink-soft">{agent.greeting || agent.prompt}</span>
        </span>
      </label>
      {onEdit && (
        <button
          type="button"
          aria-label={`Edit ${agent.name}`}
          title="Edit"
          onClick={onEdit}
          className="absolute top-1.5 right-1.5 inline-flex size-8 items-center justify-center rounded-full text-ink-faint hover:bg-hover hover:text-ink"
        >
          <Pencil className="size-4" />
        </button>
      )}
    </div>
  );
}
