import { type KeyboardEvent, useRef } from "react";
import type { Mood } from "@/api/types";
import { cx } from "@/lib/cx";
import { useWidth } from "@/lib/use-width";
import { heightOf, lineOf, type Plot, pointsOf, ticksOf } from "./mood-scale";
import { moodText } from "./mood-text";

type Props = {
  moods: readonly Mood[];
  from: Date;
  until: Date;
  days: number;
  chosen: string | null;
  onChoose: (id: string) => void;
};

const height = 200;

/**
 * Moods over time. The points are one stop of the keyboard: the arrow keys go along them, and each says itself when it has the
 * focus. Drawn in the pixels there are, so that words keep their size on a phone.
 */
export function MoodChart({ moods, from, until, days, chosen, onChoose }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box, 600);
  const plot: Plot = { width, height, left: 42, right: 12, top: 12, bottom: 28 };
  const points = pointsOf(moods, from, until, plot);
  const at = Math.max(
    0,
    points.findIndex(({ mood }) => mood.id === chosen),
  );
  const stop = chosen === null || points[at]?.mood.id !== chosen ? points.length - 1 : at;

  const move = (event: KeyboardEvent) => {
    const to = { ArrowLeft: stop - 1, ArrowRight: stop + 1, Home: 0, End: points.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    // It chooses itself with the focus.
    const next = Math.max(0, Math.min(points.length - 1, to));
    box.current?.querySelectorAll<SVGElement>("[role=button]")[next]?.focus();
  };

  return (
    <div ref={box} className="w-full">
      {/* biome-ignore lint/a11y/useSemanticElements: a drawing has no fieldset. */}
      <svg
        role="group"
        aria-label={`Mood chart, ${moods.length} ${moods.length === 1 ? "mood" : "moods"}. Go along it with the arrow keys.`}
        width={width}
        height={height}
        className="block overflow-visible text-xs"
        onKeyDown={move}
      >
        {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it takes the focus. */}
        <g aria-hidden="true">
          {[1, 0, -1].map((valence) => (
            <line
              key={valence}
              x1={plot.left}
              x2={width - plot.right}
              y1={heightOf(valence, plot)}
              y2={heightOf(valence, plot)}
              className={cx("stroke-line", valence === 0 && "stroke-line-strong")}
            />
          ))}
          {["good", "", "bad"].map((label, index) => (
            <text
              key={label}
              x={plot.left - 8}
              y={heightOf(1 - index, plot)}
              textAnchor="end"
              dominantBaseline="middle"
              className="fill-ink-faint"
            >
              {label}
            </text>
          ))}
          {ticksOf(days, from, until, plot).map(({ x, label }) => (
            <text key={x} x={x} y={height - 8} textAnchor="middle" className="fill-ink-faint">
              {label}
            </text>
          ))}
          <polyline
            points={lineOf(points)}
            fill="none"
            strokeWidth={2}
            strokeLinejoin="round"
            strokeLinecap="round"
            className="stroke-warm"
          />
        </g>
        {points.map(({ mood, x, y }, index) => (
          // biome-ignore lint/a11y/useSemanticElements: there are no buttons in a drawing.
          <g
            key={mood.id}
            role="button"
            tabIndex={index === stop ? 0 : -1}
            aria-label={moodText(mood)}
            aria-pressed={mood.id === chosen}
            onFocus={() => onChoose(mood.id)}
            onPointerEnter={() => onChoose(mood.id)}
            onClick={() => onChoose(mood.id)}
            onKeyDown={(event) => {
              if (event.key === "Enter" || event.key === " ") onChoose(mood.id);
            }}
            className="group cursor-pointer outline-none"
          >
            {/* As large as a finger: the point alone is too small to meet. */}
            <circle cx={x} cy={y} r={12} className="fill-transparent" />
            <circle
              cx={x}
              cy={y}
              r={mood.id === chosen ? 7 : 4.5}
              strokeWidth={2}
              className={cx(
                "stroke-surface transition-all group-focus-visible:stroke-ink",
                mood.valence < -0.2 ? "fill-warm" : mood.valence > 0.2 ? "fill-good" : "fill-ink-faint",
                mood.pending && "opacity-50",
              )}
            />
          </g>
        ))}
      </svg>
    </div>
  );
}
