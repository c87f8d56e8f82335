import { usePeopleChats } from "@/api/people-queries";
import { explain } from "@/api/problem";
import { useChangeChat } from "@/api/queries";
import type { Chat } from "@/api/types";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { Notice } from "@/components/notice";
import { PersonAvatar } from "@/components/person-avatar";
import { Skeleton } from "@/components/skeleton";
import { chatName } from "@/lib/people/names";

/** Which conversation with people this one may read from, when it is told to. */
export function RelatedDialog({ chat, onClose }: { chat: Chat; onClose: () => void }) {
  const { rooms, isPending, error, hasNextPage, fetchNextPage, isFetchingNextPage } = usePeopleChats();
  const change = useChangeChat();
  const choose = (related_chat: string | null) =>
    change.mutate({ chat, change: { related_chat } }, { onSuccess: onClose });
  const problem = change.error ?? error;
  return (
    <Dialog
      title="Use a conversation with people"
      subtitle="Then you choose with each message whether its latest words are read. Everybody in it sees each time; nothing of it is remembered."
      onClose={onClose}
      footer={
        chat.related_chat && (
          <Button look="quiet" busy={change.isPending} onClick={() => choose(null)}>
            Use none
          </Button>
        )
      }
    >
      {problem && <Notice className="mb-3">{explain(problem)}</Notice>}
      {isPending && <Skeleton className="h-24 rounded-2xl" />}
      {!isPending && rooms.length === 0 && <p className="text-ink-soft">You have no conversation with people yet.</p>}
      <ul aria-label="Conversations with people" className="flex flex-col gap-0.5">
        {rooms.map((room) => (
          <li key={room.id}>
            <button
              type="button"
              aria-pressed={room.id === chat.related_chat}
              disabled={change.isPending}
              onClick={() => choose(room.id)}
              className="flex w-full items-center gap-3 rounded-2xl px-2.5 py-2 text-left hover:bg-hover aria-pressed:bg-accent-soft"
            >
              <PersonAvatar id={room.user?.id ?? null} name={chatName(room)} />
              <span className="min-w-0">
                <bdi className="block truncate font-semibold">{chatName(room)}</bdi>
                <span className="block text-sm text-ink-faint">
                  {room.ai_context_allowed
                    ? room.kind === "group"
                      ? `${room.member_count} members`
                      : "the two of you"
                    : "somebody there does not allow it"}
                </span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <Button look="quiet" className="mt-1 w-full" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Show more
        </Button>
      )}
    </Dialog>
  );
}
