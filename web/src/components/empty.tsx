import type { ReactNode } from "react";

type Props = { art: ReactNode; title: string; text: ReactNode; children?: ReactNode };

/** A calm screen for when there is nothing to show, or nothing could be shown. */
export function Empty({ art, title, text, children }: Props) {
  return (
    <div className="flex h-full animate-rise flex-col items-center justify-center gap-3 px-6 text-center">
      {art}
      <h2 className="mt-2 text-xl font-bold tracking-tight">{title}</h2>
      <p className="max-w-sm text-ink-soft">{text}</p>
      {children}
    </div>
  );
}
