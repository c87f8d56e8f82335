import { type FormEvent, useId, useState } from "react";
import { useAddFact, useChangeFact } from "@/api/memory-queries";
import { fieldError } from "@/api/problem";
import type { Fact, FactDraft, Sensitivity } from "@/api/types";
import { Button } from "@/components/button";
import { type Choice, Choices } from "@/components/choices";
import { Dialog } from "@/components/dialog";
import { SelectField, TextArea, TextField } from "@/components/field";
import { FormProblem } from "@/components/form-problem";
import { dayInput, endOfDay } from "@/lib/time";
import { kinds } from "./kinds";

const sensitivities: Choice<Sensitivity>[] = [
  { value: "normal", label: "Like anything else", text: "It may be used in every conversation." },
  { value: "sensitive", label: "Sensitive", text: "Marked as private. It is used where it matters." },
  { value: "local_only", label: "Only on this machine", text: "Never sent to a model that runs elsewhere." },
];

const fields = ["text", "kind", "sensitivity", "valid_until"];

/** Writes a fact by hand, or puts one into other words. */
export function FactDialog({ fact, onClose }: { fact: Fact | null; onClose: () => void }) {
  const [text, setText] = useState(fact?.text ?? "");
  const [kind, setKind] = useState<Fact["kind"]>(fact?.kind ?? "other");
  const [sensitivity, setSensitivity] = useState<Sensitivity>(fact?.sensitivity ?? "normal");
  const before = fact?.valid_until ? dayInput(fact.valid_until) : "";
  const [until, setUntil] = useState(before);
  const formId = useId();
  const add = useAddFact();
  const change = useChangeFact();
  const { error, isPending } = fact ? change : add;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const draft: FactDraft = { text: text.trim(), kind, sensitivity };
    if (until !== before) draft.valid_until = until ? endOfDay(until) : "";
    if (fact) change.mutate({ fact, change: draft }, { onSuccess: onClose });
    else add.mutate(draft, { onSuccess: onClose });
  };
  return (
    <Dialog
      title={fact ? "In other words" : "Something to remember"}
      onClose={onClose}
      footer={
        <>
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button look="primary" type="submit" form={formId} busy={isPending} disabled={text.trim() === ""}>
            {fact ? "Save" : "Remember"}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="flex flex-col gap-4">
        <TextArea
          label="About you"
          placeholder="Sings in a choir on Thursdays."
          required
          rows={2}
          maxLength={1000}
          data-first
          value={text}
          onChange={(event) => setText(event.target.value)}
          error={fieldError(error, "text")}
          className="min-h-18"
        />
        <div className="grid gap-4 sm:grid-cols-2">
          <SelectField
            label="Kind"
            value={kind}
            onChange={(event) => setKind(event.target.value as Fact["kind"])}
            error={fieldError(error, "kind")}
          >
            {Object.entries(kinds).map(([value, { label }]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </SelectField>
          <TextField
            label="True until (optional)"
            type="date"
            value={until}
            onChange={(event) => setUntil(event.target.value)}
            error={fieldError(error, "valid_until")}
          />
        </div>
        <Choices legend="Who may know" choices={sensitivities} value={sensitivity} onChange={setSensitivity} />
        <FormProblem error={error} fields={fields} />
      </form>
    </Dialog>
  );
}
