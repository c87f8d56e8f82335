import { Brain, Search } from "lucide-react";
import { useId, useState } from "react";
import { useFacts } from "@/api/memory-queries";
import { explain } from "@/api/problem";
import { Button } from "@/components/button";
import { Notice } from "@/components/notice";
import { Skeleton } from "@/components/skeleton";
import { useSettled } from "@/lib/use-settled";
import { type FactActions, FactRow } from "./fact-row";
import { kinds } from "./kinds";

type Props = { actions: FactActions; onAdd: () => void };

export function FactList({ actions, onAdd }: Props) {
  const [words, setWords] = useState("");
  const [kind, setKind] = useState("");
  const [superseded, setSuperseded] = useState(false);
  const titleId = useId();
  const q = useSettled(words.trim());
  const query = useFacts({ q, kind, pending: false, superseded });
  const { facts, isPending, isFetching, error, hasNextPage, isFetchingNextPage } = query;
  const filtered = q !== "" || kind !== "";
  return (
    <section aria-labelledby={titleId} className="rounded-3xl border border-line bg-surface p-5 shadow-soft sm:p-6">
      <h2 id={titleId} className="text-lg font-bold tracking-tight">
        What I know about you
      </h2>
      <div className="mt-3 flex flex-wrap items-center gap-2">
        <label className="flex h-10 min-w-40 flex-1 items-center gap-2 rounded-full bg-hover px-3.5 text-ink-soft focus-within:outline-2 focus-within:outline-accent">
          <Search className="size-4.5 shrink-0" aria-hidden="true" />
          <span className="sr-only">Search what I know</span>
          <input
            type="search"
            maxLength={200}
            value={words}
            onChange={(event) => setWords(event.target.value)}
            placeholder="Search"
            className="min-w-0 flex-1 bg-transparent text-ink outline-none placeholder:text-ink-faint"
          />
        </label>
        <select
          aria-label="Kind"
          value={kind}
          onChange={(event) => setKind(event.target.value)}
          className="h-10 rounded-full border border-line-strong bg-surface px-3.5 text-[0.9375rem] text-ink"
        >
          <option value="">All kinds</option>
          {Object.entries(kinds).map(([value, { label }]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
        <label className="flex min-h-10 items-center gap-2 px-1 text-[0.9375rem] text-ink-soft">
          <input
            type="checkbox"
            checked={superseded}
            onChange={(event) => setSuperseded(event.target.checked)}
            className="size-4 accent-fill"
          />
          Also what is over
        </label>
      </div>
      <p role="status" className="sr-only">
        {isFetching ? "Loading" : `${facts.length}${hasNextPage ? " or more" : ""} things`}
      </p>
      {isPending && <ListSkeleton />}
      {error && (
        <Notice className="mt-4">
          <p>{explain(error)}</p>
          <Button size="small" className="mt-2" onClick={() => void query.refetch()}>
            Try again
          </Button>
        </Notice>
      )}
      <ul aria-label="Facts" className="mt-2 flex flex-col divide-y divide-line">
        {facts.map((fact) => (
          <FactRow key={fact.id} fact={fact} actions={actions} />
        ))}
      </ul>
      {hasNextPage && (
        <Button
          look="quiet"
          className="mt-1 w-full"
          busy={isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          Show more
        </Button>
      )}
      {!isPending && !error && facts.length === 0 && (
        <div className="flex flex-col items-center gap-2 py-8 text-center text-ink-soft">
          <Brain className="size-9 text-ink-faint" aria-hidden="true" />
          {filtered ? (
            <p>Nothing I know fits that.</p>
          ) : (
            <>
              <p className="max-w-sm">
                Nothing yet. Tell a friend about yourself, and what matters stays with you. You can also write it down
                here.
              </p>
              <Button size="small" className="mt-1" onClick={onAdd}>
                Add something
              </Button>
            </>
          )}
        </div>
      )}
    </section>
  );
}

function ListSkeleton() {
  return (
    <div role="status" aria-label="Loading what I know" className="flex flex-col gap-5 py-5">
      {["w-3/5", "w-4/5", "w-1/2"].map((width) => (
        <div key={width} className="flex items-center gap-3">
          <Skeleton className="size-9 rounded-full" />
          <div className="flex flex-1 flex-col gap-2">
            <Skeleton className={`h-3.5 rounded-lg ${width}`} />
            <Skeleton className="h-3 w-1/4 rounded-lg" />
          </div>
        </div>
      ))}
    </div>
  );
}
