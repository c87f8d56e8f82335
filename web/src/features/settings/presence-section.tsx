import { useChangePresence, usePresences } from "@/api/people-queries";
import { explain } from "@/api/problem";
import { Notice } from "@/components/notice";
import { Skeleton } from "@/components/skeleton";
import { Switch } from "@/components/switch";
import { complain } from "@/lib/toasts";
import { Section } from "./section";

export function PresenceSection() {
  const { data, error } = usePresences();
  const change = useChangePresence();
  return (
    <Section title="People">
      {error && <Notice>{explain(error)}</Notice>}
      {!data && !error && <Skeleton className="h-12 rounded-xl" />}
      {data && (
        <Switch
          label="Show when I am here"
          hint="Those you are connected with see whether you are online, and when you last were."
          checked={change.isPending ? (change.variables ?? data.visible) : data.visible}
          onChange={(visible) => change.mutate(visible, { onError: complain })}
        />
      )}
    </Section>
  );
}
