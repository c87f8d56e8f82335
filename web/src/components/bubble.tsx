import type { ReactNode } from "react";
import { cx } from "@/lib/cx";

const looks = {
  said: "bg-fill text-on-fill",
  waiting: "border border-dashed border-line-strong bg-accent-soft text-ink",
  refused: "bg-danger-soft text-ink",
};

/** The person's own words. */
export function Bubble({ children, look = "said" }: { children: ReactNode; look?: keyof typeof looks }) {
  return (
    <div
      dir="auto"
      className={cx(
        "max-w-[85%] rounded-3xl rounded-br-lg px-4.5 py-2.5 leading-relaxed wrap-anywhere whitespace-pre-wrap sm:max-w-[75%]",
        looks[look],
      )}
    >
      {children}
    </div>
  );
}
