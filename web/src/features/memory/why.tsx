import { Link } from "@tanstack/react-router";
import { ArrowUpRight } from "lucide-react";
import { useFact } from "@/api/memory-queries";
import { explain } from "@/api/problem";
import { useChats } from "@/api/queries";
import type { FactSource, FactWithSources } from "@/api/types";
import { Notice } from "@/components/notice";
import { Skeleton } from "@/components/skeleton";
import { clip } from "@/lib/clip";
import { farDay } from "@/lib/time";

/** Opens and shuts the answer, which has the id `shown` while it is there. */
export function AskWhy({ shown, onAsk }: { shown: string | null; onAsk: () => void }) {
  return (
    <button
      type="button"
      aria-expanded={shown !== null}
      aria-controls={shown ?? undefined}
      onClick={onAsk}
      className="rounded-sm underline decoration-line-strong underline-offset-4 hover:text-ink hover:decoration-current"
    >
      Why do you know this?
    </button>
  );
}

/** The messages a fact was learned from, each the way to its place. */
export function Why({ id }: { id: string }) {
  const { data, error, refetch } = useFact(id);
  if (error)
    return (
      <Notice>
        {explain(error)}{" "}
        <button type="button" className="underline" onClick={() => void refetch()}>
          Try again
        </button>
      </Notice>
    );
  if (!data) return <Skeleton className="h-14 rounded-2xl" />;
  return (
    <div role="status" className="flex flex-col gap-2">
      <p className="text-[0.9375rem] text-ink-soft">{origin(data)}</p>
      {data.source_messages.length > 0 && (
        <ul aria-label="Where it was said" className="flex flex-col gap-2">
          {data.source_messages.map((source) => (
            <Source key={source.id} source={source} />
          ))}
        </ul>
      )}
    </div>
  );
}

function origin(fact: FactWithSources): string {
  const said = fact.source_messages.length > 0;
  if (fact.origin === "person")
    return said ? "You put it into these words, after you had said:" : `You wrote it yourself, ${day(fact)}.`;
  return said ? "Because you said:" : "What you said is not there any more.";
}

const day = (fact: FactWithSources) => `on ${farDay(fact.created_at)}`;

function Source({ source }: { source: FactSource }) {
  const { chats } = useChats();
  const title = chats.find((chat) => chat.id === source.chat)?.title;
  return (
    <li>
      <Link
        to="/c/$chatId"
        params={{ chatId: source.chat }}
        search={{ m: source.id }}
        className="group block rounded-2xl border border-line bg-canvas px-4 py-2.5 transition-colors hover:border-accent"
      >
        <span dir="auto" className="block text-ink wrap-anywhere">
          “{clip(source.content, 280)}”
        </span>
        <span className="mt-0.5 flex items-center gap-1 text-sm text-ink-faint group-hover:text-accent">
          {farDay(source.created_at)}
          {title && <span className="min-w-0 truncate"> · {title}</span>}
          <ArrowUpRight className="size-3.5 shrink-0" aria-hidden="true" />
          <span className="sr-only">Go to the message</span>
        </span>
      </Link>
    </li>
  );
}
