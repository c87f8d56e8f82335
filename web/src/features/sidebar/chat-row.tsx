import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { Archive, ArchiveRestore, Ellipsis, Pencil, Pin, PinOff, Trash2 } from "lucide-react";
import { type FormEvent, useState } from "react";
import { explain } from "@/api/problem";
import { useChangeChat, useDeleteChat } from "@/api/queries";
import type { Agent, Chat, ChatChange } from "@/api/types";
import { Avatar } from "@/components/avatar";
import { Confirm } from "@/components/confirm";
import { Menu, MenuItem, MenuSeparator } from "@/components/menu";
import { keepDraft } from "@/lib/drafts";
import { threads } from "@/lib/live";
import { listTime } from "@/lib/time";
import { complain } from "@/lib/toasts";
import { useUi } from "@/lib/ui-store";

type Props = { chat: Chat; agent: Agent | undefined };

export function ChatRow({ chat, agent }: Props) {
  const [renaming, setRenaming] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const setDrawer = useUi((state) => state.setDrawer);
  const change = useChangeChat();
  const apply = (part: ChatChange) => change.mutate({ chat, change: part }, { onError: complain });
  const title = chat.title || "New conversation";
  if (renaming) {
    return (
      <li>
        <Rename
          title={chat.title ?? ""}
          onDone={(next) => {
            setRenaming(false);
            if (next && next !== chat.title) apply({ title: next });
          }}
        />
      </li>
    );
  }
  return (
    <li className="group relative">
      <Link
        to="/c/$chatId"
        params={{ chatId: chat.id }}
        onClick={() => setDrawer(false)}
        data-found
        className="flex items-center gap-3 rounded-2xl py-2 pr-11 pl-2.5 transition-colors hover:bg-hover"
        activeProps={{ className: "bg-accent-soft hover:bg-accent-soft" }}
      >
        <Avatar name={agent?.name ?? "Kith"} />
        <span className="min-w-0 flex-1">
          <span className="block truncate font-semibold">{title}</span>
          <span className="flex items-center gap-1.5 text-sm text-ink-faint">
            {chat.pinned && <Pin className="size-3.5 fill-current" aria-label="Pinned" />}
            <span className="truncate">{agent?.name ?? "A friend"}</span>
            <span aria-hidden="true">·</span>
            <span className="shrink-0">{chat.status === "ended" ? "ended" : listTime(chat.last_activity)}</span>
          </span>
        </span>
      </Link>
      <div className="absolute top-1/2 right-1.5 -translate-y-1/2 transition-opacity group-focus-within:opacity-100 group-hover:opacity-100 has-data-[state=open]:opacity-100 pointer-fine:opacity-0">
        <Menu
          trigger={
            <button
              type="button"
              aria-label={`More for ${title}`}
              className="inline-flex size-9 items-center justify-center rounded-full text-ink-soft hover:bg-line"
            >
              <Ellipsis className="size-5" />
            </button>
          }
        >
          <MenuItem icon={chat.pinned ? <PinOff /> : <Pin />} onSelect={() => apply({ pinned: !chat.pinned })}>
            {chat.pinned ? "Unpin" : "Pin"}
          </MenuItem>
          <MenuItem icon={<Pencil />} onSelect={() => setRenaming(true)}>
            Rename
          </MenuItem>
          <MenuItem
            icon={chat.archived ? <ArchiveRestore /> : <Archive />}
            onSelect={() => apply({ archived: !chat.archived })}
          >
            {chat.archived ? "Take out of the archive" : "Archive"}
          </MenuItem>
          <MenuSeparator />
          <MenuItem danger icon={<Trash2 />} onSelect={() => setDeleting(true)}>
            Delete
          </MenuItem>
        </Menu>
      </div>
      {deleting && <DeleteChat chat={chat} title={title} onClose={() => setDeleting(false)} />}
    </li>
  );
}

function Rename({ title, onDone }: { title: string; onDone: (title: string | null) => void }) {
  const [text, setText] = useState(title);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onDone(text.trim());
  };
  return (
    <form onSubmit={submit} className="px-2.5 py-2">
      <input
        // biome-ignore lint/a11y/noAutofocus: the person just asked to write here.
        autoFocus
        aria-label="Title of the conversation"
        value={text}
        maxLength={200}
        onChange={(event) => setText(event.target.value)}
        onBlur={() => onDone(text.trim())}
        onFocus={(event) => event.target.select()}
        onKeyDown={(event) => event.key === "Escape" && onDone(null)}
        className="h-10 w-full rounded-xl border border-accent bg-surface px-3 outline-none"
      />
    </form>
  );
}

function DeleteChat({ chat, title, onClose }: { chat: Chat; title: string; onClose: () => void }) {
  const navigate = useNavigate();
  const { chatId } = useParams({ strict: false });
  const removal = useDeleteChat();
  const remove = () =>
    removal.mutate(chat, {
      onSuccess: () => {
        threads.forget(chat.id);
        keepDraft(chat.id, "");
        if (chatId === chat.id) void navigate({ to: "/" });
      },
    });
  return (
    <Confirm
      title="Delete this conversation?"
      text={`“${title}” and everything said in it will be gone. This cannot be undone.`}
      action="Delete"
      busy={removal.isPending}
      problem={removal.error && explain(removal.error)}
      onConfirm={remove}
      onClose={onClose}
    />
  );
}
