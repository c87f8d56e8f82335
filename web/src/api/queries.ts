import {
  type InfiniteData,
  keepPreviousData,
  QueryClient,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { useMemo } from "react";
import { fetchAgents, fetchModels } from "./agents";
import { fetchMe } from "./auth";
import { changeChat, createChat, deleteChat, endChat, fetchChat, fetchChats, searchMessages } from "./chats";
import { isSignedIn } from "./http";
import { ApiError } from "./problem";
import { changeProfile, fetchGreeting, fetchProfile } from "./profile";
import type { Agent, Chat, ChatChange, Page, Profile, ProfileChange, User } from "./types";

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      retry: (count, error) => count < 2 && error instanceof ApiError && (error.status === 0 || error.status >= 502),
    },
  },
});

const keys = {
  me: ["me"],
  chats: ["chats"],
  chat: (id: string) => ["chat", id],
  agents: ["agents"],
  models: ["models"],
  search: (words: string) => ["search", words],
  profile: ["profile"],
  greeting: ["greeting"],
} as const;

export const meQuery = {
  queryKey: keys.me,
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: async (): Promise<User | null> => {
    try {
      return (await isSignedIn()) ? await fetchMe() : null;
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return null;
      throw error;
    }
  },
};

const profileQuery = { queryKey: keys.profile, queryFn: fetchProfile };

export const useMe = () => useQuery(meQuery).data ?? null;
export const setMe = (user: User | null) => queryClient.setQueryData(keys.me, user);

type ChatPages = InfiniteData<Page<Chat>, string | null>;

export function useChats() {
  const query = useInfiniteQuery({
    queryKey: keys.chats,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam }) => fetchChats(pageParam),
    getNextPageParam: (page) => page.next_cursor,
  });
  const chats = useMemo(() => sorted(query.data?.pages.flatMap((page) => page.results) ?? []), [query.data]);
  return { ...query, chats };
}

/** Pinned first, then the newest activity; a chat met on two pages (it moved meanwhile) once. */
export function sorted(chats: readonly Chat[]): Chat[] {
  const unique = [...new Map(chats.map((chat) => [chat.id, chat])).values()];
  return unique.sort((a, b) => Number(b.pinned) - Number(a.pinned) || (a.last_activity < b.last_activity ? 1 : -1));
}

/** Messages with these words; those found before stay until others are. */
export function useMessageSearch(words: string) {
  const query = useInfiniteQuery({
    queryKey: keys.search(words),
    enabled: words !== "",
    // What was said a moment ago is found a moment later.
    staleTime: 0,
    initialPageParam: null as string | null,
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) => searchMessages(words, pageParam, signal),
    getNextPageParam: (page) => page.next_cursor,
  });
  const hits = useMemo(() => query.data?.pages.flatMap((page) => page.results) ?? [], [query.data]);
  return { ...query, hits };
}

export const useChat = (id: string) => useQuery({ queryKey: keys.chat(id), queryFn: () => fetchChat(id) });

/** Puts a chat as the server has it now everywhere it is shown. */
export function putChat(chat: Chat): void {
  queryClient.setQueryData(keys.chat(chat.id), chat);
  queryClient.setQueryData<ChatPages>(keys.chats, (data) => {
    if (!data) return data;
    const known = data.pages.some((page) => page.results.some((one) => one.id === chat.id));
    const pages = data.pages.map((page, index) => ({
      ...page,
      results: known
        ? page.results.map((one) => (one.id === chat.id ? chat : one))
        : index === 0
          ? [chat, ...page.results]
          : page.results,
    }));
    return { ...data, pages };
  });
}

export function dropChat(id: string): void {
  queryClient.removeQueries({ queryKey: keys.chat(id) });
  queryClient.setQueryData<ChatPages>(
    keys.chats,
    (data) =>
      data && {
        ...data,
        pages: data.pages.map((page) => ({ ...page, results: page.results.filter((one) => one.id !== id) })),
      },
  );
}

export function refreshChats(): void {
  void queryClient.invalidateQueries({ queryKey: keys.chats });
}

export function refreshChat(id: string): void {
  void queryClient.invalidateQueries({ queryKey: keys.chat(id) });
}

/** What was said may have told a name, which the account shows. */
export function refreshProfile(): void {
  void queryClient.invalidateQueries({ queryKey: keys.profile });
}

export function useProfile() {
  const me = useMe();
  return useQuery({ ...profileQuery, enabled: me !== null });
}

/** Shown at once, taken back if refused. */
export const useChangeProfile = () =>
  useMutation({
    // One after the other: an answer that comes late must not undo the one after it.
    scope: { id: "profile" },
    mutationFn: changeProfile,
    onMutate: (change: ProfileChange) => {
      const before = queryClient.getQueryData<Profile>(keys.profile);
      if (before) queryClient.setQueryData(keys.profile, { ...before, ...change });
      return before;
    },
    onSuccess: (profile) => {
      queryClient.setQueryData(keys.profile, profile);
      void queryClient.invalidateQueries({ queryKey: keys.greeting });
    },
    onError: (_error, _change, before) => queryClient.setQueryData(keys.profile, before),
  });

/** A greeting is for the moment it is asked for. */
export const useGreeting = (enabled = true) =>
  useQuery({ queryKey: keys.greeting, queryFn: fetchGreeting, staleTime: 60_000, enabled });

export const useCreateChat = () => useMutation({ mutationFn: createChat, onSuccess: putChat });

export const useEndChat = () => useMutation({ mutationFn: endChat, onSuccess: putChat });

/** Renaming, pinning, archiving: shown at once, taken back if refused. */
export function useChangeChat() {
  return useMutation({
    mutationFn: ({ chat, change }: { chat: Chat; change: ChatChange }) => changeChat(chat.id, change),
    onMutate: ({ chat, change }) => putChat({ ...chat, ...change }),
    onSuccess: putChat,
    onError: (_error, { chat }) => putChat(chat),
  });
}

export const useDeleteChat = () =>
  useMutation({ mutationFn: (chat: Chat) => deleteChat(chat.id), onSuccess: (_nothing, chat) => dropChat(chat.id) });

export function useAgents() {
  return useQuery({ queryKey: keys.agents, queryFn: async () => (await fetchAgents()).results });
}

export const useModels = () =>
  useQuery({ queryKey: keys.models, queryFn: async () => (await fetchModels()).results, staleTime: 300_000 });

export function useRefreshAgents(): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: keys.agents });
}

/** A chat names its agent by id or by slug. */
export function findAgent(agents: readonly Agent[] | undefined, ref: string | null): Agent | undefined {
  return agents?.find((agent) => agent.id === ref || agent.slug === ref);
}
