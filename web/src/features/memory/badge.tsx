import type { ReactNode } from "react";
import { cx } from "@/lib/cx";

const looks = {
  plain: "bg-hover text-ink-soft",
  warm: "bg-warm-soft text-on-warm-soft",
  accent: "bg-accent-soft text-accent",
};

type Props = { look?: keyof typeof looks; title?: string; icon?: ReactNode; children: ReactNode };

export function Badge({ look = "plain", title, icon, children }: Props) {
  return (
    <span
      title={title}
      className={cx(
        "inline-flex items-center gap-1 rounded-full px-2 py-0.5 text-xs font-semibold [&_svg]:size-3",
        looks[look],
      )}
    >
      {icon}
      {children}
    </span>
  );
}
