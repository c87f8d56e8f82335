import type { Contact, PeopleChat, Person, Presence } from "@/api/types";
import { listTime } from "../time";

/** What a chat between people is called. */
export const chatName = (chat: PeopleChat): string => chat.title || chat.user?.display_name || "Somebody";

/** Whom a connection is with, as far as it is told. */
export const contactName = ({ user }: Contact): string => user.display_name || user.email || "Somebody";

export function presenceText(status: Presence["status"], lastSeen: string | null, now = new Date()): string | null {
  if (status === "online") return "online";
  if (status === "away") return "away";
  if (!lastSeen) return null;
  const when = listTime(lastSeen, now);
  if (when === "now") return "last seen just now";
  if (when.endsWith("min")) return `last seen ${when} ago`;
  return `last seen ${when === "Yesterday" ? "yesterday" : when}`;
}

/** "Bob is typing…", "Bob and Cleo are typing…", "Bob and 2 others are typing…" */
export function typingText(names: readonly string[]): string | null {
  const [first, second] = names;
  if (!first) return null;
  if (!second) return `${first} is typing…`;
  if (names.length === 2) return `${first} and ${second} are typing…`;
  return `${first} and ${names.length - 1} others are typing…`;
}

/** Those one is connected with, by name. */
export const contactsAsPeople = (contacts: readonly Contact[]): Person[] =>
  contacts
    .filter((one) => one.status === "active" && one.user.id !== null)
    .map((one) => ({ id: one.user.id ?? "", display_name: contactName(one), is_agent: false }))
    .sort((a, b) => a.display_name.localeCompare(b.display_name));
