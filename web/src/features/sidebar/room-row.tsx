import { Link } from "@tanstack/react-router";
import { Users } from "lucide-react";
import { useMe } from "@/api/queries";
import type { PeopleChat } from "@/api/types";
import { Badge } from "@/components/badge";
import { PersonAvatar } from "@/components/person-avatar";
import { cx } from "@/lib/cx";
import { chatName } from "@/lib/people/names";
import { useTypingText } from "@/lib/people/use-typing";
import { listTime } from "@/lib/time";
import { useUi } from "@/lib/ui-store";

export function RoomRow({ chat }: { chat: PeopleChat }) {
  const setDrawer = useUi((state) => state.setDrawer);
  const me = useMe();
  const typing = useTypingText(chat, chat.last_message ? [chat.last_message.sender] : []);
  const unread = chat.unread_count > 0;
  return (
    <li>
      <Link
        to="/p/$chatId"
        params={{ chatId: chat.id }}
        onClick={() => setDrawer(false)}
        data-found
        className="flex items-center gap-3 rounded-2xl px-2.5 py-2 transition-colors hover:bg-hover"
        activeProps={{ className: "bg-accent-soft hover:bg-accent-soft" }}
      >
        <PersonAvatar id={chat.user?.id ?? null} name={chatName(chat)} />
        <span className="min-w-0 flex-1">
          <span className="flex items-baseline gap-2">
            <bdi className="min-w-0 flex-1 truncate font-semibold">{chatName(chat)}</bdi>
            <span className={cx("shrink-0 text-xs", unread ? "font-semibold text-accent" : "text-ink-faint")}>
              {listTime(chat.last_activity)}
            </span>
          </span>
          <span className="flex items-center gap-1.5 text-sm text-ink-faint">
            {chat.kind === "group" && <Users className="size-3.5 shrink-0" aria-label="Group" />}
            <bdi className={cx("min-w-0 flex-1 truncate", typing && "text-accent", unread && "text-ink-soft")}>
              {typing ?? lastWords(chat, me?.id)}
            </bdi>
            <Badge count={chat.unread_count} of="unread" />
          </span>
        </span>
      </Link>
    </li>
  );
}

function lastWords(chat: PeopleChat, me: string | undefined): string {
  const last = chat.last_message;
  if (!last) return "Say hello";
  const text = last.content.replace(/\s+/g, " ") || "…";
  if (last.sender.id === me) return `You: ${text}`;
  return chat.kind === "group" ? `${last.sender.display_name}: ${text}` : text;
}
