import { type InfiniteData, type QueryKey, useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import {
  acceptContact,
  allowAiContext,
  askFor,
  blockContact,
  changePresence,
  createGroup,
  declineContact,
  fetchContacts,
  fetchContextUses,
  fetchMembers,
  fetchPeopleChat,
  fetchPeopleChats,
  fetchPresence,
  removeContact,
  unblockContact,
} from "./people";
import { ApiError } from "./problem";
import { queryClient, useMe } from "./queries";
import type { Contact, ContextUse, Member, Page, PeopleChat, PeopleMessage, Presence } from "./types";

const keys = {
  contacts: ["contacts"],
  chats: ["people-chats"],
  chat: (id: string) => ["people-chat", id],
  members: (id: string) => ["members", id],
} as const;

type Pages<T> = InfiniteData<Page<T>, string | null>;

/** Guests have no people, and are not asked for any. */
export function useHasPeople(): boolean {
  const me = useMe();
  return me !== null && !me.is_anonymous;
}

function usePages<T>(queryKey: QueryKey, fetchPage: (cursor: string | null) => Promise<Page<T>>) {
  const enabled = useHasPeople();
  const query = useInfiniteQuery({
    queryKey,
    enabled,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam }) => fetchPage(pageParam),
    getNextPageParam: (page) => page.next_cursor,
  });
  const items = useMemo(() => query.data?.pages.flatMap((page) => page.results) ?? [], [query.data]);
  return { ...query, items };
}

export function useContacts() {
  const query = usePages(keys.contacts, fetchContacts);
  const contacts = useMemo(() => unique(query.items), [query.items]);
  return { ...query, contacts };
}

export function usePeopleChats() {
  const query = usePages(keys.chats, fetchPeopleChats);
  const rooms = useMemo(
    () => unique(query.items).sort((a, b) => (a.last_activity < b.last_activity ? 1 : -1)),
    [query.items],
  );
  return { ...query, rooms };
}

const unique = <T extends { id: string }>(items: readonly T[]): T[] => [
  ...new Map(items.map((one) => [one.id, one])).values(),
];

export const usePeopleChat = (id: string | null) =>
  useQuery({ queryKey: keys.chat(id ?? ""), queryFn: () => fetchPeopleChat(id ?? ""), enabled: id !== null });

export const useMembers = (id: string) =>
  useQuery({ queryKey: keys.members(id), queryFn: async () => (await fetchMembers(id)).results });

/** Somebody asks me, and I have not said yes or no. */
export const asksMe = (contact: Contact, me: string | undefined) =>
  contact.status === "pending" && contact.requested_by !== me;

/** How many wait for an answer of mine. */
export function useRequestCount(): number {
  const me = useMe();
  return useContacts().contacts.filter((one) => asksMe(one, me?.id)).length;
}

/** What others said and I have not read, in all chats with people. */
export const useUnreadCount = (): number => usePeopleChats().rooms.reduce((sum, one) => sum + one.unread_count, 0);

function putIn<T extends { id: string }>(key: QueryKey, item: T): void {
  queryClient.setQueryData<Pages<T>>(key, (data) => {
    const [first, ...rest] = data?.pages ?? [];
    if (!data || !first) return data;
    const isThere = data.pages.some((page) => page.results.some((one) => one.id === item.id));
    if (!isThere) return { ...data, pages: [{ ...first, results: [item, ...first.results] }, ...rest] };
    const pages = data.pages.map((page) => ({
      ...page,
      results: page.results.map((one) => (one.id === item.id ? item : one)),
    }));
    return { ...data, pages };
  });
}

function dropFrom<T extends { id: string }>(key: QueryKey, id: string): void {
  queryClient.setQueryData<Pages<T>>(
    key,
    (data) =>
      data && {
        ...data,
        pages: data.pages.map((page) => ({ ...page, results: page.results.filter((one) => one.id !== id) })),
      },
  );
}

export const putContact = (contact: Contact) => putIn(keys.contacts, contact);
export const dropContact = (id: string) => dropFrom(keys.contacts, id);

/** Puts a chat as the server has it now everywhere it is shown. */
export function putPeopleChat(chat: PeopleChat): void {
  queryClient.setQueryData(keys.chat(chat.id), chat);
  putIn(keys.chats, chat);
}

export function dropPeopleChat(id: string): void {
  dropFrom(keys.chats, id);
  // Who looks at it learns that it is gone.
  void queryClient.invalidateQueries({ queryKey: keys.chat(id) });
  queryClient.removeQueries({ queryKey: keys.members(id) });
}

export function findPeopleChat(id: string): PeopleChat | undefined {
  const listed = queryClient.getQueryData<Pages<PeopleChat>>(keys.chats)?.pages.flatMap((page) => page.results);
  return listed?.find((one) => one.id === id) ?? queryClient.getQueryData<PeopleChat>(keys.chat(id));
}

/** A message came: once, whatever is told twice. */
export function heardIn(message: PeopleMessage, me: string | undefined): void {
  const chat = findPeopleChat(message.chat);
  if (!chat) return refreshPeopleChats();
  if (chat.last_message && message.seq <= chat.last_message.seq) return rewordedIn(message);
  const mine = message.sender.id === me;
  const isUnread = !mine && message.seq > chat.read_seq;
  putPeopleChat({
    ...chat,
    last_message: message,
    last_activity: message.created_at,
    unread_count: mine ? 0 : Math.min(100, chat.unread_count + (isUnread ? 1 : 0)),
    read_seq: mine ? Math.max(chat.read_seq, message.seq) : chat.read_seq,
  });
}

