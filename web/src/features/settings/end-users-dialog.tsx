import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { eraseEndUser, fetchEndUsers } from "@/api/api-keys";
import { explain } from "@/api/problem";
import type { ApiKey, EndUser } from "@/api/types";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { Notice } from "@/components/notice";
import { Skeleton } from "@/components/skeleton";
import { listTime } from "@/lib/time";

/** Who talks through the app of a key. What they say is theirs: here they can only be erased. */
export function EndUsersDialog({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const client = useQueryClient();
  const queryKey = ["end-users", apiKey.id];
  const users = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) => fetchEndUsers(apiKey.id, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
  const [asked, setAsked] = useState<string | null>(null);
  const erase = useMutation({
    mutationFn: (id: string) => eraseEndUser(apiKey.id, id),
    onSettled: () => client.invalidateQueries({ queryKey }),
    onSuccess: () => setAsked(null),
  });
  const all = users.data?.pages.flatMap((page) => page.results) ?? [];
  const problem = users.error ?? erase.error;
  return (
    <Dialog title={`People of “${apiKey.name}”`} onClose={onClose} wide>
      <p className="text-ink-soft">
        Each has conversations and a memory of their own, which neither you nor the others see. Your app names them when
        it starts a chatbot session.
      </p>
      {users.isPending && <Skeleton className="mt-4 h-14 rounded-lg" />}
      {problem && <Notice className="mt-4">{explain(problem)}</Notice>}
      {users.data && all.length === 0 && <p className="mt-4 font-semibold">Nobody yet.</p>}
      <ul aria-label="People" className="mt-2 flex flex-col divide-y divide-line">
        {all.map((user) => (
          <Row
            key={user.id}
            user={user}
            asked={asked === user.id}
            busy={erase.isPending}
            onAsk={(ask) => setAsked(ask ? user.id : null)}
            onErase={() => erase.mutate(user.id)}
          />
        ))}
      </ul>
      {users.hasNextPage && (
        <Button className="mt-3" busy={users.isFetchingNextPage} onClick={() => void users.fetchNextPage()}>
          Show more
        </Button>
      )}
    </Dialog>
  );
}

type RowProps = {
  user: EndUser;
  asked: boolean;
  busy: boolean;
  onAsk: (ask: boolean) => void;
  onErase: () => void;
};

function Row({ user, asked, busy, onAsk, onErase }: RowProps) {
  const sure = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (asked) sure.current?.focus();
  }, [asked]);
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 py-3">
      <div className="min-w-0 flex-1 basis-40">
        <p className="truncate font-semibold" title={user.user_id}>
          {user.user_id}
        </p>
        <p className="text-sm text-ink-faint">Last here {listTime(user.last_seen_at)}</p>
      </div>
      {asked ? (
        <div className="ml-auto flex gap-1">
          <Button look="quiet" size="small" onClick={() => onAsk(false)}>
            Keep
          </Button>
          <Button
            look="danger"
            size="small"
            ref={sure}
            busy={busy}
            aria-label={`Erase ${user.user_id} for good`}
            onClick={onErase}
          >
            Erase for good
          </Button>
        </div>
      ) : (
        <Button size="small" disabled={busy} aria-label={`Erase ${user.user_id}`} onClick={() => onAsk(true)}>
          Erase…
        </Button>
      )}
    </li>
  );
}
