import { cx } from "@/lib/cx";

/** How many wait to be looked at. */
export function Badge({ count, of, className }: { count: number; of: string; className?: string }) {
  if (count === 0) return null;
  return (
    <span
      className={cx(
        "inline-flex h-5 min-w-5 shrink-0 items-center justify-center rounded-full bg-fill px-1.5 text-xs font-bold tabular-nums text-on-fill",
        className,
      )}
    >
      {count > 99 ? "99+" : count}
      <span className="sr-only"> {of}</span>
    </span>
  );
}
