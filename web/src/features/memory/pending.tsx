import { Check, X } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { useChangeFact, useChangeMood } from "@/api/memory-queries";
import type { Fact, Mood } from "@/api/types";
import { Button } from "@/components/button";
import { fullTime, withDays } from "@/lib/time";
import { complain } from "@/lib/toasts";
import { FactMarks } from "./fact-marks";
import { Undo } from "./fact-row";
import { FactText } from "./fact-text";
import { SaidHere } from "./said-here";
import { AskWhy, Why } from "./why";

const few = 4;

type Props = {
  facts: readonly Fact[];
  moods: readonly Mood[];
  asked: ReadonlySet<string>;
  onNo: (what: { fact: string } | { mood: string }) => void;
  onKeep: (id: string) => void;
};

/** What waits for a yes: nothing of it is used until then. */
export function Pending({ facts, moods, asked, onNo, onKeep }: Props) {
  const [all, setAll] = useState(false);
  const changeFact = useChangeFact();
  const changeMood = useChangeMood();
  const rows: Row[] = [
    ...facts.map((fact) => ({
      id: fact.id,
      text: withDays(fact.text),
      isFact: true,
      marks: <FactMarks fact={fact} />,
      yes: () => changeFact.mutate({ fact, change: { pending: false } }, { onError: complain }),
      no: () => onNo({ fact: fact.id }),
    })),
    ...moods.map((mood) => ({
      id: mood.id,
      text: `You felt ${mood.label}.`,
      isFact: false,
      marks: (
        <>
          {fullTime(mood.at)} <SaidHere mood={mood} />
        </>
      ),
      yes: () => changeMood.mutate({ mood, change: { pending: false } }, { onError: complain }),
      no: () => onNo({ mood: mood.id }),
    })),
  ];
  if (rows.length === 0) return null;
  const shown = all ? rows : rows.slice(0, few);
  return (
    <section
      aria-labelledby="pending"
      className="rounded-3xl border border-warm/50 bg-warm-soft px-5 py-4 text-on-warm-soft sm:px-6"
    >
      <h2 id="pending" className="text-lg font-bold tracking-tight">
        May I remember this?
      </h2>
      <ul className="flex flex-col divide-y divide-warm/30">
        {shown.map((row) =>
          asked.has(row.id) ? (
            <Undo key={row.id} said={`Not remembered: ${row.text}`} onUndo={() => onKeep(row.id)} />
          ) : (
            <Question key={row.id} row={row} />
          ),
        )}
      </ul>
      {shown.length < rows.length && (
        <Button size="small" className="mt-1 mb-1" onClick={() => setAll(true)}>
          Show all {rows.length}
        </Button>
      )}
    </section>
  );
}

type Row = { id: string; text: string; isFact: boolean; marks: ReactNode; yes: () => void; no: () => void };

function Question({ row }: { row: Row }) {
  const [open, setOpen] = useState(false);
  const whyId = useId();
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3">
      <div className="min-w-48 flex-1">
        <FactText text={row.text} className="text-ink" />
        <div className="mt-1 flex flex-wrap items-center gap-1.5 text-sm">
          {row.marks}
          {row.isFact && <AskWhy shown={open ? whyId : null} onAsk={() => setOpen(!open)} />}
        </div>
      </div>
      <div className="flex gap-2">
        <Button size="small" look="primary" aria-label={`Yes, remember: ${row.text}`} onClick={row.yes}>
          <Check className="size-4" aria-hidden="true" /> Yes
        </Button>
        <Button size="small" aria-label={`No, don't remember: ${row.text}`} onClick={row.no}>
          <X className="size-4" aria-hidden="true" /> No
        </Button>
      </div>
      {open && (
        <div id={whyId} className="w-full">
          <Why id={row.id} />
        </div>
      )}
    </li>
  );
}
