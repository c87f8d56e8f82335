import { useState } from "react";
import { cx } from "@/lib/cx";

/** More than this is a story, of which the beginning is shown. */
const most = 300;

/** The words of a fact, in the direction they are written in. */
export function FactText({ text, className }: { text: string; className?: string }) {
  const [all, setAll] = useState(false);
  const isLong = text.length > most;
  return (
    <>
      <p
        dir="auto"
        className={cx("leading-snug font-medium wrap-anywhere", isLong && !all && "line-clamp-4", className)}
      >
        {text}
      </p>
      {isLong && (
        <button
          type="button"
          aria-expanded={all}
          onClick={() => setAll(!all)}
          className="mt-0.5 rounded-sm text-sm font-semibold text-accent underline underline-offset-4"
        >
          {all ? "Less" : "All of it"}
        </button>
      )}
    </>
  );
}
