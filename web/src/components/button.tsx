import type { ComponentProps } from "react";
import { cx } from "@/lib/cx";
import { Spinner } from "./spinner";

type Look = "primary" | "quiet" | "outline" | "danger";

const looks: Record<Look, string> = {
  primary: "bg-fill text-on-fill hover:bg-fill-hover shadow-soft",
  quiet: "text-ink-soft hover:bg-hover hover:text-ink",
  outline: "border border-line-strong bg-surface text-ink hover:bg-hover",
  danger: "bg-danger-soft text-danger hover:brightness-95 dark:hover:brightness-125",
};

const sizes = {
  small: "h-9 px-3.5 text-sm",
  medium: "h-10 px-4 text-[0.9375rem]",
  large: "h-12 px-6 text-base",
};

type Props = ComponentProps<"button"> & {
  "data-first"?: boolean;
  look?: Look;
  busy?: boolean;
  size?: keyof typeof sizes;
};

export function Button({
  look = "outline",
  busy = false,
  size = "medium",
  className,
  children,
  disabled,
  ...rest
}: Props) {
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled || busy}
      className={cx(
        "inline-flex shrink-0 items-center justify-center gap-2 rounded-full font-semibold transition-colors disabled:opacity-55",
        sizes[size],
        looks[look],
        className,
      )}
    >
      {busy && <Spinner />}
      {children}
    </button>
  );
}

type IconProps = ComponentProps<"button"> & { label: string };

export function IconButton({ label, className, children, ...rest }: IconProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      {...rest}
      className={cx(
        "inline-flex size-10 shrink-0 items-center justify-center rounded-full text-ink-soft transition-colors hover:bg-hover hover:text-ink disabled:opacity-50 [&_svg]:size-5",
        className,
      )}
    >
      {children}
    </button>
  );
}
