import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { MonitorSmartphone } from "lucide-react";
import { endOtherSessions, endSession, fetchSessions } from "@/api/auth";
import { explain } from "@/api/problem";
import type { SessionRow } from "@/api/types";
import { Button } from "@/components/button";
import { Notice } from "@/components/notice";
import { Skeleton } from "@/components/skeleton";
import { deviceName } from "@/lib/device";
import { listTime } from "@/lib/time";
import { complain } from "@/lib/toasts";
import { Section } from "./section";

export function SessionsSection() {
  const client = useQueryClient();
  const sessions = useQuery({ queryKey: ["sessions"], queryFn: async () => (await fetchSessions()).results });
  const settled = { onError: complain, onSettled: () => client.invalidateQueries({ queryKey: ["sessions"] }) };
  const end = useMutation({ mutationFn: endSession, ...settled });
  const endOthers = useMutation({ mutationFn: endOtherSessions, ...settled });
  const others = sessions.data?.filter((session) => !session.is_current) ?? [];
  return (
    <Section title="Where you are signed in">
      {sessions.isPending && <Skeleton className="rounded-lg h-14" />}
      {sessions.error && <Notice>{explain(sessions.error)}</Notice>}
      <ul className="flex flex-col divide-y divide-line">
        {sessions.data?.map((session) => (
          <Row key={session.id} session={session} onEnd={() => end.mutate(session.id)} busy={end.isPending} />
        ))}
      </ul>
      {others.length > 0 && (
        <Button look="danger" className="mt-3" busy={endOthers.isPending} onClick={() => endOthers.mutate()}>
          Sign out everywhere else
        </Button>
      )}
    </Section>
  );
}

function Row({ session, onEnd, busy }: { session: SessionRow; onEnd: () => void; busy: boolean }) {
  return (
    <li className="flex items-center gap-3 py-3">
      <MonitorSmartphone className="size-6 shrink-0 text-ink-faint" aria-hidden="true" />
      <div className="min-w-0 flex-1">
        <p className="truncate font-semibold">{deviceName(session.user_agent)}</p>
        <p className="text-sm text-ink-faint">
          {session.is_current ? (
            <span className="font-medium text-good">This one</span>
          ) : (
            `Last used ${listTime(session.last_used_at)}`
          )}
        </p>
      </div>
      {!session.is_current && (
        <Button size="small" disabled={busy} onClick={onEnd}>
          Sign out
        </Button>
      )}
    </li>
  );
}
