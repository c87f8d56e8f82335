import { type KeyboardEvent, type RefObject, useId, useState } from "react";
import { cx } from "@/lib/cx";
import { Avatar } from "./avatar";

/** Somebody who can be called with an @. */
export type Mention = { slug: string; name: string };

type Open = { from: number; at: number; found: readonly Mention[] };

/** The @ that is being written just before the cursor. */
const started = /(?:^|\s)@([\w-]{0,32})$/;

/** What to offer while an @ is being written, moved through by arrow keys, taken by Enter or Tab. */
export function useMentions(
  field: RefObject<HTMLTextAreaElement | null>,
  text: string,
  mentions: readonly Mention[] | undefined,
  insert: (words: string, from: number) => void,
) {
  const id = useId();
  const [open, setOpen] = useState<Open | null>(null);
  const look = () => {
    const element = field.current;
    if (!mentions?.length || !element) return;
    const end = element.selectionEnd;
    const written = started.exec(element.value.slice(0, end))?.[1]?.toLowerCase();
    const found = written === undefined ? [] : mentions.filter((one) => matches(one, written)).slice(0, 6);
    setOpen(found.length === 0 || written === undefined ? null : { from: end - written.length - 1, at: 0, found });
  };
  const take = (mention: Mention) => {
    if (!open) return;
    insert(`@${mention.slug} `, open.from);
    setOpen(null);
  };
  const onKeyDown = (event: KeyboardEvent): boolean => {
    const chosen = open?.found[open.at];
    if (!open || !chosen) return false;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) setOpen({ ...open, at: (open.at + step + open.found.length) % open.found.length });
    else if (event.key === "Escape") setOpen(null);
    else if ((event.key === "Enter" || event.key === "Tab") && !event.nativeEvent.isComposing) take(chosen);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  const shown = open && text !== "" ? open : null;
  const aria = mentions?.length
    ? {
        "aria-autocomplete": "list" as const,
        "aria-controls": shown ? id : undefined,
        "aria-activedescendant": shown ? `${id}-${shown.at}` : undefined,
      }
    : {};
  return { id, open: shown, look, take, close: () => setOpen(null), onKeyDown, aria };
}

const matches = ({ slug, name }: Mention, written: string) =>
  slug.toLowerCase().startsWith(written) || name.toLowerCase().startsWith(written);

export function MentionMenu({ mentions: { id, open, take } }: { mentions: ReturnType<typeof useMentions> }) {
  if (!open) return null;
  return (
    <div
      id={id}
      role="listbox"
      aria-label="Agents to call"
      className="absolute bottom-full left-2 z-20 mb-2 w-72 max-w-[calc(100%-1rem)] animate-fade rounded-2xl border border-line bg-raised p-1.5 shadow-lift"
    >
      {open.found.map((one, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys.
        // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field.
        <div
          key={one.slug}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === open.at}
          // Before the field loses the focus, and with it this list.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => take(one)}
          className={cx(
            "flex cursor-pointer items-center gap-3 rounded-xl px-2.5 py-1.5 hover:bg-hover",
            index === open.at && "bg-hover",
          )}
        >
          <Avatar name={one.name} size="small" />
          <span className="min-w-0">
            <span className="block truncate font-semibold leading-tight">{one.name}</span>
            <span className="block truncate text-sm text-ink-faint">@{one.slug}</span>
          </span>
        </div>
      ))}
    </div>
  );
}
