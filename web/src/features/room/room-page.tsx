import { Link, useNavigate } from "@tanstack/react-router";
import { useCallback, useEffect, useRef, useState } from "react";
import { useContextUses, useMembers, usePeopleChat } from "@/api/people-queries";
import { ApiError, explain } from "@/api/problem";
import { useMe } from "@/api/queries";
import type { PeopleChat, PeopleMessage } from "@/api/types";
import { Button } from "@/components/button";
import type { ComposerHandle } from "@/components/composer";
import { Empty } from "@/components/empty";
import { LogoMark } from "@/components/logo";
import { RowsSkeleton } from "@/components/skeleton";
import { openRoom, rooms, useRoom } from "@/lib/live";
import { usePageTitle } from "@/lib/page-title";
import { chatName } from "@/lib/people/names";
import { useTypingText } from "@/lib/people/use-typing";
import { useShortcut } from "@/lib/shortcuts";
import { finePointer } from "@/lib/viewport";
import { RoomComposer } from "./room-composer";
import { RoomHeader } from "./room-header";
import { RoomView } from "./room-view";

type PageProps = { chatId: string; messageId: string | null };

export default function RoomPage({ chatId, messageId }: PageProps) {
  const { data: chat, error, isPending, refetch } = usePeopleChat(chatId);
  const me = useMe();
  usePageTitle(chat ? chatName(chat) : "Conversation");
  if (isPending || !me)
    return (
      <div className="mx-auto flex h-full max-w-3xl flex-col justify-end px-6 pb-24">
        <RowsSkeleton />
      </div>
    );
  if (error || !chat) {
    const gone = error instanceof ApiError && error.status === 404;
    return (
      <Empty
        art={<LogoMark className="size-16 opacity-60" />}
        title={gone ? "This conversation is not here" : "That did not work"}
        text={gone ? "It was ended, or you are not in it (any more)." : explain(error)}
      >
        {gone ? (
          <Link to="/people" className="mt-2 font-semibold text-accent underline underline-offset-4">
            To your people
          </Link>
        ) : (
          <Button className="mt-2" onClick={() => void refetch()}>
            Try again
          </Button>
        )}
      </Empty>
    );
  }
  return <Room key={chat.id} chat={chat} me={me.id} messageId={messageId} />;
}

function Room({ chat, me, messageId }: { chat: PeopleChat; me: string; messageId: string | null }) {
  const thread = useRoom(chat.id);
  const members = useMembers(chat.id).data;
  const uses = useContextUses(chat.id);
  const navigate = useNavigate();
  const composer = useRef<ComposerHandle>(null);
  const [replying, setReplying] = useState<PeopleMessage | null>(null);
  const typing = useTypingText(
    chat,
    members?.map((one) => one.user),
  );
  useEffect(() => openRoom(chat.id), [chat.id]);
  const write = useCallback(() => composer.current?.focus(), []);
  useShortcut("write", write);
  const answering = thread.live !== null || thread.typing;
  const stop = useCallback(() => rooms.stop(chat.id), [chat.id]);
  useShortcut("stop", answering ? stop : null);
  // On a phone the keyboard would cover what just changed.
  const writeOn = useCallback(() => {
    if (finePointer()) write();
  }, [write]);
  const reply = useCallback(
    (message: PeopleMessage) => {
      setReplying(message);
      requestAnimationFrame(write);
    },
    [write],
  );
  const found = useCallback(
    () => navigate({ to: "/p/$chatId", params: { chatId: chat.id }, search: {}, replace: true }),
    [chat.id, navigate],
  );
  return (
    <section aria-label={`Conversation with ${chatName(chat)}`} className="flex h-full min-h-0 flex-col">
      <RoomHeader chat={chat} me={me} members={members} uses={uses} />
      <RoomView
        chat={chat}
        thread={thread}
        me={me}
        members={members}
        uses={uses}
        messageId={messageId}
        onFound={found}
        onReply={reply}
        onWrite={writeOn}
      />
      <div className="safe-x safe-bottom">
        <div className="mx-auto max-w-3xl">
          <p role="status" className="flex h-6 items-center px-4 text-sm text-ink-faint">
            <bdi className="truncate">{typing}</bdi>
          </p>
          <RoomComposer
            chat={chat}
            me={me}
            replying={replying}
            onReplied={() => setReplying(null)}
            onSent={writeOn}
            handle={composer}
            autoFocus={finePointer() && messageId === null}
          />
        </div>
      </div>
    </section>
  );
}
