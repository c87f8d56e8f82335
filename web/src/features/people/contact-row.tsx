import { Link } from "@tanstack/react-router";
import { Ban, Check, Clock, Ellipsis, MessageCircle, UserMinus, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { type ContactAct, useContactAct, usePresence } from "@/api/people-queries";
import { explain } from "@/api/problem";
import type { Contact } from "@/api/types";
import { Button } from "@/components/button";
import { Confirm } from "@/components/confirm";
import { Menu, MenuItem, MenuSeparator } from "@/components/menu";
import { PersonAvatar } from "@/components/person-avatar";
import { allowAsking } from "@/lib/notifications";
import { contactName, presenceText } from "@/lib/people/names";
import { listTime } from "@/lib/time";
import { complain } from "@/lib/toasts";

function useAct(contact: Contact) {
  const mutation = useContactAct();
  const act = (name: ContactAct) => mutation.mutate({ id: contact.id, act: name }, { onError: complain });
  return { act, mutation };
}

type RowProps = { contact: Contact; below: ReactNode; children: ReactNode };

function Row({ contact, below, children }: RowProps) {
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 py-2.5">
      <PersonAvatar id={contact.status === "active" ? contact.user.id : null} name={contactName(contact)} />
      <div className="min-w-0 flex-1 basis-24">
        <p dir="auto" className="truncate text-left font-semibold">
          {contactName(contact)}
        </p>
        {below && <p className="truncate text-sm text-ink-faint">{below}</p>}
      </div>
      <div className="flex items-center gap-1.5">{children}</div>
    </li>
  );
}

/** Somebody asks: yes, no, or never. */
export function RequestRow({ contact }: { contact: Contact }) {
  const { act, mutation } = useAct(contact);
  const name = contactName(contact);
  const accept = () =>
    mutation.mutate({ id: contact.id, act: "accept" }, { onError: complain, onSuccess: allowAsking });
  return (
    <Row contact={contact} below={`asked ${when(contact.created_at)}`}>
      <Button look="primary" size="small" busy={mutation.isPending} onClick={accept} aria-label={`Accept ${name}`}>
        <Check className="size-4" /> Accept
      </Button>
      <Button size="small" disabled={mutation.isPending} onClick={() => act("decline")} aria-label={`Decline ${name}`}>
        Decline
      </Button>
      <More name={name}>
        <MenuItem danger icon={<Ban />} onSelect={() => act("block")}>
          Block
        </MenuItem>
      </More>
    </Row>
  );
}

/** I asked, and wait. */
export function AskedRow({ contact }: { contact: Contact }) {
  const { act, mutation } = useAct(contact);
  return (
    <Row
      contact={contact}
      below={
        <span className="inline-flex items-center gap-1">
          <Clock className="size-3.5" aria-hidden="true" /> waiting since {when(contact.created_at)}
        </span>
      }
    >
      <Button
        size="small"
        look="quiet"
        busy={mutation.isPending}
        onClick={() => act("remove")}
        aria-label={`Take back the question to ${contactName(contact)}`}
      >
        <X className="size-4" /> Take back
      </Button>
    </Row>
  );
}

const questions = {
  block: {
    title: "Block them?",
    text: "Neither of you reaches the other any more. They are not told.",
    action: "Block",
  },
  remove: {
    title: "End this connection?",
    text: "Your conversation goes for both of you. It comes back if you connect again.",
    action: "End it",
  },
} as const;

export function FriendRow({ contact }: { contact: Contact }) {
  const { mutation } = useAct(contact);
  const [asking, setAsking] = useState<keyof typeof questions | null>(null);
  const presence = usePresence(contact.user.id);
  const name = contactName(contact);
  return (
    <Row contact={contact} below={presence && presenceText(presence.status, presence.last_seen)}>
      {contact.chat_id && (
        <Link
          to="/p/$chatId"
          params={{ chatId: contact.chat_id }}
          aria-label={`Message ${name}`}
          className="inline-flex h-9 items-center gap-2 rounded-full border border-line-strong bg-surface px-3.5 text-sm font-semibold hover:bg-hover"
        >
          <MessageCircle className="size-4" /> <span className="max-sm:hidden">Message</span>
        </Link>
      )}
      <More name={name}>
        <MenuItem icon={<UserMinus />} onSelect={() => setAsking("remove")}>
          End the connection
        </MenuItem>
        <MenuSeparator />
        <MenuItem danger icon={<Ban />} onSelect={() => setAsking("block")}>
          Block
        </MenuItem>
      </More>
      {asking && (
        <Confirm
          {...questions[asking]}
          busy={mutation.isPending}
          problem={mutation.error && explain(mutation.error)}
          onConfirm={() => mutation.mutate({ id: contact.id, act: asking }, { onSuccess: () => setAsking(null) })}
          onClose={() => setAsking(null)}
        />
      )}
    </Row>
  );
}

export function BlockedRow({ contact }: { contact: Contact }) {
  const { act, mutation } = useAct(contact);
  return (
    <Row contact={contact} below="blocked">
      <Button
        size="small"
        busy={mutation.isPending}
        onClick={() => act("unblock")}
        aria-label={`Unblock ${contactName(contact)}`}
      >
        Unblock
      </Button>
    </Row>
  );
}

function More({ name, children }: { name: string; children: ReactNode }) {
  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label={`More for ${name}`}
          className="inline-flex size-9 items-center justify-center rounded-full text-ink-soft hover:bg-hover"
        >
          <Ellipsis className="size-5" />
        </button>
      }
    >
      {children}
    </Menu>
  );
}

function when(iso: string): string {
  const text = listTime(iso);
  if (text === "now") return "just now";
  return text.endsWith("min") ? `${text} ago` : text === "Yesterday" ? "yesterday" : text;
}
