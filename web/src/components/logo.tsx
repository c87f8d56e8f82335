/** A K of two voices: a stem, and two speech bubbles leaning on it. */
export function LogoMark({ className = "size-8" }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" className={className} aria-hidden="true">
      <rect x="5" y="4" width="6" height="24" rx="3" className="fill-accent" />
      <path d="M13 15.25V9.5a5.75 5.75 0 0 1 5.75-5.75h2.5a5.75 5.75 0 0 1 0 11.5z" className="fill-warm" />
      <path d="M13 16.75v5.75a5.75 5.75 0 0 0 5.75 5.75h2.5a5.75 5.75 0 0 0 0-11.5z" className="fill-accent" />
    </svg>
  );
}

export function Wordmark() {
  return (
    <span className="inline-flex items-center gap-2">
      <LogoMark className="size-7" />
      <span className="text-xl font-bold tracking-tight text-ink">Kith</span>
    </span>
  );
}
