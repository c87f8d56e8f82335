import type { PeopleMessage } from "@/api/types";
import { cx } from "@/lib/cx";
import { useActs } from "./actions";

/** What others feel about it, and I. */
export function Reactions({ message }: { message: PeopleMessage }) {
  const { react } = useActs();
  if (message.reactions.length === 0) return null;
  return (
    <ul aria-label="Reactions" className="mt-1 flex flex-wrap gap-1">
      {message.reactions.map(({ emoji, count, mine }) => (
        <li key={emoji}>
          <button
            type="button"
            aria-pressed={mine}
            aria-label={`${emoji} ${count}${mine ? ", with yours: take it back" : ": add yours"}`}
            onClick={() => react(message, emoji)}
            className={cx(
              "inline-flex h-7 animate-fade items-center gap-1 rounded-full border px-2 text-sm transition-colors",
              mine
                ? "border-accent/50 bg-accent-soft hover:border-accent"
                : "border-line-strong bg-surface text-ink-soft hover:bg-hover",
            )}
          >
            <span className="text-base leading-none">{emoji}</span>
            <span className="font-semibold tabular-nums">{count}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
