import { ChevronLeft, ChevronRight } from "lucide-react";
import { useState } from "react";
import type { Message } from "@/api/types";
import { useActions } from "./actions";

/** Which of several versions of a message is shown, and the way to the others. */
export function BranchPager({ message }: { message: Message }) {
  const actions = useActions();
  const [turning, setTurning] = useState(false);
  const { siblings } = message;
  const at = siblings.indexOf(message.id);
  if (siblings.length < 2 || at < 0) return null;
  const turn = (to: string | undefined) => {
    if (!to || turning) return;
    setTurning(true);
    void actions.select(message, to).finally(() => setTurning(false));
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form.
    <span role="group" aria-label="Versions of this message" className="inline-flex items-center">
      <Turn label="Previous version" possible={at > 0} onClick={() => turn(siblings[at - 1])}>
        <ChevronLeft className="size-4" />
      </Turn>
      <span aria-live="polite" className="min-w-9 text-center tabular-nums">
        <span className="sr-only">Version </span>
        {at + 1} <span aria-hidden="true">/</span>
        <span className="sr-only">of</span> {siblings.length}
      </span>
      <Turn label="Next version" possible={at < siblings.length - 1} onClick={() => turn(siblings[at + 1])}>
        <ChevronRight className="size-4" />
      </Turn>
    </span>
  );
}

type TurnProps = { label: string; possible: boolean; onClick: () => void; children: React.ReactNode };

/** Not disabled but only marked so: at the last version the focus stays where it is. */
function Turn({ label, possible, onClick, children }: TurnProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      aria-disabled={!possible}
      onClick={() => possible && onClick()}
      className="inline-flex size-6 items-center justify-center rounded-full hover:bg-hover hover:text-ink aria-disabled:cursor-default aria-disabled:opacity-40 aria-disabled:hover:bg-transparent pointer-coarse:size-8"
    >
      {children}
    </button>
  );
}
