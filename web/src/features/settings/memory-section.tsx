import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { explain } from "@/api/problem";
import { useChangeProfile, useProfile } from "@/api/queries";
import { Button } from "@/components/button";
import { ForgetAllDialog } from "@/components/forget-all";
import { Notice } from "@/components/notice";
import { SensitiveChoices } from "@/components/sensitive-choices";
import { Skeleton } from "@/components/skeleton";
import { Switch } from "@/components/switch";
import { complain } from "@/lib/toasts";
import { Section } from "./section";

export function MemorySection() {
  const { data: profile, isPending, error, refetch } = useProfile();
  const change = useChangeProfile();
  const [forgetting, setForgetting] = useState(false);
  return (
    <Section title="Memory" id="memory">
      {isPending && <Skeleton className="h-40 rounded-2xl" />}
      {error && (
        <Notice>
          {explain(error)}{" "}
          <button type="button" className="underline" onClick={() => void refetch()}>
            Try again
          </button>
        </Notice>
      )}
      {profile && (
        <div className="flex flex-col gap-5">
          <Switch
            label="Remember what I tell"
            hint="Your friends come back to it in other conversations. Switched off, nothing new is learned and nothing is used; what is known stays until you forget it."
            checked={profile.memory_enabled}
            onChange={(memory_enabled) => change.mutate({ memory_enabled }, { onError: complain })}
          />
          <SensitiveChoices
            value={profile.sensitive_memory}
            disabled={!profile.memory_enabled}
            onChange={(sensitive_memory) => change.mutate({ sensitive_memory }, { onError: complain })}
          />
          <div className="flex flex-wrap items-center justify-between gap-3">
            <Link to="/memory" className="font-semibold text-accent underline underline-offset-4">
              See what is remembered
            </Link>
            <Button look="danger" size="small" onClick={() => setForgetting(true)}>
              Forget everything…
            </Button>
          </div>
        </div>
      )}
      {forgetting && <ForgetAllDialog onClose={() => setForgetting(false)} />}
    </Section>
  );
}
