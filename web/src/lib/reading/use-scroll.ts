import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

const near = 56;

/** Most browsers keep the first row in place by themselves, also in the middle of a scroll; but not at the very top. */
const anchorsItself = CSS.supports("overflow-anchor", "auto");

/**
 * Follows the end of the conversation as long as the reader is there, and leaves a reader who scrolled up exactly where
 * they are: the first row in view keeps its place whatever is added above or below. `complete`: the last row there is the
 * last row of all.
 */
export function useScroll(
  box: RefObject<HTMLElement | null>,
  content: RefObject<HTMLElement | null>,
  rows: unknown,
  complete: boolean,
) {
  const following = useRef(true);
  const anchor = useRef<{ key: string; top: number } | null>(null);
  const lastTop = useRef(0);
  const [away, setAway] = useState(false);

  const toEnd = useCallback(() => {
    const element = box.current;
    if (!element) return;
    element.scrollTop = element.scrollHeight;
    lastTop.current = element.scrollTop;
  }, [box]);

  const follow = useCallback(() => {
    following.current = true;
    setAway(false);
    toEnd();
  }, [toEnd]);

  /** What is in view stays in view, also at the end: something above it is about to change. */
  const hold = useCallback(() => {
    following.current = false;
    anchor.current = box.current && firstInView(box.current);
  }, [box]);

  const onScroll = useCallback(() => {
    const element = box.current;
    if (!element) return;
    const gap = element.scrollHeight - element.clientHeight - element.scrollTop;
    if (gap <= near && complete) following.current = true;
    else if (element.scrollTop < lastTop.current - 1) following.current = false;
    lastTop.current = element.scrollTop;
    setAway(!following.current && gap > element.clientHeight / 3);
    anchor.current = following.current ? null : firstInView(element);
  }, [box, complete]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the place is put right after every change of the rows.
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    if (following.current) return toEnd();
    if (anchor.current && !(anchorsItself && element.scrollTop > 0)) keepInPlace(element, anchor.current);
    lastTop.current = element.scrollTop;
  }, [rows, box, toEnd]);

  useEffect(() => {
    if (!content.current || !box.current) return;
    const observer = new ResizeObserver(() => following.current && toEnd());
    observer.observe(content.current);
    observer.observe(box.current);
    return () => observer.disconnect();
  }, [box, content, toEnd]);

  return { away, follow, hold, onScroll };
}

function firstInView(box: HTMLElement): { key: string; top: number } | null {
  const edge = box.getBoundingClientRect().top;
  for (const row of box.querySelectorAll<HTMLElement>("[data-key]")) {
    const place = row.getBoundingClientRect();
    if (place.bottom > edge) return { key: row.dataset.key ?? "", top: place.top - edge };
  }
  return null;
}

function keepInPlace(box: HTMLElement, anchor: { key: string; top: number }): void {
  const row = box.querySelector<HTMLElement>(`[data-key="${CSS.escape(anchor.key)}"]`);
  if (!row) return;
  const top = row.getBoundingClientRect().top - box.getBoundingClientRect().top;
  if (Math.abs(top - anchor.top) > 0.5) box.scrollTop += top - anchor.top;
}
