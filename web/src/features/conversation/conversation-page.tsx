import { Link } from "@tanstack/react-router";
import { useCallback, useEffect, useRef, useState } from "react";
import { ApiError, explain } from "@/api/problem";
import { findAgent, useAgents, useChat } from "@/api/queries";
import type { Agent, Chat } from "@/api/types";
import { Button } from "@/components/button";
import { Composer, type ComposerHandle } from "@/components/composer";
import { Empty } from "@/components/empty";
import { LogoMark } from "@/components/logo";
import { Skeleton } from "@/components/skeleton";
import { openThread, threads, useThread } from "@/lib/live";
import { usePageTitle } from "@/lib/page-title";
import { useShortcut } from "@/lib/shortcuts";
import { isBusy } from "@/lib/threads/thread";
import { say } from "@/lib/toasts";
import { finePointer } from "@/lib/viewport";
import { ChatHeader } from "./chat-header";
import { RelatedChip } from "./related-chip";
import { Statistics } from "./statistics";
import { ThreadView } from "./thread-view";

type PageProps = {
  chatId: string;
  /** The message somebody came to see. */
  messageId: string | null;
};

export function ConversationPage({ chatId, messageId }: PageProps) {
  const { data: chat, error, isPending, refetch } = useChat(chatId);
  const agents = useAgents().data;
  usePageTitle(chat?.title || "Conversation");
  if (isPending) return <PageSkeleton />;
  if (error || !chat) {
    const gone = error instanceof ApiError && error.status === 404;
    return (
      <Empty
        art={<LogoMark className="size-16 opacity-60" />}
        title={gone ? "This conversation is not here" : "That did not work"}
        text={gone ? "It was deleted, or it belongs to somebody else." : explain(error)}
      >
        {gone ? (
          <Link to="/" className="mt-2 font-semibold text-accent underline underline-offset-4">
            Back to the start
          </Link>
        ) : (
          <Button className="mt-2" onClick={() => void refetch()}>
            Try again
          </Button>
        )}
      </Empty>
    );
  }
  return <Conversation key={chat.id} chat={chat} agent={findAgent(agents, chat.agent)} messageId={messageId} />;
}

type Props = { chat: Chat; agent: Agent | undefined; messageId: string | null };

function Conversation({ chat, agent, messageId }: Props) {
  const thread = useThread(chat.id);
  const composer = useRef<ComposerHandle>(null);
  const busy = isBusy(thread);
  const name = agent?.name ?? "your friend";
  useEffect(() => openThread(chat.id), [chat.id]);
  const stop = useCallback(() => threads.stop(chat.id), [chat.id]);
  const [reading, setReading] = useState(false);
  const send = (text: string) => {
    const taken = threads.send(chat.id, text, chat.related_chat && reading ? { with_context: true } : {});
    // Each time anew: those there are told of each.
    if (taken) setReading(false);
    if (!taken) say("Too much is waiting to be sent already.");
    return taken;
  };
  useShortcut("stop", busy ? stop : null);
  const write = useCallback(() => composer.current?.focus(), []);
  useShortcut("write", write);
  // On a phone the keyboard would cover what just changed.
  const writeOn = useCallback(() => {
    if (finePointer()) write();
  }, [write]);
  return (
    <section aria-label={`Conversation with ${name}`} className="flex h-full min-h-0 flex-col">
      <ChatHeader chat={chat} agent={agent} />
      <ThreadView
        chat={chat}
        agent={agent}
        thread={thread}
        messageId={messageId}
        onSuggest={(text) => composer.current?.fill(text)}
        onWrite={writeOn}
      />
      <div className="safe-x safe-bottom pt-1">
        <div className="mx-auto max-w-3xl">
          {chat.status === "ended" ? (
            <Statistics chat={chat} />
          ) : (
            <Composer
              above={
                chat.related_chat && (
                  <RelatedChip chatId={chat.related_chat} name={name} on={reading} onChange={setReading} />
                )
              }
              draft={chat.id}
              placeholder={`Message ${name}`}
              busy={busy}
              stopping={thread.stopping}
              onSend={send}
              onStop={stop}
              handle={composer}
              autoFocus={finePointer() && messageId === null}
            />
          )}
        </div>
      </div>
    </section>
  );
}

function PageSkeleton() {
  return (
    <div role="status" aria-label="Loading the conversation" className="flex h-full flex-col gap-6 px-6 py-5">
      <Skeleton className="rounded-lg h-8 w-56" />
      <div className="mx-auto flex w-full max-w-3xl flex-1 flex-col justify-end gap-4 pb-24">
        <Skeleton className="h-12 w-2/5 self-end rounded-3xl" />
        <Skeleton className="h-24 w-3/5 rounded-3xl" />
        <Skeleton className="h-12 w-1/3 self-end rounded-3xl" />
      </div>
    </div>
  );
}
