import { useCallback, useState } from "react";

const most = 120;
const step = 40;

type Bounds = { from: string | null; to: string | null };

/**
 * The part of a long history that is on the page: at most `most` rows, moved by `step` towards where the reader scrolls.
 * Bounds are keys, not places, so that older pages put in front change nothing.
 */
export function useWindow<T extends { key: string }>(items: readonly T[]) {
  const [bounds, setBounds] = useState<Bounds>({ from: null, to: null });
  const place = (key: string | null) => (key === null ? -1 : items.findIndex((item) => item.key === key));
  const to = place(bounds.to);
  const end = to < 0 ? items.length : to + 1;
  const from = place(bounds.from);
  const start = from < 0 ? Math.max(0, end - most) : from;

  const up = useCallback(() => {
    const next = Math.max(0, start - step);
    setBounds({
      from: items[next]?.key ?? null,
      to: end - next > most ? (items[next + most - 1]?.key ?? null) : bounds.to,
    });
  }, [items, start, end, bounds.to]);

  const down = useCallback(() => {
    const next = Math.min(items.length, end + step);
    const atEnd = next === items.length;
    setBounds({
      from: items[Math.max(start, next - most)]?.key ?? null,
      to: atEnd ? null : (items[next - 1]?.key ?? null),
    });
  }, [items, start, end]);

  const latest = useCallback(() => setBounds({ from: null, to: null }), []);

  /** The rows around one, wherever it is. */
  const around = useCallback(
    (key: string) => {
      const at = items.findIndex((item) => item.key === key);
      const first = Math.max(0, at - most / 2);
      const last = first + most - 1;
      setBounds({
        from: items[first]?.key ?? null,
        to: last < items.length - 1 ? (items[last]?.key ?? null) : null,
      });
    },
    [items],
  );

  return { rows: items.slice(start, end), hasAbove: start > 0, hasBelow: end < items.length, up, down, latest, around };
}
