import { Info, Menu as MenuIcon } from "lucide-react";
import { useState } from "react";
import { usePresence } from "@/api/people-queries";
import type { ContextUse, Member, PeopleChat } from "@/api/types";
import { IconButton } from "@/components/button";
import { PersonAvatar } from "@/components/person-avatar";
import { chatName, presenceText } from "@/lib/people/names";
import { useUi } from "@/lib/ui-store";
import { RoomInfo } from "./room-info";

type Props = { chat: PeopleChat; me: string; members: readonly Member[] | undefined; uses: readonly ContextUse[] };

export function RoomHeader({ chat, me, members, uses }: Props) {
  const setDrawer = useUi((state) => state.setDrawer);
  const [open, setOpen] = useState(false);
  const presence = usePresence(chat.user?.id ?? null);
  const isGroup = chat.kind === "group";
  const below = isGroup
    ? membersText(chat, members, me)
    : presence && presenceText(presence.status, presence.last_seen);
  const about = isGroup ? "About this group" : "About this conversation";
  return (
    <header className="safe-top border-b border-line bg-canvas/95">
      <div className="flex h-16 items-center gap-3 pr-3 pl-3 lg:pl-6">
        <IconButton label="Conversations" onClick={() => setDrawer(true)} className="lg:hidden">
          <MenuIcon />
        </IconButton>
        <PersonAvatar id={chat.user?.id ?? null} name={chatName(chat)} />
        <div className="min-w-0 flex-1">
          <h1 dir="auto" className="truncate font-bold leading-tight tracking-tight">
            {chatName(chat)}
          </h1>
          {below && <p className="truncate text-sm text-ink-faint">{below}</p>}
        </div>
        <IconButton label={about} onClick={() => setOpen(true)}>
          <Info />
        </IconButton>
      </div>
      {open && <RoomInfo chat={chat} me={me} members={members} uses={uses} onClose={() => setOpen(false)} />}
    </header>
  );
}

function membersText(chat: PeopleChat, members: readonly Member[] | undefined, me: string): string {
  const others = members?.filter((one) => one.user.id !== me).map((one) => one.user.display_name) ?? [];
  if (others.length > 0 && others.length <= 4) return `You, ${others.join(", ")}`;
  return `${chat.member_count} members`;
}
