import { ArrowDown, ArrowUp, Pause, Play, Trash2 } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/button";
import { cx } from "@/lib/cx";
import { type Entry, mostEntries } from "./socket-log";

type Props = { entries: readonly Entry[]; onClear: () => void };

/** What went over the socket, the newest at the bottom. Held still, it goes on underneath. */
export function FrameList({ entries, onClear }: Props) {
  const [held, setHeld] = useState<readonly Entry[] | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const shown = held ?? entries;
  const waiting = held ? entries.filter((entry) => entry.id > (held.at(-1)?.id ?? 0)).length : 0;
  const newest = shown.at(-1)?.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever there is something new.
  useEffect(() => {
    if (atEnd.current) box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [newest]);
  return (
    <section
      aria-label="Frames"
      className="flex min-h-80 flex-col overflow-hidden rounded-3xl border border-line bg-surface shadow-soft max-lg:h-[75dvh] lg:sticky lg:top-5 lg:col-start-2 lg:row-span-2 lg:row-start-1 lg:h-[calc(100dvh-6.25rem)]"
    >
      <header className="flex flex-wrap items-center gap-2 border-b border-line px-5 py-3">
        <h2 className="text-lg font-bold tracking-tight">Frames</h2>
        <p role="status" className="text-sm text-ink-faint">
          {waiting > 0 && `${waiting} more`}
        </p>
        <div className="ml-auto flex gap-2">
          <Button size="small" aria-pressed={held !== null} onClick={() => setHeld(held ? null : entries)}>
            {held ? <Play className="size-4" aria-hidden="true" /> : <Pause className="size-4" aria-hidden="true" />}
            {held ? "Go on" : "Pause"}
          </Button>
          <Button
            size="small"
            onClick={() => {
              setHeld(null);
              onClear();
            }}
          >
            <Trash2 className="size-4" aria-hidden="true" /> Clear
          </Button>
        </div>
      </header>
      <div
        ref={box}
        role="log"
        aria-label="Frames, the newest last"
        aria-live="off"
        tabIndex={0}
        onScroll={({ currentTarget: view }) => {
          atEnd.current = view.scrollHeight - view.scrollTop - view.clientHeight < 40;
        }}
        className="relative min-h-0 flex-1 overflow-y-auto bg-sunken px-5 py-3"
      >
        {shown.length === 0 && <p className="py-6 text-center text-ink-soft">Connect, and what is said stands here.</p>}
        {shown.length === mostEntries && (
          <p className="text-sm text-ink-faint">Only the newest {mostEntries.toLocaleString()} are kept.</p>
        )}
        <ol className="flex flex-col gap-2.5">
          {shown.map((entry) => (
            <Line key={entry.id} entry={entry} />
          ))}
        </ol>
      </div>
    </section>
  );
}

function Line({ entry: { at, way, type, text } }: { entry: Entry }) {
  const time = (
    <time dateTime={at} className="ml-auto shrink-0 font-mono text-xs text-ink-faint">
      {at.slice(11, 23)}
    </time>
  );
  if (way === "note")
    return (
      <li className="flex items-baseline gap-2 text-sm text-ink-soft">
        <span className="min-w-0 break-words">
          <span className="font-semibold">{type}</span> {text}
        </span>
        {time}
      </li>
    );
  const Arrow = way === "in" ? ArrowDown : ArrowUp;
  return (
    <li className={cx("rounded-2xl border border-line px-4 py-2.5", way === "out" ? "bg-accent-soft" : "bg-raised")}>
      <p className="flex items-center gap-2 text-sm">
        <Arrow className="size-4 shrink-0 text-ink-soft" aria-hidden="true" />
        <span className="sr-only">{way === "in" ? "Received" : "Sent"}</span>
        <span className={cx("font-semibold", type === "error" && "text-danger")}>{type}</span>
        {time}
      </p>
      <pre className="mt-1 whitespace-pre-wrap break-words font-mono text-[0.8125rem] leading-relaxed text-ink-soft">
        {text}
      </pre>
    </li>
  );
}
