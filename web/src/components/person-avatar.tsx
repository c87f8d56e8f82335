import { usePresence } from "@/api/people-queries";
import type { Presence } from "@/api/types";
import { cx } from "@/lib/cx";
import { Avatar } from "./avatar";

const dots: Record<Presence["status"], string> = { online: "bg-good", away: "bg-warm" };

type Props = { id: string | null; name: string; size?: "small" | "medium" | "large"; className?: string };

/** Somebody, and whether they are here. */
export function PersonAvatar({ id, name, size, className }: Props) {
  const status = usePresence(id)?.status ?? "offline";
  const dot = dots[status];
  return (
    <span className={cx("relative inline-flex shrink-0", className)}>
      <Avatar name={name} size={size} />
      {dot && (
        <span
          role="img"
          aria-label={status}
          className={cx("absolute -right-0.5 -bottom-0.5 size-3 rounded-full ring-2 ring-canvas", dot)}
        />
      )}
    </span>
  );
}
