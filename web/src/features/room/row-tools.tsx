import { Copy, Ellipsis, Pencil, Reply, SmilePlus, Trash2 } from "lucide-react";
import { type ComponentProps, useState } from "react";
import type { PeopleMessage } from "@/api/types";
import { EmojiPopover } from "@/components/emoji-popover";
import { Menu, MenuItem, MenuSeparator } from "@/components/menu";
import { copyText } from "@/lib/clipboard";
import { cx } from "@/lib/cx";
import { say } from "@/lib/toasts";
import { useActs } from "./actions";

/** What can be done with a message: quietly there when the mouse or the focus is. A finger gets one button with everything. */
export function RowTools({ message, mine }: { message: PeopleMessage; mine: boolean }) {
  const acts = useActs();
  const [picking, setPicking] = useState(false);
  const of = `the message “${message.content.slice(0, 40)}”`;
  const reacted = message.reactions.filter((one) => one.mine).map((one) => one.emoji);
  return (
    <EmojiPopover
      quick
      open={picking}
      onOpenChange={setPicking}
      mine={reacted}
      onPick={(emoji) => acts.react(message, emoji)}
    >
      <span
        className={cx(
          "inline-flex shrink-0 items-center self-center text-ink-faint transition-opacity group-focus-within:opacity-100 group-hover:opacity-100 has-data-[state=open]:opacity-100",
          !picking && "pointer-fine:opacity-0",
          mine && "flex-row-reverse",
        )}
      >
        <Tool label={`React to ${of}`} title="React" onClick={() => setPicking(true)}>
          <SmilePlus />
        </Tool>
        <Tool label={`Reply to ${of}`} title="Reply" onClick={() => acts.reply(message)}>
          <Reply />
        </Tool>
        <Menu
          align={mine ? "end" : "start"}
          trigger={
            <button type="button" aria-label={`More for ${of}`} title="More" data-back className={tool}>
              <Ellipsis />
            </button>
          }
        >
          <MenuItem icon={<SmilePlus />} onSelect={() => requestAnimationFrame(() => setPicking(true))}>
            React
          </MenuItem>
          <MenuItem icon={<Reply />} onSelect={() => acts.reply(message)}>
            Reply
          </MenuItem>
          <MenuItem
            icon={<Copy />}
            onSelect={async () => {
              if (await copyText(message.content)) say("Copied.");
            }}
          >
            Copy
          </MenuItem>
          {mine && (
            <>
              <MenuItem icon={<Pencil />} onSelect={() => acts.startEdit(message)}>
                Edit
              </MenuItem>
              <MenuSeparator />
              <MenuItem danger icon={<Trash2 />} onSelect={() => acts.askDelete(message)}>
                Delete for everybody
              </MenuItem>
            </>
          )}
        </Menu>
      </span>
    </EmojiPopover>
  );
}

const tool =
  "inline-flex size-7 items-center justify-center rounded-full hover:bg-hover hover:text-ink data-[state=open]:bg-hover data-[state=open]:text-ink pointer-coarse:size-8 [&_svg]:size-4";

type ToolProps = ComponentProps<"button"> & { label: string };

function Tool({ label, children, ...rest }: ToolProps) {
  return (
    <button type="button" aria-label={label} {...rest} className={cx(tool, "pointer-coarse:hidden")}>
      {children}
    </button>
  );
}
