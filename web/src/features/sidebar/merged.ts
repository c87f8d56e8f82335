import type { Chat, PeopleChat } from "@/api/types";

export type Row =
  | { kind: "agent"; id: string; at: string; pinned: boolean; chat: Chat }
  | { kind: "people"; id: string; at: string; pinned: false; chat: PeopleChat };

type List<T> = { items: readonly T[]; hasMore: boolean };

/**
 * Chats with agents and with people in one list, the newest activity first. Each comes page by page: what is older than the last
 * one read of either is held back until its turn, or the order would be wrong.
 */
export function merged(agents: List<Chat>, people: List<PeopleChat>): Row[] {
  const rows: Row[] = [
    ...agents.items.map(
      (chat): Row => ({ kind: "agent", id: chat.id, at: chat.last_activity, pinned: chat.pinned, chat }),
    ),
    ...people.items.map((chat): Row => ({ kind: "people", id: chat.id, at: chat.last_activity, pinned: false, chat })),
  ];
  const edges = [edgeOf(agents), edgeOf(people)].filter((edge) => edge !== null);
  const edge = edges.sort().at(-1) ?? "";
  return rows
    .filter((row) => row.pinned || row.at >= edge)
    .sort((a, b) => Number(b.pinned) - Number(a.pinned) || (a.at < b.at ? 1 : -1));
}

function edgeOf<T extends { last_activity: string; pinned?: boolean }>({ items, hasMore }: List<T>): string | null {
  const times = items.filter((one) => !one.pinned).map((one) => one.last_activity);
  return hasMore ? (times.sort()[0] ?? null) : null;
}
