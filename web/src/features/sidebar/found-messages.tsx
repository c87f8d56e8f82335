import { Link } from "@tanstack/react-router";
import { explain } from "@/api/problem";
import { useMessageSearch } from "@/api/queries";
import type { SearchHit } from "@/api/types";
import { Button } from "@/components/button";
import { Highlighted } from "@/components/highlighted";
import { Notice } from "@/components/notice";
import { Skeleton } from "@/components/skeleton";
import { listTime } from "@/lib/time";
import { useUi } from "@/lib/ui-store";
import { useSettled } from "@/lib/use-settled";

/** Messages with the words searched for, each the way to its place. */
export function FoundMessages({ words, titles }: { words: string; titles: number }) {
  const wanted = useSettled(words);
  const { hits, isPending, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useMessageSearch(wanted);
  const searching = isPending || wanted !== words;
  return (
    <section aria-label="Messages found" className="pb-2">
      {(hits.length > 0 || isPending) && (
        <h2 className="px-2.5 pt-3 pb-1 text-sm font-semibold text-ink-faint">In messages</h2>
      )}
      <p role="status" className="sr-only">
        {searching ? "Searching" : `${hits.length}${hasNextPage ? " or more" : ""} messages found`}
      </p>
      {isPending && <Skeleton className="mx-2.5 my-2 h-12 rounded-xl" />}
      {error && <Notice className="mx-1 mt-2">{explain(error)}</Notice>}
      <ul className="flex flex-col gap-0.5">
        {hits.map((hit) => (
          <Hit key={hit.message.id} hit={hit} />
        ))}
      </ul>
      {hasNextPage && (
        <Button look="quiet" className="mt-1 w-full" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Show more
        </Button>
      )}
      {!searching && !error && hits.length === 0 && titles === 0 && (
        <p className="px-3 py-6 text-center text-[0.9375rem] text-ink-faint">Nothing found for “{words}”.</p>
      )}
    </section>
  );
}

function Hit({ hit }: { hit: SearchHit }) {
  const setDrawer = useUi((state) => state.setDrawer);
  const { message, chat } = hit;
  return (
    <li>
      <Link
        to="/c/$chatId"
        params={{ chatId: chat.id }}
        search={{ m: message.id }}
        activeProps={{}}
        onClick={() => setDrawer(false)}
        data-found
        className="block rounded-2xl px-2.5 py-2 transition-colors hover:bg-hover"
      >
        <span className="flex items-baseline gap-2">
          <span className="min-w-0 flex-1 truncate font-semibold">{chat.title || "New conversation"}</span>
          <span className="shrink-0 text-xs text-ink-faint">{listTime(message.created_at)}</span>
        </span>
        <span className="line-clamp-3 text-sm leading-snug text-ink-soft wrap-anywhere">
          {message.role === "user" && <span className="text-ink-faint">You: </span>}
          <Highlighted text={hit.snippet} parts={hit.highlights} />
        </span>
      </Link>
    </li>
  );
}
