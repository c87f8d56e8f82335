import { Link } from "@tanstack/react-router";
import { Pencil, Trash2 } from "lucide-react";
import { useId, useState } from "react";
import { forget, useChangeMood, useMoods } from "@/api/memory-queries";
import { explain } from "@/api/problem";
import { useProfile } from "@/api/queries";
import type { Mood } from "@/api/types";
import { Button } from "@/components/button";
import { Notice } from "@/components/notice";
import { Skeleton } from "@/components/skeleton";
import { fullTime } from "@/lib/time";
import { complain } from "@/lib/toasts";
import { useForgetting } from "@/lib/use-forgetting";
import { Undo } from "./fact-row";
import { MoodChart } from "./mood-chart";
import { MoodDialog } from "./mood-dialog";
import { valenceWord } from "./mood-scale";
import { SaidHere } from "./said-here";
import { useMoodRange } from "./use-mood-range";

const ranges = [
  { days: 7, label: "Week" },
  { days: 30, label: "Month" },
  { days: 365, label: "Year" },
];

/** How somebody felt, by what they said. */
export function MoodSection() {
  const titleId = useId();
  const profile = useProfile().data;
  const [days, setDays] = useState(30);
  const { from, until } = useMoodRange(days);
  const { data, error, refetch } = useMoods(from, until);
  const isOff = profile?.sensitive_memory === "off" || profile?.memory_enabled === false;
  return (
    <section aria-labelledby={titleId} className="rounded-3xl border border-line bg-surface p-5 shadow-soft sm:p-6">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 id={titleId} className="text-lg font-bold tracking-tight">
          How you felt
        </h2>
        <fieldset className="flex rounded-full bg-hover p-1">
          <legend className="sr-only">How far back</legend>
          {ranges.map((range) => (
            <label
              key={range.days}
              className="cursor-pointer rounded-full px-3 py-1 text-sm font-semibold text-ink-soft has-checked:bg-raised has-checked:text-ink has-checked:shadow-soft has-focus-visible:outline-2 has-focus-visible:outline-accent"
            >
              <input
                type="radio"
                name={titleId}
                className="sr-only"
                checked={days === range.days}
                onChange={() => setDays(range.days)}
              />
              {range.label}
            </label>
          ))}
        </fieldset>
      </div>
      {isOff && (
        <p className="mt-3 text-[0.9375rem] text-ink-soft">
          Moods are not remembered now: you switched that off in the{" "}
          <Link to="/settings" hash="memory" className="font-semibold text-accent underline underline-offset-4">
            settings
          </Link>
          .
        </p>
      )}
      {error ? (
        <Notice className="mt-4">
          {explain(error)}{" "}
          <button type="button" className="underline" onClick={() => void refetch()}>
            Try again
          </button>
        </Notice>
      ) : !data ? (
        <Skeleton className="mt-4 h-50 rounded-2xl" />
      ) : data.length === 0 ? (
        !isOff && (
          <p className="py-6 text-center text-ink-soft">
            Nothing here from this {ranges.find((one) => one.days === days)?.label.toLowerCase()}.
          </p>
        )
      ) : (
        <Moods moods={data} from={from} until={until} days={days} />
      )}
    </section>
  );
}

type MoodsProps = { moods: readonly Mood[]; from: Date; until: Date; days: number };

function Moods({ moods, from, until, days }: MoodsProps) {
  const { asked, ask, keep } = useForgetting();
  const [chosenId, setChosen] = useState<string | null>(null);
  const [editing, setEditing] = useState<Mood | null>(null);
  const chosen = moods.find((mood) => mood.id === chosenId) ?? moods.at(-1);
  const shown = moods.filter((mood) => !asked.has(mood.id) || mood.id === chosen?.id);
  return (
    <>
      <div className="mt-4">
        <MoodChart
          moods={shown}
          from={from}
          until={until}
          days={days}
          chosen={chosen?.id ?? null}
          onChoose={setChosen}
        />
      </div>
      <ul className="mt-1 border-t border-line">
        {chosen &&
          (asked.has(chosen.id) ? (
            <Undo said={`Forgotten: ${chosen.label}`} onUndo={() => keep(chosen.id)} />
          ) : (
            <Chosen
              mood={chosen}
              onEdit={() => setEditing(chosen)}
              onForget={() => ask(chosen.id, () => forget({ mood: chosen.id }))}
            />
          ))}
      </ul>
      {editing && <MoodDialog mood={editing} onClose={() => setEditing(null)} />}
    </>
  );
}

type ChosenProps = { mood: Mood; onEdit: () => void; onForget: () => void };

function Chosen({ mood, onEdit, onForget }: ChosenProps) {
  const change = useChangeMood();
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 pt-3">
      <div className="min-w-40 flex-1">
        <p className="font-medium">
          <span className="inline-block first-letter:uppercase">{mood.label}</span>
          <span className="font-normal text-ink-soft"> · {valenceWord(mood.valence)}</span>
        </p>
        <p className="flex flex-wrap items-center gap-x-1.5 text-sm text-ink-faint">
          {fullTime(mood.at)}
          <SaidHere mood={mood} />
        </p>
      </div>
      {mood.pending && (
        <Button
          size="small"
          look="primary"
          onClick={() => change.mutate({ mood, change: { pending: false } }, { onError: complain })}
        >
          Yes, remember it
        </Button>
      )}
      <Button size="small" look="quiet" onClick={onEdit}>
        <Pencil className="size-4" aria-hidden="true" /> Edit
      </Button>
      <Button size="small" look="quiet" onClick={onForget}>
        <Trash2 className="size-4" aria-hidden="true" /> {mood.pending ? "No" : "Forget"}
      </Button>
    </li>
  );
}
