import { X } from "lucide-react";
import { useEffect } from "react";
import { cx } from "@/lib/cx";
import { type Toast, useToasts } from "@/lib/toasts";

/** In milliseconds: a word or two is seen at a glance, sentences want to be read. */
const readingTime = (text: string) => Math.max(3_500, text.length * 70);

export function Toaster() {
  const toasts = useToasts((state) => state.toasts);
  return (
    <div
      aria-live="polite"
      className="pointer-events-none fixed inset-x-0 top-4 z-50 flex flex-col items-center gap-2 px-4"
    >
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </div>
  );
}

function ToastCard({ toast }: { toast: Toast }) {
  const dismiss = useToasts((state) => state.dismiss);
  useEffect(() => {
    const timer = setTimeout(() => dismiss(toast.id), toast.kind === "error" ? 8_000 : readingTime(toast.text));
    return () => clearTimeout(timer);
  }, [toast, dismiss]);
  return (
    <div
      className={cx(
        "pointer-events-auto flex max-w-md animate-rise items-center gap-3 rounded-2xl py-2.5 pr-2 pl-4 text-[0.9375rem] shadow-lift",
        toast.kind === "error" ? "bg-danger-soft text-danger" : "bg-ink text-canvas",
      )}
    >
      {toast.text}
      <button
        type="button"
        aria-label="Dismiss"
        onClick={() => dismiss(toast.id)}
        className="rounded-full p-1.5 opacity-70 hover:opacity-100"
      >
        <X className="size-4" />
      </button>
    </div>
  );
}
