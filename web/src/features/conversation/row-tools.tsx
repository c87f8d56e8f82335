import { Check, Copy, Ellipsis, GitBranch, Pencil, RotateCcw, Trash2 } from "lucide-react";
import { type ComponentProps, useEffect, useState } from "react";
import type { Message } from "@/api/types";
import { Menu, MenuItem, MenuSeparator } from "@/components/menu";
import { copyText } from "@/lib/clipboard";
import { cx } from "@/lib/cx";
import { say } from "@/lib/toasts";
import { useActions } from "./actions";

type Props = {
  message: Message;
  always: boolean;
  /** Trying again is offered in words already. */
  retryIsThere?: boolean;
};

/**
 * What can be done with a message: quietly there when the mouse or the focus is, always at the last one. A finger gets one
 * button large enough, with everything behind it.
 */
export function RowTools({ message, always, retryIsThere = false }: Props) {
  const actions = useActions();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1_800);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => setCopied(await copyText(message.content));
  const mine = message.role === "user";
  return (
    <span
      className={cx(
        "inline-flex items-center transition-opacity",
        !always &&
          "group-focus-within:opacity-100 group-hover:opacity-100 has-data-[state=open]:opacity-100 pointer-fine:opacity-0",
      )}
    >
      {message.content && (
        <Tool label={copied ? "Copied" : "Copy message"} onClick={copy}>
          {copied ? <Check /> : <Copy />}
        </Tool>
      )}
      {actions.active && mine && (
        <Tool label="Edit message" onClick={() => actions.startEdit(message)}>
          <Pencil />
        </Tool>
      )}
      {actions.active && !mine && !retryIsThere && (
        <Tool label="Try again" onClick={() => void actions.tryAgain(message)}>
          <RotateCcw />
        </Tool>
      )}
      <Menu
        align={mine ? "end" : "start"}
        trigger={
          <button type="button" aria-label="More for this message" title="More" data-back className={tool}>
            <Ellipsis />
          </button>
        }
      >
        {message.content && (
          <MenuItem
            icon={<Copy />}
            onSelect={async () => {
              if (await copyText(message.content)) say("Copied.");
            }}
          >
            Copy
          </MenuItem>
        )}
        {actions.active && mine && (
          <MenuItem icon={<Pencil />} onSelect={() => actions.startEdit(message)}>
            Edit
          </MenuItem>
        )}
        {actions.active && !mine && (
          <MenuItem icon={<RotateCcw />} onSelect={() => void actions.tryAgain(message)}>
            Try again
          </MenuItem>
        )}
        <MenuItem icon={<GitBranch />} onSelect={() => void actions.fork(message)}>
          Continue in a new chat from here
        </MenuItem>
        <MenuSeparator />
        <MenuItem danger icon={<Trash2 />} onSelect={() => actions.askDelete(message)}>
          Delete from here on
        </MenuItem>
      </Menu>
    </span>
  );
}

const tool =
  "inline-flex size-6 items-center justify-center rounded-full hover:bg-hover hover:text-ink data-[state=open]:bg-hover data-[state=open]:text-ink pointer-coarse:size-8 [&_svg]:size-3.5 pointer-coarse:[&_svg]:size-4.5";

type ToolProps = ComponentProps<"button"> & { label: string };

function Tool({ label, children, ...rest }: ToolProps) {
  return (
    <button type="button" aria-label={label} title={label} {...rest} className={cx(tool, "pointer-coarse:hidden")}>
      {children}
    </button>
  );
}
