import { BarChart3, Brain, CircleStop, Ellipsis, Menu as MenuIcon, Pin, PinOff, ScrollText, Users } from "lucide-react";
import { useState } from "react";
import { useHasPeople } from "@/api/people-queries";
import { explain } from "@/api/problem";
import { useChangeChat, useEndChat } from "@/api/queries";
import type { Agent, Chat } from "@/api/types";
import { Avatar } from "@/components/avatar";
import { IconButton } from "@/components/button";
import { Confirm } from "@/components/confirm";
import { Dialog } from "@/components/dialog";
import { Menu, MenuItem, MenuSeparator } from "@/components/menu";
import { complain } from "@/lib/toasts";
import { useUi } from "@/lib/ui-store";
import { RelatedDialog } from "./related-dialog";
import { StatisticsDialog } from "./statistics";

type Open = "end" | "stats" | "prompt" | "related" | null;

export function ChatHeader({ chat, agent }: { chat: Chat; agent: Agent | undefined }) {
  const setDrawer = useUi((state) => state.setDrawer);
  const [open, setOpen] = useState<Open>(null);
  const change = useChangeChat();
  const end = useEndChat();
  const withPeople = useHasPeople();
  const ended = chat.status === "ended";
  const close = () => setOpen(null);
  return (
    <header className="safe-top border-b border-line bg-canvas/95">
      <div className="flex h-16 items-center gap-3 pr-3 pl-3 lg:pl-6">
        <IconButton label="Conversations" onClick={() => setDrawer(true)} className="lg:hidden">
          <MenuIcon />
        </IconButton>
        <Avatar name={agent?.name ?? "Kith"} />
        <div className="min-w-0 flex-1">
          <h1 className="truncate font-bold leading-tight tracking-tight">{chat.title || "New conversation"}</h1>
          <p className="truncate text-sm text-ink-faint">
            with {agent?.name ?? "a friend"}
            {agent && chat.system_prompt !== agent.prompt && " · own instructions"}
            {!chat.memory_enabled && " · memory off"}
            {ended && " · ended"}
          </p>
        </div>
        <Menu
          trigger={
            <IconButton label="More about this conversation">
              <Ellipsis />
            </IconButton>
          }
        >
          <MenuItem icon={<BarChart3 />} onSelect={() => setOpen("stats")}>
            Statistics
          </MenuItem>
          {chat.system_prompt && (
            <MenuItem icon={<ScrollText />} onSelect={() => setOpen("prompt")}>
              Instructions
            </MenuItem>
          )}
          <MenuItem
            icon={chat.pinned ? <PinOff /> : <Pin />}
            onSelect={() => change.mutate({ chat, change: { pinned: !chat.pinned } }, { onError: complain })}
          >
            {chat.pinned ? "Unpin" : "Pin"}
          </MenuItem>
          <MenuItem
            icon={<Brain />}
            onSelect={() =>
              change.mutate({ chat, change: { memory_enabled: !chat.memory_enabled } }, { onError: complain })
            }
          >
            {chat.memory_enabled ? "Remember nothing here" : "Remember again here"}
          </MenuItem>
          {!ended && withPeople && (
            <MenuItem icon={<Users />} onSelect={() => setOpen("related")}>
              Use a conversation with people…
            </MenuItem>
          )}
          {!ended && (
            <>
              <MenuSeparator />
              <MenuItem icon={<CircleStop />} onSelect={() => setOpen("end")}>
                End conversation
              </MenuItem>
            </>
          )}
        </Menu>
      </div>
      {open === "end" && (
        <Confirm
          title="End this conversation?"
          text="You can still read it, and see how it went in numbers. Nothing more can be said in it."
          action="End conversation"
          busy={end.isPending}
          problem={end.error && explain(end.error)}
          onConfirm={() => end.mutate(chat.id, { onSuccess: () => setOpen("stats") })}
          onClose={close}
        />
      )}
      {open === "stats" && <StatisticsDialog chat={chat} onClose={close} />}
      {open === "related" && <RelatedDialog chat={chat} onClose={close} />}
      {open === "prompt" && (
        <Dialog title="Instructions" subtitle="What this conversation was started with." onClose={close} wide>
          <p className="rounded-2xl bg-sunken p-4 whitespace-pre-wrap">{chat.system_prompt}</p>
        </Dialog>
      )}
    </header>
  );
}
