import { useNavigate } from "@tanstack/react-router";
import { ArrowDown } from "lucide-react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Agent, Chat, Message } from "@/api/types";
import { Button } from "@/components/button";
import { Notice } from "@/components/notice";
import { RowsSkeleton, Skeleton } from "@/components/skeleton";
import { outbox, threads } from "@/lib/live";
import { useReach } from "@/lib/reading/use-reach";
import { useReveal } from "@/lib/reading/use-reveal";
import { useScroll } from "@/lib/reading/use-scroll";
import { useWindow } from "@/lib/reading/use-window";
import type { Thread } from "@/lib/threads/thread";
import { type Actions, ActionsProvider, type Editing, useMessageActions } from "./actions";
import { Announcer } from "./announcer";
import { DeleteMessage } from "./delete-message";
import { type Item, isNothing, itemsOf } from "./items";
import { Greeting, MessageRow } from "./message-row";
import { Opening } from "./opening";

type Props = {
  chat: Chat;
  agent: Agent | undefined;
  thread: Thread;
  /** The message somebody came to see. */
  messageId: string | null;
  onSuggest: (text: string) => void;
  /** To the field where one writes. */
  onWrite: () => void;
};

export function ThreadView({ chat, agent, thread, messageId, onSuggest, onWrite }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const top = useRef<HTMLDivElement>(null);
  const bottom = useRef<HTMLDivElement>(null);
  const items = useMemo(() => itemsOf(thread, (id) => threads.keyOf(id)), [thread]);
  const lastMessage = items.findLast((item) => item.kind === "message");
  const name = agent?.name ?? "Your friend";
  const window = useWindow(items);
  const scroll = useScroll(box, content, window.rows, !window.hasBelow);
  const [editing, setEditing] = useState<Editing | null>(null);
  const [deleting, setDeleting] = useState<Message | null>(null);
  const editingId = editing?.id ?? null;
  useEffect(() => {
    outbox.hold(editingId);
    return () => outbox.hold(null);
  }, [editingId]);
  const { hold } = scroll;
  const { rows, around } = window;
  const navigate = useNavigate();
  const finding = useMemo(
    () => ({
      find: async (id: string) => ((await threads.reveal(chat.id, id)) ? threads.keyOf(id) : null),
      found: () => navigate({ to: "/c/$chatId", params: { chatId: chat.id }, search: {}, replace: true }),
    }),
    [chat.id, navigate],
  );
  const { marked } = useReveal(messageId, finding, { box, items, rows, around, hold });
  const goOn = useCallback(
    (row: string | null) => {
      if (row === null) return onWrite();
      const back = () =>
        box.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(row)}"] [data-back]`)?.focus();
      requestAnimationFrame(back);
    },
    [onWrite],
  );
  const open = useMemo(() => ({ edit: setEditing, remove: setDeleting, hold, goOn }), [hold, goOn]);
  const actions = useMessageActions(chat, name, open);
  const older = thread.older.cursor !== null && !thread.older.loading && thread.older.problem === null;

  useReach(box, top, window.hasAbove ? window.up : older ? () => void threads.loadOlder(chat.id) : null);
  useReach(box, bottom, window.hasBelow ? window.down : null);

  const beginning = thread.phase === "loaded" && items.length > 0 && thread.older.cursor === null && !window.hasAbove;

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

  return (
    <ActionsProvider value={actions}>
      <div className="relative min-h-0 flex-1">
        <section
          ref={box}
          onScroll={scroll.onScroll}
          tabIndex={0}
          aria-label="Messages"
          className="safe-x h-full overflow-y-auto overscroll-contain outline-offset-[-3px]"
        >
          <div ref={content} className="mx-auto flex min-h-full max-w-3xl flex-col justify-end pt-4 pb-3">
            <div ref={top} />
            {thread.older.loading && <Skeleton className="rounded-lg mx-auto my-3 h-4 w-40" />}
            {thread.older.problem && (
              <Notice className="my-3 text-center">
                {thread.older.problem}{" "}
                <button type="button" className="underline" onClick={() => void threads.loadOlder(chat.id)}>
                  Try again
                </button>
              </Notice>
            )}
            {thread.phase === "loading" && items.length === 0 && <RowsSkeleton />}
            {thread.phase === "failed" && (
              <Notice className="my-auto text-center">
                <p>{thread.problem}</p>
                <Button className="mt-3" onClick={() => void threads.load(chat.id)}>
                  Try again
                </Button>
              </Notice>
            )}
            {thread.phase === "loaded" && items.length === 0 && (
              <Opening chat={chat} agent={agent} onSuggest={onSuggest} />
            )}
            {agent?.greeting && beginning && <Greeting name={agent.name} text={agent.greeting} />}
            <ol aria-label="Messages, oldest first" className="flex flex-col">
              {window.rows.map((item) => (
                <MessageRow
                  key={item.key}
                  item={item}
                  name={name}
                  isLast={item === lastMessage}
                  marked={item.key === marked}
                  editing={editing !== null && editing.id === idOf(item)}
                />
              ))}
            </ol>
            {thread.notice && <TurnNotice thread={thread} actions={actions} />}
            <div ref={bottom} />
          </div>
        </section>
        {(scroll.away || window.hasBelow) && (
          <Button
            onClick={latest}
            size="small"
            className="absolute bottom-2 left-1/2 -translate-x-1/2 bg-raised shadow-lift"
          >
            <ArrowDown className="size-4" /> Jump to latest
          </Button>
        )}
        <Announcer thread={thread} name={name} />
        {deleting && (
          <DeleteMessage message={deleting} onDone={() => box.current?.focus()} onClose={() => setDeleting(null)} />
        )}
      </div>
    </ActionsProvider>
  );
}

const idOf = (item: Item) => (item.kind === "message" ? item.message.id : item.key);

function TurnNotice({ thread, actions }: { thread: Thread; actions: Actions }) {
  const last = thread.messages.at(-1);
  const answered = last?.role === "assistant" && !isNothing(last);
  return (
    <Notice className="mt-3 flex flex-wrap items-center justify-between gap-3">
      <span>{thread.notice?.detail || "The reply did not come through."} Your message is kept.</span>
      {last && !answered && actions.active && (
        <Button size="small" onClick={() => void actions.tryAgain(last)}>
          Try again
        </Button>
      )}
    </Notice>
  );
}
