import { useNavigate } from "@tanstack/react-router";
import { LogOut, Trash2, UserPlus } from "lucide-react";
import { type FormEvent, useState } from "react";
import { addMember, deleteGroup, leaveGroup, removeMember, renameGroup } from "@/api/people";
import { useAllowAiContext, useContacts, useGroupAct } from "@/api/people-queries";
import { explain } from "@/api/problem";
import type { ContextUse, Member, PeopleChat } from "@/api/types";
import { Button } from "@/components/button";
import { Confirm } from "@/components/confirm";
import { Dialog } from "@/components/dialog";
import { TextField } from "@/components/field";
import { FormProblem } from "@/components/form-problem";
import { PersonAvatar } from "@/components/person-avatar";
import { PersonChoices, toggled } from "@/components/person-choices";
import { Switch } from "@/components/switch";
import { chatName, contactsAsPeople } from "@/lib/people/names";
import { fullTime } from "@/lib/time";
import { complain } from "@/lib/toasts";

type Props = {
  chat: PeopleChat;
  me: string;
  members: readonly Member[] | undefined;
  uses: readonly ContextUse[];
  onClose: () => void;
};

export function RoomInfo({ chat, me, members, uses, onClose }: Props) {
  const isGroup = chat.kind === "group";
  return (
    <Dialog title={chatName(chat)} subtitle={isGroup ? `${chat.member_count} members` : undefined} onClose={onClose}>
      <div className="flex flex-col gap-6">
        {isGroup && chat.role === "owner" && <Rename chat={chat} />}
        {isGroup && <Members chat={chat} me={me} members={members ?? []} />}
        <AiContext chat={chat} uses={uses} me={me} />
        {isGroup && <Leaving chat={chat} onClose={onClose} />}
      </div>
    </Dialog>
  );
}

function Rename({ chat }: { chat: PeopleChat }) {
  const [title, setTitle] = useState(chat.title ?? "");
  const rename = useGroupAct(chat.id, (next: string) => renameGroup(chat.id, next));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    rename.mutate(title.trim());
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-2">
      <div className="flex items-end gap-2">
        <div className="min-w-0 flex-1">
          <TextField
            label="Name of the group"
            maxLength={200}
            dir="auto"
            value={title}
            onChange={(event) => setTitle(event.target.value)}
          />
        </div>
        <Button
          type="submit"
          className="h-11"
          busy={rename.isPending}
          disabled={title.trim() === "" || title.trim() === chat.title}
        >
          Rename
        </Button>
      </div>
      <FormProblem error={rename.error} fields={[]} />
    </form>
  );
}

type MembersProps = { chat: PeopleChat; me: string; members: readonly Member[] };

