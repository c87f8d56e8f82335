import { useNavigate } from "@tanstack/react-router";
import { type RefObject, useEffect, useLayoutEffect, useState } from "react";
import { threads } from "@/lib/live";
import { complain, say } from "@/lib/toasts";
import type { Item } from "./items";

const markedFor = 4_000;

type Screen = {
  box: RefObject<HTMLElement | null>;
  items: readonly Item[];
  rows: readonly Item[];
  around: (key: string) => void;
  hold: () => void;
};

/**
 * Brings a message that was asked for into view, wherever it is, and marks it for a while. The address forgets it then: it was a
 * way to come, not a place to stay. Returns the key of the marked row.
 */
export function useReveal(chatId: string, messageId: string | null, screen: Screen): string | null {
  const { box, items, rows, around, hold } = screen;
  const navigate = useNavigate();
  const [wanted, setWanted] = useState<string | null>(null);
  const [marked, setMarked] = useState<string | null>(null);

  useEffect(() => {
    if (!messageId) return;
    let current = true;
    const find = async () => {
      const found = await threads.reveal(chatId, messageId);
      if (!current) return;
      if (found) setWanted(threads.keyOf(messageId));
      else say("That message is too far back to go to.");
      await navigate({ to: "/c/$chatId", params: { chatId }, search: {}, replace: true });
    };
    find().catch(complain);
    return () => {
      current = false;
    };
  }, [chatId, messageId, navigate]);

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
  return marked;
}

/** By hand: `scrollIntoView` would move the page around the box too. */
function center(box: HTMLElement, key: string): void {
  const row = box.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
  if (!row) return;
  const place = row.getBoundingClientRect();
  box.scrollTop += place.top - box.getBoundingClientRect().top - (box.clientHeight - place.height) / 2;
  row.focus({ preventScroll: true });
}