/** Other words, or another end. */
export function rewordedIn(message: PeopleMessage): void {
  const chat = findPeopleChat(message.chat);
  if (chat?.last_message?.id === message.id) putPeopleChat({ ...chat, last_message: message });
}

export function deletedIn(chatId: string, messageId: string): void {
  if (findPeopleChat(chatId)?.last_message?.id === messageId) refreshPeopleChat(chatId);
}

/** I have read as far as this here; the server says the same a little later. */
export function readHere(chatId: string, seq: number): void {
  const chat = findPeopleChat(chatId);
  if (!chat || (seq <= chat.read_seq && chat.unread_count === 0)) return;
  const isAll = !chat.last_message || chat.last_message.seq <= seq;
  putPeopleChat({ ...chat, read_seq: Math.max(seq, chat.read_seq), unread_count: isAll ? 0 : chat.unread_count });
}

export const putMembers = (chatId: string, members: Member[]) =>
  queryClient.setQueryData(keys.members(chatId), members);

/** How far somebody has read and been reached: only ever further. */
export function putReadTo(chatId: string, userId: string, read: number, delivered: number): void {
  queryClient.setQueryData<Member[]>(keys.members(chatId), (members) =>
    members?.map((one) =>
      one.user.id === userId
        ? { ...one, read_seq: Math.max(one.read_seq, read), delivered_seq: Math.max(one.delivered_seq, delivered) }
        : one,
    ),
  );
}

export function refreshPeopleChats(): void {
  void queryClient.invalidateQueries({ queryKey: keys.chats });
}

export function refreshPeopleChat(id: string): void {
  refreshPeopleChats();
  void queryClient.invalidateQueries({ queryKey: keys.chat(id) });
}

export const refreshMembers = (id: string) => void queryClient.invalidateQueries({ queryKey: keys.members(id) });

/** After a silence anything may be different. */
export function refreshPeople(): void {
  for (const key of [keys.contacts, keys.chats, ["members"], ["presence"], ["context-uses"]])
    void queryClient.invalidateQueries({ queryKey: key });
}

const noUses: readonly ContextUse[] = [];

/** When AI chats of members read a chat, newest first. */
export const useContextUses = (id: string): readonly ContextUse[] =>
  useQuery({ queryKey: ["context-uses", id], queryFn: async () => (await fetchContextUses(id)).results }).data ??
  noUses;

export const useAllowAiContext = () =>
  useMutation({
    mutationFn: ({ id, allowed }: { id: string; allowed: boolean }) => allowAiContext(id, allowed),
    onSuccess: putPeopleChat,
  });

/** Who is in it, and what it is called, is asked for anew after each change: what changes comes over the socket too. */
export function useGroupAct<T>(id: string, act: (given: T) => Promise<unknown>) {
  return useMutation({
    mutationFn: act,
    onSuccess: () => {
      refreshPeopleChat(id);
      refreshMembers(id);
    },
  });
}

export const useCreateGroup = () =>
  useMutation({
    mutationFn: ({ title, members }: { title: string; members: string[] }) => createGroup(title, members),
    onSuccess: putPeopleChat,
  });

export const useAsk = () => useMutation({ mutationFn: askFor, onSuccess: putContact });

const acts = {
  accept: acceptContact,
  decline: declineContact,
  block: blockContact,
  unblock: unblockContact,
  remove: removeContact,
};

export type ContactAct = keyof typeof acts;

/** What can be done about somebody. Where the answer says nothing, what is there now is asked for. */
export function useContactAct() {
  return useMutation({
    mutationFn: ({ id, act }: { id: string; act: ContactAct }) => acts[act](id) as Promise<Contact | undefined>,
    onSuccess: (contact, { id, act }) => {
      if (contact) putContact(contact);
      else if (act !== "unblock") dropContact(id);
      void queryClient.invalidateQueries({ queryKey: keys.contacts });
      if (act === "accept" || act === "remove") refreshPeopleChats();
    },
    onError: (error) => {
      if (error instanceof ApiError && error.status === 404)
        void queryClient.invalidateQueries({ queryKey: keys.contacts });
    },
  });
}

const presenceKey = ["presence"] as const;

type Presences = Awaited<ReturnType<typeof fetchPresence>>;

export function usePresences() {
  return useQuery({ queryKey: presenceKey, queryFn: fetchPresence, enabled: useHasPeople() });
}

/** Whether somebody I know is here; null when it is not told. */
export function usePresence(userId: string | null): Presence | null {
  const all = usePresences().data?.results;
  return (userId && all?.find((one) => one.user_id === userId)) || null;
}

export function putPresence({ user_id, status, last_seen }: Presence): void {
  const next = { user_id, status, last_seen };
  queryClient.setQueryData<Presences>(
    presenceKey,
    (data) => data && { ...data, results: [...data.results.filter((one) => one.user_id !== user_id), next] },
  );
}

export const useChangePresence = () =>
  useMutation({
    mutationFn: changePresence,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: presenceKey }),
  });