function Members({ chat, me, members }: MembersProps) {
  const owner = chat.role === "owner";
  const removal = useGroupAct(chat.id, (userId: string) => removeMember(chat.id, userId));
  const [adding, setAdding] = useState(false);
  return (
    <section aria-label="Members">
      <div className="mb-1 flex items-center justify-between">
        <h3 className="font-semibold">Members</h3>
        {owner && (
          <Button size="small" look="quiet" onClick={() => setAdding(!adding)} aria-expanded={adding}>
            <UserPlus className="size-4" /> Add
          </Button>
        )}
      </div>
      {adding && <Add chat={chat} members={members} onDone={() => setAdding(false)} />}
      <ul className="flex max-h-80 flex-col overflow-y-auto overscroll-contain">
        {members.map(({ user, role }) => (
          <li key={user.id} className="flex items-center gap-3 py-1.5">
            <PersonAvatar id={user.id} name={user.display_name} size="small" />
            <span dir="auto" className="min-w-0 flex-1 truncate text-left">
              {user.id === me ? "You" : user.display_name}
            </span>
            {role === "owner" && <span className="text-sm text-ink-faint">owner</span>}
            {owner && user.id !== me && (
              <Button
                size="small"
                look="quiet"
                aria-label={`Remove ${user.display_name}`}
                disabled={removal.isPending}
                onClick={() => removal.mutate(user.id, { onError: complain })}
              >
                Remove
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Add({ chat, members, onDone }: { chat: PeopleChat; members: readonly Member[]; onDone: () => void }) {
  const inIt = new Set(members.map((one) => one.user.id));
  const people = contactsAsPeople(useContacts().contacts).filter((one) => !inIt.has(one.id));
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const add = useGroupAct(chat.id, async (ids: readonly string[]) => {
    for (const id of ids) await addMember(chat.id, id);
  });
  if (people.length === 0) return <p className="pb-2 text-ink-soft">Everybody you know is here already.</p>;
  return (
    <div className="mb-3 flex flex-col gap-2">
      <PersonChoices
        legend="Add"
        people={people}
        chosen={chosen}
        onChange={(id, on) => setChosen((before) => toggled(before, id, on))}
      />
      <p className="text-sm text-ink-faint">They see what is said from now on.</p>
      <FormProblem error={add.error} fields={[]} />
      <Button
        look="primary"
        size="small"
        className="self-end"
        busy={add.isPending}
        disabled={chosen.size === 0}
        onClick={() => add.mutate([...chosen], { onSuccess: onDone })}
      >
        Add {chosen.size > 0 && chosen.size}
      </Button>
    </div>
  );
}

function AiContext({ chat, uses, me }: { chat: PeopleChat; uses: readonly ContextUse[]; me: string }) {
  const allow = useAllowAiContext();
  const others = chat.ai_context && !chat.ai_context_allowed;
  return (
    <section aria-label="AI friends" className="flex flex-col gap-3">
      <Switch
        label="AI chats may read along"
        hint={
          others
            ? "Somebody else here does not want it: no AI chat can read this conversation."
            : "Those here may let their own AI friends read the latest messages. Everybody sees when one does. Nothing is remembered of it."
        }
        checked={chat.ai_context}
        disabled={allow.isPending}
        onChange={(allowed) => allow.mutate({ id: chat.id, allowed }, { onError: complain })}
      />
      {uses.length > 0 && (
        <details className="text-[0.9375rem]">
          <summary className="font-semibold text-ink-soft">
            Read {uses.length === 1 ? "once" : `${uses.length} times`}
          </summary>
          <ul className="mt-1 flex max-h-48 flex-col gap-1 overflow-y-auto">
            {uses.map((use) => (
              <li key={use.id} className="flex justify-between gap-3 text-ink-soft">
                <bdi className="truncate">
                  {use.user.id === me ? "You" : use.user.display_name}, {use.messages} messages
                </bdi>
                <time dateTime={use.created_at} className="shrink-0 text-ink-faint">
                  {fullTime(use.created_at)}
                </time>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function Leaving({ chat, onClose }: { chat: PeopleChat; onClose: () => void }) {
  const navigate = useNavigate();
  const [asking, setAsking] = useState<"leave" | "delete" | null>(null);
  const act = useGroupAct(chat.id, (what: "leave" | "delete") =>
    (what === "leave" ? leaveGroup : deleteGroup)(chat.id),
  );
  const go = (what: "leave" | "delete") =>
    act.mutate(what, {
      onSuccess: () => {
        onClose();
        void navigate({ to: "/people" });
      },
    });
  return (
    <div className="flex flex-wrap gap-2 border-t border-line pt-4">
      <Button size="small" onClick={() => setAsking("leave")}>
        <LogOut className="size-4" /> Leave
      </Button>
      {chat.role === "owner" && (
        <Button look="danger" size="small" onClick={() => setAsking("delete")}>
          <Trash2 className="size-4" /> Delete for everybody
        </Button>
      )}
      {asking && (
        <Confirm
          title={asking === "leave" ? "Leave this group?" : "Delete this group?"}
          text={
            asking === "leave"
              ? "What was said stays with the others. Only its owner can let you in again."
              : "Everything said in it will be gone for everybody. This cannot be undone."
          }
          action={asking === "leave" ? "Leave" : "Delete"}
          busy={act.isPending}
          problem={act.error && explain(act.error)}
          onConfirm={() => go(asking)}
          onClose={() => setAsking(null)}
        />
      )}
    </div>
  );
}
