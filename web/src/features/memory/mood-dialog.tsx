import { type FormEvent, useId, useState } from "react";
import { useChangeMood } from "@/api/memory-queries";
import { fieldError } from "@/api/problem";
import type { Mood } from "@/api/types";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { TextField } from "@/components/field";
import { FormProblem } from "@/components/form-problem";
import { fullTime } from "@/lib/time";
import { valenceWord } from "./mood-scale";

/** It felt otherwise than what was said sounds. */
export function MoodDialog({ mood, onClose }: { mood: Mood; onClose: () => void }) {
  const [label, setLabel] = useState(mood.label);
  const [valence, setValence] = useState(mood.valence);
  const formId = useId();
  const rangeId = useId();
  const change = useChangeMood();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate({ mood, change: { label: label.trim(), valence } }, { onSuccess: onClose });
  };
  return (
    <Dialog
      title="How it felt"
      subtitle={fullTime(mood.at)}
      onClose={onClose}
      footer={
        <>
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button look="primary" type="submit" form={formId} busy={change.isPending} disabled={label.trim() === ""}>
            Save
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="flex flex-col gap-4">
        <TextField
          label="In a word"
          required
          maxLength={64}
          data-first
          value={label}
          onChange={(event) => setLabel(event.target.value)}
          error={fieldError(change.error, "label")}
        />
        <div className="flex flex-col gap-1.5">
          <label htmlFor={rangeId} className="text-sm font-semibold">
            From bad to good
          </label>
          <input
            id={rangeId}
            type="range"
            min={-1}
            max={1}
            step={0.1}
            value={valence}
            aria-valuetext={valenceWord(valence)}
            onChange={(event) => setValence(Number(event.target.value))}
            className="h-8 accent-fill"
          />
          <p aria-hidden="true" className="text-sm text-ink-faint first-letter:uppercase">
            {valenceWord(valence)}
          </p>
        </div>
        <FormProblem error={change.error} fields={["label", "valence"]} />
      </form>
    </Dialog>
  );
}
