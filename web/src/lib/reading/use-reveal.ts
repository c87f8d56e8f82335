import { type RefObject, useCallback, useEffect, useLayoutEffect, useState } from "react";
import { complain, say } from "../toasts";

const markedFor = 4_000;

type Row = { key: string };

type Screen = {
  box: RefObject<HTMLElement | null>;
  items: readonly Row[];
  rows: readonly Row[];
  around: (key: string) => void;
  hold: () => void;
};

export type Finding = {
  /** Reads until the message is there; null when it is too far back, else the key of its row. */
  find(messageId: string): Promise<string | null>;
  /** The address forgets it then: it was a way to come, not a place to stay. */
  found(): unknown;
};

/** Brings a message that was asked for into view, wherever it is, and marks it for a while. */
export function useReveal(messageId: string | null, { find, found }: Finding, screen: Screen) {
  const { box, items, rows, around, hold } = screen;
  const [wanted, setWanted] = useState<string | null>(null);
  const [marked, setMarked] = useState<string | null>(null);

  useEffect(() => {
    if (!messageId) return;
    let current = true;
    const look = async () => {
      const key = await find(messageId);
      if (!current) return;
      if (key !== null) setWanted(key);
      else say("That message is too far back to go to.");
      await found();
    };
    look().catch(complain);
    return () => {
      current = false;
    };
  }, [messageId, find, found]);

  useLayoutEffect(() => {
    if (!wanted || !items.some((item) => item.key === wanted)) return;
    hold();
    if (!rows.some((item) => item.key === wanted)) return around(wanted);
    if (box.current) center(box.current, wanted);
    setWanted(null);
    setMarked(wanted);
  }, [wanted, items, rows, around, hold, box]);

  useEffect(() => {
    if (!marked) return;
    const timer = setTimeout(() => setMarked(null), markedFor);
    return () => clearTimeout(timer);
  }, [marked]);

  /** Puts a row in the middle without marking it. */
  const show = useCallback(
    (key: string) => {
      hold();
      if (box.current) center(box.current, key, false);
    },
    [box, hold],
  );
  return { marked, show };
}

/** By hand: `scrollIntoView` would move the page around the box too. */
function center(box: HTMLElement, key: string, focus = true): void {
  const row = box.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
  if (!row) return;
  const place = row.getBoundingClientRect();
  box.scrollTop += place.top - box.getBoundingClientRect().top - (box.clientHeight - place.height) / 2;
  if (focus) row.focus({ preventScroll: true });
}
