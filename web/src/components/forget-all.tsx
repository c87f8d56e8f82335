import { type FormEvent, useId, useState } from "react";
import { useForgetAll } from "@/api/memory-queries";
import { say } from "@/lib/toasts";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { TextField } from "./field";
import { FormProblem } from "./form-problem";

const words = "forget everything";

/** What is written by hand was not pressed by accident. */
export function ForgetAllDialog({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState("");
  const formId = useId();
  const forgetAll = useForgetAll();
  const meant = text.trim().toLowerCase() === words;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!meant) return;
    forgetAll.mutate(undefined, {
      onSuccess: () => {
        say("Everything is forgotten.");
        onClose();
      },
    });
  };
  return (
    <Dialog
      title="Forget everything about you?"
      onClose={onClose}
      footer={
        <>
          <Button look="quiet" onClick={onClose}>
            Keep it
          </Button>
          <Button look="danger" type="submit" form={formId} disabled={!meant} busy={forgetAll.isPending}>
            Forget everything
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="flex flex-col gap-4">
        <p className="text-ink-soft">
          Every fact and every mood goes, in all your conversations, and is not learned again from what you said. The
          conversations themselves stay. This cannot be undone.
        </p>
        <TextField
          label={`Write “${words}”`}
          autoComplete="off"
          autoCapitalize="off"
          data-first
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <FormProblem error={forgetAll.error} fields={[]} />
      </form>
    </Dialog>
  );
}
