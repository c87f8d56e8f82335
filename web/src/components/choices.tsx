import { type ReactNode, useId } from "react";

export type Choice<T extends string> = { value: T; label: string; text: ReactNode };

type Props<T extends string> = {
  legend: string;
  choices: readonly Choice<T>[];
  value: T;
  disabled?: boolean;
  onChange: (value: T) => void;
};

/** One of a few, each with a sentence about what it means. */
export function Choices<T extends string>({ legend, choices, value, disabled, onChange }: Props<T>) {
  const name = useId();
  return (
    <fieldset disabled={disabled} className="flex flex-col gap-2 disabled:opacity-60">
      <legend className="mb-2 font-semibold">{legend}</legend>
      {choices.map((choice) => (
        <label
          key={choice.value}
          className="flex cursor-pointer items-start gap-3 rounded-2xl border border-line px-4 py-3 transition-colors hover:border-line-strong has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name={name}
            checked={value === choice.value}
            onChange={() => onChange(choice.value)}
            className="mt-1 size-4 shrink-0 accent-fill outline-none"
          />
          <span className="min-w-0">
            <span className="block font-semibold">{choice.label}</span>
            <span className="block text-[0.9375rem] leading-snug text-ink-soft">{choice.text}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
