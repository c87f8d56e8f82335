import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { changeProfile, fetchProfile } from "@/api/auth";
import { explain, fieldError } from "@/api/problem";
import { useMe } from "@/api/queries";
import type { Profile } from "@/api/types";
import { Button } from "@/components/button";
import { TextField } from "@/components/field";
import { Notice } from "@/components/notice";
import { Skeleton } from "@/components/skeleton";
import { say } from "@/lib/toasts";
import { Section } from "./section";

export function ProfileSection() {
  const me = useMe();
  const profile = useQuery({ queryKey: ["profile"], queryFn: fetchProfile, enabled: me !== null && !me.is_anonymous });
  if (me?.is_anonymous) {
    return (
      <Section title="Profile" text="Guests have no profile, and what is said to a guest is not remembered.">
        <Link to="/sign-up" className="font-semibold text-accent underline underline-offset-4">
          Create an account and keep your chats
        </Link>
      </Section>
    );
  }
  return (
    <Section title="Profile" text="How you are known here.">
      <dl className="mb-4 grid gap-x-6 gap-y-1 text-[0.9375rem] sm:grid-cols-[auto_1fr]">
        <dt className="text-ink-faint">Account</dt>
        <dd className="truncate">{me?.display_name}</dd>
        <dt className="text-ink-faint">Email</dt>
        <dd className="truncate">{me?.email}</dd>
      </dl>
      {profile.isPending && <Skeleton className="h-11" />}
      {profile.error && <Notice>{explain(profile.error)}</Notice>}
      {profile.data && <NameForm profile={profile.data} />}
    </Section>
  );
}

function NameForm({ profile }: { profile: Profile }) {
  const client = useQueryClient();
  const [name, setName] = useState(profile.name ?? "");
  const save = useMutation({
    mutationFn: () => changeProfile({ name: name.trim() }),
    onSuccess: (next) => {
      client.setQueryData(["profile"], next);
      say("Saved.");
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      <TextField
        label="What should your friends call you?"
        maxLength={64}
        value={name}
        onChange={(event) => setName(event.target.value)}
        error={fieldError(save.error, "name")}
      />
      {save.error && <Notice>{explain(save.error)}</Notice>}
      <Button
        type="submit"
        className="self-start"
        busy={save.isPending}
        disabled={name.trim() === (profile.name ?? "")}
      >
        Save
      </Button>
    </form>
  );
}
