import { type ReactNode, useId } from "react";

export function Section({ title, text, children }: { title: string; text?: string; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="rounded-3xl border border-line bg-surface p-5 shadow-soft sm:p-6">
      <h2 id={id} className="text-lg font-bold tracking-tight">
        {title}
      </h2>
      {text && <p className="mt-0.5 text-[0.9375rem] text-ink-soft">{text}</p>}
      <div className="mt-4">{children}</div>
    </section>
  );
}
