import { type FormEvent, useId, useState } from "react";
import { fieldError } from "@/api/problem";
import { timezoneHere } from "@/api/profile";
import { useChangeProfile } from "@/api/queries";
import type { Profile } from "@/api/types";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { TextField } from "@/components/field";
import { FormProblem } from "@/components/form-problem";
import { SensitiveChoices } from "@/components/sensitive-choices";
import { Switch } from "@/components/switch";
import { TimezoneField } from "@/components/timezone-field";
import { complain } from "@/lib/toasts";

/** Before the first word: what to call somebody, when their evening is, and what may be remembered. None of it has to be said. */
export default function WelcomeDialog({ profile, name: known }: { profile: Profile; name: string }) {
  const [name, setName] = useState(profile.name ?? known);
  const [timezone, setTimezone] = useState(profile.timezone ?? timezoneHere());
  const [memory, setMemory] = useState(profile.memory_enabled);
  const [sensitive, setSensitive] = useState(profile.sensitive_memory);
  const formId = useId();
  const change = useChangeProfile();
  const untold = profile.timezone === null && { timezone: timezoneHere() };
  const skip = () => change.mutate({ onboarded: true, ...untold }, { onError: complain });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate({
      ...(name.trim() && { name: name.trim() }),
      timezone,
      memory_enabled: memory,
      sensitive_memory: sensitive,
      onboarded: true,
    });
  };
  return (
    <Dialog
      title="Nice to meet you"
      subtitle="A few things, so that it feels like home. You can change all of it later."
      onClose={skip}
      wide
      footer={
        <>
          <Button look="quiet" onClick={skip}>
            Skip
          </Button>
          <Button look="primary" type="submit" form={formId} busy={change.isPending}>
            That's me
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="flex flex-col gap-5">
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            label="What should your friends call you?"
            autoComplete="nickname"
            maxLength={64}
            data-first
            value={name}
            onChange={(event) => setName(event.target.value)}
            error={fieldError(change.error, "name")}
          />
          <TimezoneField value={timezone} onChange={setTimezone} error={fieldError(change.error, "timezone")} />
        </div>
        <Switch
          label="Remember what I tell"
          hint="What you say about yourself is there in your other conversations too. You can see it, change it and have it forgotten at any time."
          checked={memory}
          onChange={setMemory}
        />
        {memory && <SensitiveChoices value={sensitive} onChange={setSensitive} />}
        <FormProblem error={change.error} fields={["name", "timezone"]} />
      </form>
    </Dialog>
  );
}
