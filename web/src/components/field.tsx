import { type ComponentProps, type ReactNode, useId } from "react";
import { cx } from "@/lib/cx";

const box =
  "w-full rounded-xl border border-line-strong bg-surface px-3.5 text-ink placeholder:text-ink-faint transition-colors hover:border-ink-faint focus:border-accent focus:outline-2 focus:outline-offset-0 focus:outline-accent/35 aria-invalid:border-danger disabled:opacity-60";

type Shared = { label: string; hint?: ReactNode; error?: string; "data-first"?: boolean };

function Frame({ id, label, hint, error, children }: Shared & { id: string; children: ReactNode }) {
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-sm font-semibold text-ink">
        {label}
      </label>
      {children}
      {error ? (
        <p id={`${id}-note`} role="alert" className="text-sm text-danger">
          {error}
        </p>
      ) : (
        hint && (
          <p id={`${id}-note`} className="text-sm text-ink-faint">
            {hint}
          </p>
        )
      )}
    </div>
  );
}

export function TextField({ label, hint, error, className, ...rest }: Shared & ComponentProps<"input">) {
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint} error={error}>
      <input
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={hint || error ? `${id}-note` : undefined}
        {...rest}
        className={cx(box, "h-11", className)}
      />
    </Frame>
  );
}

export function TextArea({ label, hint, error, className, ...rest }: Shared & ComponentProps<"textarea">) {
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint} error={error}>
      <textarea
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={hint || error ? `${id}-note` : undefined}
        {...rest}
        className={cx(box, "min-h-24 resize-y py-2.5 leading-relaxed", className)}
      />
    </Frame>
  );
}

export function SelectField({ label, hint, error, className, children, ...rest }: Shared & ComponentProps<"select">) {
  const id = useId();
  return (
    <Frame id={id} label={label} hint={hint} error={error}>
      <select
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={hint || error ? `${id}-note` : undefined}
        {...rest}
        className={cx(box, "h-11", className)}
      >
        {children}
      </select>
    </Frame>
  );
}
