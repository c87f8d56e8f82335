import { type RefObject, useEffect } from "react";

/** Calls `action` when the edge comes within a screen of what is in view. */
export function useReach(
  box: RefObject<HTMLElement | null>,
  edge: RefObject<HTMLElement | null>,
  action: (() => void) | null,
): void {
  useEffect(() => {
    if (!action || !edge.current) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) action();
      },
      { root: box.current, rootMargin: "600px 0px" },
    );
    observer.observe(edge.current);
    return () => observer.disconnect();
  }, [box, edge, action]);
}
