import type { ReactNode } from "react";
import { cx } from "@/lib/cx";

type Props = { kind?: "error" | "info"; children: ReactNode; className?: string };

/** A sentence that needs to be noticed, read out as soon as it appears. */
export function Notice({ kind = "error", children, className }: Props) {
  return (
    <div
      role={kind === "error" ? "alert" : "status"}
      className={cx(
        "rounded-2xl px-4 py-3 text-[0.9375rem]",
        kind === "error" ? "bg-danger-soft text-danger" : "bg-warm-soft text-on-warm-soft",
        className,
      )}
    >
      {children}
    </div>
  );
}
