import { Link } from "@tanstack/react-router";
import { ArrowLeft, Download, Plus } from "lucide-react";
import { useMemo, useState } from "react";
import { forget, useFact, usePendingFacts, usePendingMoods } from "@/api/memory-queries";
import { exportPath } from "@/api/portability";
import { explain } from "@/api/problem";
import { useProfile } from "@/api/queries";
import type { Fact } from "@/api/types";
import { Button } from "@/components/button";
import { ForgetAllDialog } from "@/components/forget-all";
import { Notice } from "@/components/notice";
import { Skeleton } from "@/components/skeleton";
import { usePageTitle } from "@/lib/page-title";
import { useForgetting } from "@/lib/use-forgetting";
import { FactDialog } from "./fact-dialog";
import { FactList } from "./fact-list";
import { type FactActions, FactRow } from "./fact-row";
import { MoodSection } from "./mood-section";
import { Pending } from "./pending";

type Open = { name: "edit"; fact: Fact | null } | { name: "forget-all" } | null;

/** What Kith knows of its person, theirs to look at and to change. `factId` names one they came to see. */
export default function MemoryPage({ factId }: { factId: string | null }) {
  usePageTitle("Memory");
  const [open, setOpen] = useState<Open>(null);
  const pending = usePendingFacts();
  const pendingMoods = usePendingMoods().data ?? [];
  const { asked, ask, keep } = useForgetting();
  const actions = useMemo(
    (): FactActions => ({
      asked,
      keep,
      forget: (fact) => ask(fact.id, () => forget({ fact: fact.id })),
      edit: (fact) => setOpen({ name: "edit", fact }),
    }),
    [asked, ask, keep],
  );
  const close = () => setOpen(null);
  return (
    <section aria-label="Memory" className="safe-top h-full overflow-y-auto">
      <div className="safe-x safe-bottom mx-auto flex max-w-2xl flex-col gap-5 py-6">
        <header className="flex items-center gap-2">
          <Link
            to="/"
            aria-label="Back"
            className="-ml-2 inline-flex size-10 items-center justify-center rounded-full text-ink-soft hover:bg-hover"
          >
            <ArrowLeft className="size-5" />
          </Link>
          <h1 className="flex-1 text-2xl font-bold tracking-tight">Memory</h1>
          <Button look="primary" size="small" onClick={() => setOpen({ name: "edit", fact: null })}>
            <Plus className="size-4" aria-hidden="true" /> Add
          </Button>
        </header>
        <MemoryIsOff />
        <Pending
          facts={pending.facts}
          moods={pendingMoods}
          asked={asked}
          onKeep={keep}
          onNo={(what) => ask("fact" in what ? what.fact : what.mood, () => forget(what))}
        />
        {factId && <OneFact id={factId} actions={actions} />}
        <FactList actions={actions} onAdd={() => setOpen({ name: "edit", fact: null })} />
        <MoodSection />
        <section className="flex flex-wrap items-center justify-between gap-3 px-1 pb-4">
          <p className="text-[0.9375rem] text-ink-soft">
            What is remembered, and how, is for you to say in the{" "}
            <Link to="/settings" hash="memory" className="font-semibold text-accent underline underline-offset-4">
              settings
            </Link>
            .
          </p>
          <div className="flex flex-wrap gap-2">
            <a
              href={exportPath}
              download
              className="inline-flex h-9 items-center gap-2 rounded-full border border-line-strong bg-surface px-3.5 text-sm font-semibold hover:bg-hover"
            >
              <Download className="size-4" aria-hidden="true" /> Export
            </a>
            <Button look="danger" size="small" onClick={() => setOpen({ name: "forget-all" })}>
              Forget everything…
            </Button>
          </div>
        </section>
      </div>
      {open?.name === "edit" && <FactDialog fact={open.fact} onClose={close} />}
      {open?.name === "forget-all" && <ForgetAllDialog onClose={close} />}
    </section>
  );
}

function MemoryIsOff() {
  const profile = useProfile().data;
  if (profile?.memory_enabled !== false) return null;
  return (
    <Notice kind="info">
      Memory is switched off: nothing new is learned, and nothing of this is used.{" "}
      <Link to="/settings" hash="memory" className="font-semibold underline underline-offset-4">
        Switch it on
      </Link>
    </Notice>
  );
}

/** The one a link led to, wherever it stands in the list. */
function OneFact({ id, actions }: { id: string; actions: FactActions }) {
  const { data, error } = useFact(id);
  return (
    <section
      aria-label="The one you came for"
      className="rounded-3xl border border-accent/50 bg-surface px-5 shadow-soft sm:px-6"
    >
      {error ? (
        <p className="py-4 text-ink-soft">{explain(error)}</p>
      ) : data ? (
        <ul>
          <FactRow fact={data} actions={actions} explained />
        </ul>
      ) : (
        <Skeleton className="my-4 h-12 rounded-xl" />
      )}
    </section>
  );
}
