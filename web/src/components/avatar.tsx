import { cx } from "@/lib/cx";

const tones = ["tone-0", "tone-1", "tone-2", "tone-3", "tone-4", "tone-5"];

/** The same name has the same colour everywhere. */
function tone(name: string): string {
  let sum = 32;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return tones[sum % tones.length] ?? "tone-0";
}

type Props = { name: string; size?: "small" | "medium" | "large"; className?: string };

const sizes = { small: "size-8 text-sm", medium: "size-10 text-base", large: "size-18 text-3xl" };

export function Avatar({ name, size = "medium", className }: Props) {
  const letter = [...name.trim()][0]?.toUpperCase() ?? "?";
  return (
    <span
      aria-hidden="true"
      className={cx(
        "inline-flex shrink-0 select-none items-center justify-center rounded-full rounded-bl-[28%] font-bold",
        sizes[size],
        tone(name),
        className,
      )}
    >
      {letter}
    </span>
  );
}
