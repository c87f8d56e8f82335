import { Ellipsis, Pencil, Pin, PinOff, Trash2, Undo2 } from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";
import { useChangeFact } from "@/api/memory-queries";
import type { Fact } from "@/api/types";
import { Button, IconButton } from "@/components/button";
import { Menu, MenuItem, MenuSeparator } from "@/components/menu";
import { cx } from "@/lib/cx";
import { withDays } from "@/lib/time";
import { complain } from "@/lib/toasts";
import { FactMarks } from "./fact-marks";
import { FactText } from "./fact-text";
import { kindOf } from "./kinds";
import { AskWhy, Why } from "./why";

export type FactActions = {
  /** Asked to be forgotten, and not gone yet. */
  asked: ReadonlySet<string>;
  forget(fact: Fact): void;
  keep(id: string): void;
  edit(fact: Fact): void;
};

type Props = { fact: Fact; actions: FactActions; explained?: boolean };

export function FactRow({ fact, actions, explained = false }: Props) {
  const [open, setOpen] = useState(explained);
  const change = useChangeFact();
  const whyId = useId();
  const text = withDays(fact.text);
  const { icon: Icon } = kindOf(fact.kind);
  if (actions.asked.has(fact.id)) return <Undo said={`Forgotten: ${text}`} onUndo={() => actions.keep(fact.id)} />;
  const pin = () => change.mutate({ fact, change: { pinned: !fact.pinned } }, { onError: complain });
  const isOver = fact.valid_until !== null && Date.parse(fact.valid_until) <= Date.now();
  const faded = fact.suspended || fact.superseded_by !== null || isOver;
  return (
    <li className="py-3">
      <div className="flex items-start gap-3">
        <span className="mt-0.5 inline-flex size-9 shrink-0 items-center justify-center rounded-full bg-accent-soft text-accent">
          <Icon className="size-4.5" aria-hidden="true" />
        </span>
        <div className="min-w-0 flex-1">
          <FactText text={text} className={faded ? "text-ink-soft" : undefined} />
          <div className="mt-1 flex flex-wrap items-center gap-x-1.5 gap-y-1 text-sm text-ink-faint">
            <FactMarks fact={fact} />
            <AskWhy shown={open ? whyId : null} onAsk={() => setOpen(!open)} />
          </div>
        </div>
        <IconButton
          label={fact.pinned ? "Unpin" : "Pin: always keep this in mind"}
          aria-pressed={fact.pinned}
          onClick={pin}
          className="-mt-0.5"
        >
          <Pin className={cx(fact.pinned && "fill-current text-accent")} />
        </IconButton>
        <Menu
          trigger={
            <IconButton label={`More for: ${text}`} className="-mt-0.5 -mr-2 -ml-2">
              <Ellipsis />
            </IconButton>
          }
        >
          <MenuItem icon={<Pencil />} onSelect={() => actions.edit(fact)}>
            Edit
          </MenuItem>
          <MenuItem icon={fact.pinned ? <PinOff /> : <Pin />} onSelect={pin}>
            {fact.pinned ? "Unpin" : "Pin"}
          </MenuItem>
          <MenuSeparator />
          <MenuItem danger icon={<Trash2 />} onSelect={() => actions.forget(fact)}>
            Forget
          </MenuItem>
        </Menu>
      </div>
      {open && (
        <div id={whyId} className="mt-2 sm:ml-12">
          <Why id={fact.id} />
        </div>
      )}
    </li>
  );
}

/** In the place of what goes, while it can still be kept: the focus stays where it was. */
export function Undo({ said, onUndo }: { said: string; onUndo: () => void }) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  return (
    <li className="flex items-center gap-3 py-3 text-ink-soft">
      <p role="status" className="min-w-0 flex-1 truncate">
        {said}
      </p>
      <Button ref={button} size="small" onClick={onUndo}>
        <Undo2 className="size-4" aria-hidden="true" /> Undo
      </Button>
    </li>
  );
}
