import { LoaderCircle, WifiOff } from "lucide-react";
import { useEffect, useState } from "react";
import { connection, useConnection } from "@/lib/live";

/** Says that the connection is lost, once it has been for longer than a blink. */
export function ConnectionBanner() {
  const { phase, attempt, wasReady } = useConnection();
  const lost = phase === "offline" || phase === "waiting" || (phase === "connecting" && (attempt > 0 || wasReady));
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (!lost) return setShown(false);
    const timer = setTimeout(() => setShown(true), 800);
    return () => clearTimeout(timer);
  }, [lost]);
  if (!shown) return <div role="status" className="sr-only" />;
  return (
    <div
      role="status"
      className="flex animate-fade items-center justify-center gap-x-3 bg-warm-soft px-4 py-2 text-[0.9375rem] text-on-warm-soft"
    >
      {phase === "offline" ? (
        <>
          <WifiOff className="size-4.5 shrink-0" aria-hidden="true" />
          <span className="min-w-0">You are offline. What you write is sent when you are back.</span>
        </>
      ) : (
        <>
          <LoaderCircle className="size-4.5 animate-spin" aria-hidden="true" />
          Reconnecting…
          {phase === "waiting" && attempt > 1 && (
            <button type="button" className="font-semibold underline underline-offset-4" onClick={connection.retryNow}>
              Try now
            </button>
          )}
        </>
      )}
    </div>
  );
}
