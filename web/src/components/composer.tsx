import { ArrowUp, Square } from "lucide-react";
import { type KeyboardEvent, type ReactNode, type Ref, useImperativeHandle, useRef, useState } from "react";
import { cx } from "@/lib/cx";
import { keepDraft, readDraft } from "@/lib/drafts";
import { byteLength, messageLimit } from "@/lib/size";
import { sends, useGrowing } from "@/lib/writing";
import { type Mention, MentionMenu, useMentions } from "./mentions";
import { TooLong } from "./too-long";

export type ComposerHandle = { focus(): void; fill(text: string): void; insert(text: string): void };

type Props = {
  /** Names the draft kept for this field. */
  draft: string;
  placeholder: string;
  /** A reply is on its way: it can be stopped, and what is sent goes out after it. */
  busy?: boolean;
  stopping?: boolean;
  disabled?: boolean;
  /** False when it can't be taken: then the words stay here. */
  onSend: (text: string) => boolean;
  onStop?: () => void;
  handle?: Ref<ComposerHandle>;
  autoFocus?: boolean;
  /** Told with every change. */
  onWrite?: (text: string) => void;
  /** What the message goes with, above its words. */
  above?: ReactNode;
  /** Beside the words. */
  tools?: ReactNode;
  /** Who can be called with an @. */
  mentions?: readonly Mention[];
};

export function Composer(props: Props) {
  const { draft, placeholder, busy, stopping, disabled, onSend, onStop, handle, autoFocus } = props;
  const [text, setText] = useState(() => readDraft(draft));
  const field = useRef<HTMLTextAreaElement>(null);
  const tooLong = byteLength(text) > messageLimit;
  const empty = text.trim() === "";
  const sendable = !empty && !tooLong && !disabled;

  const write = (next: string) => {
    setText(next);
    keepDraft(draft, next);
    props.onWrite?.(next);
  };
  const insert = (words: string, from?: number) => {
    const element = field.current;
    const end = element?.selectionEnd ?? text.length;
    const start = from ?? element?.selectionStart ?? end;
    write(text.slice(0, start) + words + text.slice(end));
    element?.focus();
    requestAnimationFrame(() => element?.setSelectionRange(start + words.length, start + words.length));
  };
  const mentions = useMentions(field, text, props.mentions, insert);
  useImperativeHandle(handle, () => ({
    focus: () => field.current?.focus(),
    fill: (next) => {
      write(next);
      field.current?.focus();
    },
    insert: (words) => insert(words),
  }));
  useGrowing(field, text);

  const submit = () => {
    if (!sendable) return;
    if (onSend(text.trim())) write("");
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (mentions.onKeyDown(event) || !sends(event)) return;
    event.preventDefault();
    submit();
  };

  return (
    <div className="relative">
      <MentionMenu mentions={mentions} />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
        className={cx(
          "rounded-[1.75rem] border bg-surface p-1.5 shadow-soft transition-colors",
          tooLong ? "border-danger" : "border-line-strong focus-within:border-accent/60",
          disabled && "opacity-60",
        )}
      >
        {props.above}
        <div className="flex items-end gap-1">
          {props.tools}
          <textarea
            ref={field}
            dir="auto"
            rows={1}
            value={text}
            disabled={disabled}
            // biome-ignore lint/a11y/noAutofocus: writing is what this screen is for; phones pass false.
            autoFocus={autoFocus}
            aria-label={placeholder}
            aria-invalid={tooLong || undefined}
            placeholder={placeholder}
            enterKeyHint="send"
            onChange={(event) => write(event.target.value)}
            onKeyDown={onKeyDown}
            onSelect={mentions.look}
            onBlur={mentions.close}
            {...mentions.aria}
            className="min-h-10 min-w-0 flex-1 resize-none bg-transparent px-3.5 py-2 leading-6 text-ink outline-none placeholder:overflow-hidden placeholder:text-ellipsis placeholder:whitespace-nowrap placeholder:text-ink-faint"
          />
          {busy && (
            <button
              type="button"
              onClick={onStop}
              disabled={stopping}
              aria-label="Stop the reply"
              title="Stop the reply (Esc)"
              className="inline-flex size-10 shrink-0 items-center justify-center rounded-full bg-ink text-canvas transition-opacity hover:opacity-85 disabled:opacity-45"
            >
              <Square className="size-3.5 fill-current" />
            </button>
          )}
          {(!busy || !empty) && (
            <button
              type="submit"
              disabled={!sendable}
              aria-label={busy ? "Send after the reply" : "Send"}
              title={busy ? "Send after the reply (Enter)" : "Send (Enter)"}
              className="inline-flex size-10 shrink-0 items-center justify-center rounded-full bg-fill text-on-fill transition-colors hover:bg-fill-hover disabled:bg-hover disabled:text-ink-faint"
            >
              <ArrowUp className="size-5" />
            </button>
          )}
        </div>
      </form>
      <TooLong text={text} />
    </div>
  );
}
