import { X } from "lucide-react";
import { type ReactNode, useEffect, useId, useRef } from "react";
import { cx } from "@/lib/cx";
import { IconButton } from "./button";

type Props = {
  title: string;
  subtitle?: ReactNode;
  onClose: () => void;
  children: ReactNode;
  footer?: ReactNode;
  wide?: boolean;
};

/**
 * The browser's own modal dialog: focus stays inside, the page behind is inert, Esc closes it. Nothing is injected into
 * the page's style sheets, which its content security policy would refuse. `data-first` marks where the focus starts.
 */
export function Dialog({ title, subtitle, onClose, children, footer, wide = false }: Props) {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    dialog?.querySelector<HTMLElement>("[data-first]")?.focus();
    return () => dialog?.close();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click outside is an extra; Esc and the button do the same.
    <dialog
      ref={ref}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => event.target === event.currentTarget && onClose()}
      className={cx(
        "m-auto max-h-[min(92dvh,52rem)] w-full max-w-[calc(100vw-1.5rem)] overflow-hidden rounded-3xl bg-raised text-ink shadow-lift animate-rise",
        "max-sm:mb-0 max-sm:max-w-full max-sm:rounded-b-none",
        wide ? "sm:w-[40rem]" : "sm:w-[28rem]",
      )}
    >
      <div className="flex max-h-[inherit] flex-col">
        <header className="flex items-start gap-3 px-6 pt-5 pb-2">
          <div className="min-w-0 flex-1">
            <h2 id={titleId} className="text-xl font-bold tracking-tight">
              {title}
            </h2>
            {subtitle && <p className="mt-0.5 text-ink-soft">{subtitle}</p>}
          </div>
          <IconButton label="Close" onClick={onClose} className="-mt-1 -mr-2">
            <X />
          </IconButton>
        </header>
        <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-6 pt-1.5 pb-5">{children}</div>
        {footer && (
          <footer className="safe-bottom flex flex-wrap justify-end gap-2 border-t border-line px-6 pt-3">
            {footer}
          </footer>
        )}
      </div>
    </dialog>
  );
}
