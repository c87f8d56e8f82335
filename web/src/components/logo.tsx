/** A K of two voices: a stem, and two speech bubbles that point to it. */
export function LogoMark({ className = "size-8" }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" className={className} aria-hidden="true">
      <rect x="4" y="3.2" width="5.6" height="25.6" rx="2.8" className="fill-accent" />
      <path d="M15.95 7A6.1 6.1 0 1 1 21.8 15.4L13.9 15.65Q12.4 15.7 12.97 14.31z" className="fill-warm" />
      <path d="M21.8 16.6A6.1 6.1 0 1 1 15.95 25L12.97 17.69Q12.4 16.3 13.9 16.35z" className="fill-accent" />
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
