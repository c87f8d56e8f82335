import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type FormEvent, type ReactNode, useState } from "react";
import { rename } from "@/api/auth";
import { explain, fieldError } from "@/api/problem";
import { timezoneHere } from "@/api/profile";
import { setMe, useChangeProfile, useMe, useProfile } from "@/api/queries";
import type { Profile } from "@/api/types";
import { Button } from "@/components/button";
import { TextField } from "@/components/field";
import { FormProblem } from "@/components/form-problem";
import { Notice } from "@/components/notice";
import { Skeleton } from "@/components/skeleton";
import { TimezoneField } from "@/components/timezone-field";
import { complain, say } from "@/lib/toasts";
import { Section } from "./section";

export function ProfileSection() {
  const me = useMe();
  const profile = useProfile();
  const guest = me?.is_anonymous ?? false;
  const text = guest
    ? "You are here as a guest. Everything of yours goes 24 hours after your last visit."
    : me?.email && `Signed in as ${me.email}.`;
  return (
    <Section title="Profile" text={text || undefined}>
      <div className="flex flex-col gap-5">
        {me && !guest && <DisplayNameForm key={me.display_name} name={me.display_name} />}
        {profile.isPending && <Skeleton className="rounded-lg h-11" />}
        {profile.error && <Notice>{explain(profile.error)}</Notice>}
        {profile.data && <NameForm profile={profile.data} guest={guest} />}
        {profile.data && <Timezone profile={profile.data} />}
        {guest && (
          <Link to="/sign-up" className="font-semibold text-accent underline underline-offset-4">
            Create an account and keep your chats
          </Link>
        )}
      </div>
    </Section>
  );
}

function DisplayNameForm({ name }: { name: string }) {
  const [text, setText] = useState(name);
  const save = useMutation({
    mutationFn: () => rename(text.trim()),
    onSuccess: (user) => {
      setMe(user);
      say("Saved.");
    },
  });
  return (
    <SaveForm save={save} field="display_name" unchanged={text.trim() === name || text.trim() === ""}>
      <TextField
        label="Display name"
        hint="Kith greets you by it, and your AI friends use it unless you tell them another name below."
        maxLength={64}
        value={text}
        onChange={(event) => setText(event.target.value)}
        error={fieldError(save.error, "display_name")}
      />
    </SaveForm>
  );
}

function NameForm({ profile, guest }: { profile: Profile; guest: boolean }) {
  const [name, setName] = useState(profile.name ?? "");
  const change = useChangeProfile();
  const save = {
    isPending: change.isPending,
    error: change.error,
    mutate: () => change.mutate({ name: name.trim() }, { onSuccess: () => say("Saved.") }),
  };
  return (
    <SaveForm save={save} field="name" unchanged={name.trim() === (profile.name ?? "") && !change.isPending}>
      <TextField
        label="What should your AI friends call you?"
        hint={guest ? "They know it in all your chats." : undefined}
        maxLength={64}
        value={name}
        onChange={(event) => setName(event.target.value)}
        error={fieldError(save.error, "name")}
      />
    </SaveForm>
  );
}

function Timezone({ profile }: { profile: Profile }) {
  const change = useChangeProfile();
  return (
    <TimezoneField
      value={profile.timezone ?? timezoneHere()}
      hint="Your friends tell morning from evening by it."
      onChange={(timezone) => change.mutate({ timezone }, { onError: complain })}
    />
  );
}

type SaveFormProps = {
  save: { mutate: () => void; isPending: boolean; error: Error | null };
  /** Its name on the wire. */
  field: string;
  unchanged: boolean;
  children: ReactNode;
};

function SaveForm({ save, field, unchanged, children }: SaveFormProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      {children}
      <FormProblem error={save.error} fields={[field]} />
      <Button type="submit" className="self-start" busy={save.isPending} disabled={unchanged}>
        Save
      </Button>
    </form>
  );
}
