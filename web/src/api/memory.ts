import { answer, api } from "./http";
import type { FactChange, FactDraft, Mood, MoodChange, Page } from "./types";

const one = (id: string) => ({ params: { path: { id } } });

export type FactFilter = { q: string; kind: string; pending: boolean; superseded: boolean };

export function fetchFacts(filter: FactFilter, cursor: string | null, signal?: AbortSignal) {
  const query = {
    limit: 50,
    pending: filter.pending,
    q: filter.q || undefined,
    kind: filter.kind || undefined,
    include_superseded: filter.superseded || undefined,
    cursor: cursor ?? undefined,
  };
  return answer(api.GET("/api/memory/facts", { params: { query }, signal }));
}

export const fetchFact = (id: string) => answer(api.GET("/api/memory/facts/{id}", one(id)));
export const addFact = (draft: FactDraft) => answer(api.POST("/api/memory/facts", { body: draft }));
export const changeFact = (id: string, change: FactChange) =>
  answer(api.PATCH("/api/memory/facts/{id}", { ...one(id), body: change }));
export const forgetFact = (id: string) => answer(api.DELETE("/api/memory/facts/{id}", one(id)));

/** Everything that was learned, at once. */
export const forgetEverythingLearned = () => answer(api.DELETE("/api/memory"));

const mostPages = 10;

export type MoodFilter = { from: Date; until: Date } | { pending: true };

/** All of a time, or all that wait for a yes, oldest first; a life that moves faster than a thousand a year is shown by its latest. */
export async function fetchMoods(filter: MoodFilter, signal?: AbortSignal): Promise<Mood[]> {
  const wanted =
    "pending" in filter ? { pending: true } : { from: filter.from.toISOString(), until: filter.until.toISOString() };
  const moods: Mood[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const query = { ...wanted, limit: 100, cursor };
    const { results, next_cursor }: Page<Mood> = await answer(
      api.GET("/api/memory/moods", { params: { query }, signal }),
    );
    moods.push(...results);
    if (!next_cursor) break;
    cursor = next_cursor;
  }
  return moods.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

export const changeMood = (id: string, change: MoodChange) =>
  answer(api.PATCH("/api/memory/moods/{id}", { ...one(id), body: change }));
export const forgetMood = (id: string) => answer(api.DELETE("/api/memory/moods/{id}", one(id)));

/** What a reply was given to remember. */
export const fetchReceipt = (id: string, messageId: string) =>
  answer(api.GET("/api/ai/chats/{id}/messages/{messageId}/recall", { params: { path: { id, messageId } } }));
