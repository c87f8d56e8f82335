import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { byteLength, messageLimit } from "@/lib/size";
import { sends, useGrowing } from "@/lib/writing";
import { Button } from "./button";
import { TooLong } from "./too-long";

type Props = { text: string; action: string; hint: string; onSave: (text: string) => void; onCancel: () => void };

/** A message that is being put in other words, in its place. */
export function EditField({ text: before, action, hint, onSave, onCancel }: Props) {
  const [text, setText] = useState(before);
  const field = useRef<HTMLTextAreaElement>(null);
  useGrowing(field, text);
  useEffect(() => {
    const element = field.current;
    element?.focus();
    element?.setSelectionRange(element.value.length, element.value.length);
  }, []);
  const savable = text.trim() !== "" && byteLength(text) <= messageLimit;
  const save = () => {
    if (savable) onSave(text.trim());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      // Not the Esc that stops a reply.
      event.preventDefault();
      event.stopPropagation();
      onCancel();
    } else if (sends(event)) {
      event.preventDefault();
      save();
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
      className="rounded-3xl rounded-br-lg border border-accent bg-surface p-1.5 shadow-soft"
    >
      <textarea
        ref={field}
        rows={1}
        value={text}
        aria-label="Edit your message"
        enterKeyHint="send"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        className="block w-full resize-none bg-transparent px-3 py-1.5 leading-relaxed text-ink outline-none"
      />
      <TooLong text={text} />
      <div className="flex flex-wrap items-center justify-end gap-1.5 pt-1">
        <p className="min-w-0 flex-1 px-3 text-sm text-ink-faint max-sm:hidden">{hint}</p>
        <Button look="quiet" size="small" onClick={onCancel} title="Cancel (Esc)">
          Cancel
        </Button>
        <Button look="primary" size="small" type="submit" disabled={!savable} title={`${action} (Enter)`}>
          {action}
        </Button>
      </div>
    </form>
  );
}
