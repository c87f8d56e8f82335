import { type InfiniteData, keepPreviousData, useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { EventFrame } from "./frames";
import {
  addFact,
  changeFact,
  changeMood,
  type FactFilter,
  fetchFact,
  fetchFacts,
  fetchMoods,
  fetchReceipt,
  forgetEverythingLearned,
  forgetFact,
  forgetMood,
} from "./memory";
import { ApiError } from "./problem";
import { queryClient } from "./queries";
import type { Fact, FactChange, Mood, MoodChange, Page, Recalled, Receipt } from "./types";

const keys = {
  facts: ["facts"],
  factsOf: (filter: FactFilter) => ["facts", filter],
  fact: (id: string) => ["fact", id],
  moods: ["moods"],
  moodsOf: (from: Date, until: Date) => ["moods", from.toISOString(), until.toISOString()],
  pendingMoods: ["moods", "pending"],
  receipts: ["receipt"],
  receipt: (chatId: string, messageId: string) => ["receipt", chatId, messageId],
} as const;

type FactPages = InfiniteData<Page<Fact>, string | null>;

export function useFacts(filter: FactFilter) {
  const query = useInfiniteQuery({
    queryKey: keys.factsOf(filter),
    initialPageParam: null as string | null,
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) => fetchFacts(filter, pageParam, signal),
    getNextPageParam: (page) => page.next_cursor,
  });
  const facts = useMemo(() => pinnedFirst(query.data?.pages.flatMap((page) => page.results) ?? []), [query.data]);
  return { ...query, facts };
}

const waiting: FactFilter = { q: "", kind: "", pending: true, superseded: false };

export const usePendingFacts = () => useFacts(waiting);

/** A fact met on two pages (others came meanwhile) stands once. */
function pinnedFirst(facts: readonly Fact[]): Fact[] {
  const unique = [...new Map(facts.map((fact) => [fact.id, fact])).values()];
  return unique.sort((a, b) => Number(b.pinned) - Number(a.pinned));
}

/** With the messages it was learned from. */
export const useFact = (id: string | null) =>
  useQuery({ queryKey: keys.fact(id ?? ""), queryFn: () => fetchFact(id ?? ""), enabled: id !== null });

export const useAddFact = () => useMutation({ mutationFn: addFact, onSuccess: refreshMemory });

/** Shown at once, taken back if refused. */
export const useChangeFact = () =>
  useMutation({
    mutationFn: ({ fact, change }: { fact: Fact; change: FactChange }) => changeFact(fact.id, change),
    onMutate: ({ fact, change }) => {
      if (change.pending === false) dropFact(fact.id);
      else
        putFact({
          ...fact,
          ...change,
          valid_until: change.valid_until === "" ? null : (change.valid_until ?? fact.valid_until),
        });
    },
    onSuccess: putFact,
    onError: (_error, { fact }) => putFact(fact),
    onSettled: refreshMemory,
  });

export const useForgetAll = () => useMutation({ mutationFn: forgetEverythingLearned, onSuccess: refreshMemory });

/** Gone is gone: that it was not there any more is as good. */
export async function forget(what: { fact: string } | { mood: string }): Promise<void> {
  try {
    await ("fact" in what ? forgetFact(what.fact) : forgetMood(what.mood));
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 404)) throw error;
  }
  if ("fact" in what) dropFact(what.fact);
  else dropMood(what.mood);
  refreshMemory();
}

export const useMoods = (from: Date, until: Date) =>
  useQuery({
    queryKey: keys.moodsOf(from, until),
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => fetchMoods({ from, until }, signal),
  });

/** Those that wait for a yes, the newest first. */
export const usePendingMoods = () =>
  useQuery({
    queryKey: keys.pendingMoods,
    queryFn: ({ signal }) => fetchMoods({ pending: true }, signal),
    select: unanswered,
  });

const unanswered = (moods: Mood[]) => moods.filter((mood) => mood.pending).reverse();

export const useChangeMood = () =>
  useMutation({
    mutationFn: ({ mood, change }: { mood: Mood; change: MoodChange }) => changeMood(mood.id, change),
    onMutate: ({ mood, change }) => putMood({ ...mood, ...change }),
    onSuccess: putMood,
    onError: (_error, { mood }) => putMood(mood),
  });

/** What a reply was given to remember; an answer no turn of ours made has none. */
export const useReceipt = (chatId: string, messageId: string) =>
  useQuery({
    queryKey: keys.receipt(chatId, messageId),
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async (): Promise<Receipt | null> => {
      try {
        return await fetchReceipt(chatId, messageId);
      } catch (error) {
        if (error instanceof ApiError && error.status === 404) return null;
        throw error;
      }
    },
  });

/** What was told of a reply while it was written needs no asking. */
export function putReceipt(chatId: string, messageId: string, turn_id: string, items: Recalled[]): void {
  const tokens = items.reduce((sum, item) => sum + item.tokens, 0);
  queryClient.setQueryData<Receipt>(keys.receipt(chatId, messageId), { turn_id, tokens, items });
}

/** What the server says of memory is put where it is shown, and read again: what else it changed is not said. */
export function memoryChanged({ id, fact, mood, deleted }: EventFrame<unknown>): void {
  if (fact) putFact(fact);
  if (mood) putMood(mood);
  if (deleted && id) {
    dropFact(id);
    dropMood(id);
  }
  refreshMemorySoon();
}

/** Everything shown from memory, by what was missed meanwhile. */
export function refreshMemory(): void {
  for (const queryKey of [keys.facts, ["fact"], keys.moods, keys.receipts])
    void queryClient.invalidateQueries({ queryKey });
}

let refreshing = false;

/** A conversation that is imported is learned from by hundreds of facts: the lists are read again now and then, not for each. */
function refreshMemorySoon(): void {
  if (refreshing) return;
  refreshing = true;
  setTimeout(() => {
    refreshing = false;
    refreshMemory();
  }, 300);
}

const inFacts = (change: (facts: Fact[]) => Fact[]) =>
  queryClient.setQueriesData<FactPages>(
    { queryKey: keys.facts },
    (data) => data && { ...data, pages: data.pages.map((page) => ({ ...page, results: change(page.results) })) },
  );

function putFact(fact: Fact): void {
  inFacts((facts) => facts.map((one) => (one.id === fact.id ? fact : one)));
}

function dropFact(id: string): void {
  inFacts((facts) => facts.filter((one) => one.id !== id));
}

const inMoods = (change: (moods: Mood[]) => Mood[]) =>
  queryClient.setQueriesData<Mood[]>({ queryKey: keys.moods }, (moods) => moods && change(moods));

function putMood(mood: Mood): void {
  inMoods((moods) => moods.map((one) => (one.id === mood.id ? mood : one)));
}

function dropMood(id: string): void {
  inMoods((moods) => moods.filter((one) => one.id !== id));
}
