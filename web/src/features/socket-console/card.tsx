import { type FormEvent, type ReactNode, useId } from "react";

type Props = { title: string; children: ReactNode; onSubmit: () => void };

/** A form with one thing to do. */
export function Card({ title, children, onSubmit }: Props) {
  const id = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form
      onSubmit={submit}
      aria-labelledby={id}
      className="flex shrink-0 flex-col gap-3 rounded-3xl border border-line bg-surface p-5 shadow-soft"
    >
      <h2 id={id} className="text-lg font-bold tracking-tight">
        {title}
      </h2>
      {children}
    </form>
  );
}
