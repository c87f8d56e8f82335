/** Somebody is writing. */
export function Dots() {
  return (
    <span role="img" aria-label="writing" className="flex h-7 items-center gap-1.5">
      {["[animation-delay:0ms]", "[animation-delay:160ms]", "[animation-delay:320ms]"].map((delay) => (
        <span key={delay} className={`size-2 animate-dot rounded-full bg-ink-faint ${delay}`} />
      ))}
    </span>
  );
}
