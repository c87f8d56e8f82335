import { type ReactNode, useId } from "react";

type Props = {
  title: string;
  text?: string;
  /** By which a link comes here. */
  id?: string;
  children: ReactNode;
};

export function Section({ title, text, id: anchor, children }: Props) {
  const id = useId();
  return (
    <section
      id={anchor}
      aria-labelledby={id}
      className="scroll-mt-4 rounded-3xl border border-line bg-surface p-5 shadow-soft sm:p-6"
    >
      <h2 id={id} className="text-lg font-bold tracking-tight">
        {title}
      </h2>
      {text && <p className="mt-0.5 text-[0.9375rem] text-ink-soft">{text}</p>}
      <div className="mt-4">{children}</div>
    </section>
  );
}
