import { ArrowDown } from "lucide-react";
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { ContextUse, Member, PeopleChat, PeopleMessage } from "@/api/types";
import { Button } from "@/components/button";
import { Notice } from "@/components/notice";
import { PersonAvatar } from "@/components/person-avatar";
import { RowsSkeleton, Skeleton } from "@/components/skeleton";
import { outbox, rooms } from "@/lib/live";
import { chatName } from "@/lib/people/names";
import { useReach } from "@/lib/reading/use-reach";
import { useReveal } from "@/lib/reading/use-reveal";
import { useScroll } from "@/lib/reading/use-scroll";
import { useWindow } from "@/lib/reading/use-window";
import type { Thread } from "@/lib/threads/thread";
import { ActsProvider } from "./actions";
import { Announcer } from "./announcer";
import { DeleteMessage } from "./delete-message";
import { itemsOf } from "./items";
import { RoomRow } from "./room-row";
import { useReading } from "./use-reading";
import { useRoomActs } from "./use-room-acts";

type Props = {
  chat: PeopleChat;
  thread: Thread<PeopleMessage>;
  me: string;
  members: readonly Member[] | undefined;
  uses: readonly ContextUse[];
  messageId: string | null;
  /** The address forgets the message that was asked for. */
  onFound: () => unknown;
  onReply: (message: PeopleMessage) => void;
  onWrite: () => void;
};

export function RoomView({ chat, thread, me, members, uses, messageId, onFound, onReply, onWrite }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const top = useRef<HTMLDivElement>(null);
  const bottom = useRef<HTMLDivElement>(null);
  const [readTo, setReadTo] = useState<number | null>(chat.unread_count > 0 ? chat.read_seq : null);
  const items = useMemo(
    () => itemsOf({ thread, uses, me, readTo, keyOf: (id) => rooms.keyOf(id) }),
    [thread, uses, me, readTo],
  );
  const window = useWindow(items);
  const scroll = useScroll(box, content, window.rows, !window.hasBelow);
  const { hold } = scroll;
  const [asked, setAsked] = useState<string | null>(null);
  const [editing, setEditing] = useState<string | null>(null);
  const [deleting, setDeleting] = useState<PeopleMessage | null>(null);
  useEffect(() => {
    outbox.hold(editing);
    return () => outbox.hold(null);
  }, [editing]);
  const finding = useMemo(
    () => ({
      find: async (id: string) => ((await rooms.reveal(chat.id, id)) ? rooms.keyOf(id) : null),
      found: () => (messageId ? onFound() : setAsked(null)),
    }),
    [chat.id, messageId, onFound],
  );
  const { rows, around } = window;
  const { marked, show } = useReveal(messageId ?? asked, finding, { box, items, rows, around, hold });
  useReading({ chat, thread, me, atEnd: !scroll.away && !window.hasBelow, onLeave: setReadTo });

  // Who comes back to much that is new begins where they left off.
  const begun = useRef(false);
  useLayoutEffect(() => {
    if (begun.current || thread.phase !== "loaded") return;
    begun.current = true;
    if (!messageId && rows.some((item) => item.key === "new") && isOutOfView(box.current)) show("new");
  }, [thread.phase, rows, messageId, show]);

  const goOn = useCallback(
    (row: string | null) => {
      if (row === null) return onWrite();
      const back = () =>
        box.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(row)}"] [data-back]`)?.focus();
      requestAnimationFrame(back);
    },
    [onWrite],
  );
  const acts = useRoomActs(chat, thread, { me, members, setEditing, setDeleting, goTo: setAsked, goOn, onReply });
  const older = thread.older.cursor !== null && !thread.older.loading && thread.older.problem === null;
  useReach(box, top, window.hasAbove ? window.up : older ? () => void rooms.loadOlder(chat.id) : null);
  useReach(box, bottom, window.hasBelow ? window.down : null);

  const latest = () => {
    window.latest();
    scroll.follow();
  };
  const outgoing = thread.outgoing.length;
  // What I send I want to see, wherever I was reading.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new message of mine moves the page.
  useEffect(() => {
    if (outgoing > 0) latest();
  }, [outgoing]);
  const isAway = scroll.away || window.hasBelow;
  const name = chatName(chat);

  return (
    <ActsProvider value={acts}>
      <div className="relative min-h-0 flex-1">
        <section
          ref={box}
          onScroll={scroll.onScroll}
          tabIndex={0}
          aria-label="Messages"
          className="safe-x h-full overflow-y-auto overscroll-contain outline-offset-[-3px]"
        >
          <div ref={content} className="mx-auto flex min-h-full max-w-3xl flex-col justify-end pt-4 pb-2">
            <div ref={top} />
            {thread.older.loading && <Skeleton className="mx-auto my-3 h-4 w-40 rounded-lg" />}
            {thread.older.problem && (
              <Notice className="my-3 text-center">
                {thread.older.problem}{" "}
                <button type="button" className="underline" onClick={() => void rooms.loadOlder(chat.id)}>
                  Try again
                </button>
              </Notice>
            )}
            {thread.phase === "loading" && items.length === 0 && <RowsSkeleton />}
            {thread.phase === "failed" && (
              <Notice className="my-auto text-center">
                <p>{thread.problem}</p>
                <Button className="mt-3" onClick={() => void rooms.load(chat.id)}>
                  Try again
                </Button>
              </Notice>
            )}
            {thread.phase === "loaded" && items.length === 0 && (
              <div className="m-auto flex animate-rise flex-col items-center gap-3 px-2 py-8 text-center">
                <PersonAvatar id={chat.user?.id ?? null} name={name} size="large" />
                <h2 className="text-2xl font-bold tracking-tight wrap-anywhere">{name}</h2>
                <p className="max-w-md text-ink-soft text-balance">
                  {chat.kind === "group"
                    ? "Nobody has said anything yet. Call an AI friend with @ if you like, and they answer here."
                    : "Nothing was said here yet. Say hello!"}
                </p>
              </div>
            )}
            <ol aria-label="Messages, oldest first" className="flex flex-col">
              {rows.map((item) => (
                <RoomRow
                  key={item.key}
                  item={item}
                  marked={item.key === marked}
                  editing={
                    editing !== null &&
                    (item.key === editing || (item.kind === "message" && item.message.id === editing))
                  }
                />
              ))}
            </ol>
            {thread.notice && <Notice className="mt-3">{thread.notice.detail}</Notice>}
            <div ref={bottom} />
          </div>
        </section>
        {isAway && (
          <Button
            onClick={latest}
            size="small"
            className="absolute bottom-2 left-1/2 -translate-x-1/2 bg-raised shadow-lift"
          >
            <ArrowDown className="size-4" />
            {chat.unread_count > 0 ? `${Math.min(chat.unread_count, 99)} new` : "Jump to latest"}
          </Button>
        )}
        <Announcer thread={thread} me={me} />
        {deleting && (
          <DeleteMessage message={deleting} onDone={() => box.current?.focus()} onClose={() => setDeleting(null)} />
        )}
      </div>
    </ActsProvider>
  );
}

/** Whether the line above what is new is further up than what is in view. */
function isOutOfView(box: HTMLElement | null): boolean {
  const line = box?.querySelector('[data-key="new"]');
  return Boolean(box && line && line.getBoundingClientRect().top < box.getBoundingClientRect().top);
}
