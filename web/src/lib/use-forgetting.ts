import { useCallback, useEffect, useRef, useState } from "react";
import { csrfToken } from "@/api/http";
import { complain } from "./toasts";

/** In milliseconds: long enough to read what went and to come back to it by keyboard. */
export const secondThoughts = 8_000;

type Forget = () => Promise<void>;

/**
 * What was asked to be forgotten, and can still be kept for a moment. It goes when the moment is over, and at once when the
 * page is left.
 */
export function useForgetting() {
  const [asked, setAsked] = useState<ReadonlySet<string>>(new Set());
  const waiting = useRef(new Map<string, { timer: ReturnType<typeof setTimeout>; forget: Forget }>());

  const settle = useCallback((id: string) => {
    waiting.current.delete(id);
    setAsked((before) => new Set([...before].filter((one) => one !== id)));
  }, []);

  const go = useCallback(
    (id: string) => {
      const one = waiting.current.get(id);
      if (!one) return;
      clearTimeout(one.timer);
      waiting.current.delete(id);
      one
        .forget()
        .catch(complain)
        .finally(() => settle(id));
    },
    [settle],
  );

  const ask = useCallback(
    (id: string, forget: Forget) => {
      if (waiting.current.has(id)) return;
      // A page that is being left has no time to ask for it.
      csrfToken().catch(() => undefined);
      waiting.current.set(id, { forget, timer: setTimeout(() => go(id), secondThoughts) });
      setAsked((before) => new Set([...before, id]));
    },
    [go],
  );

  const keep = useCallback(
    (id: string) => {
      clearTimeout(waiting.current.get(id)?.timer);
      settle(id);
    },
    [settle],
  );

  useEffect(() => {
    const all = waiting.current;
    const leave = () => {
      for (const id of [...all.keys()]) go(id);
    };
    window.addEventListener("pagehide", leave);
    return () => {
      window.removeEventListener("pagehide", leave);
      leave();
    };
  }, [go]);

  return { asked, ask, keep };
}
