import { get, patch, post, remove } from "./http";
import type { Fact, FactChange, FactDraft, FactWithSources, Mood, MoodChange, Page, Receipt } from "./types";

const base = "/api/memory/";
const fact = (id: string) => `${base}facts/${encodeURIComponent(id)}/`;
const mood = (id: string) => `${base}moods/${encodeURIComponent(id)}/`;

export type FactFilter = { q: string; kind: string; pending: boolean; superseded: boolean };

export function fetchFacts(filter: FactFilter, cursor: string | null, signal?: AbortSignal): Promise<Page<Fact>> {
  const query = new URLSearchParams({
    limit: "50",
    pending: String(filter.pending),
    ...(filter.q && { q: filter.q }),
    ...(filter.kind && { kind: filter.kind }),
    ...(filter.superseded && { include_superseded: "true" }),
    ...(cursor && { cursor }),
  });
  return get<Page<Fact>>(`${base}facts/?${query}`, signal);
}

export const fetchFact = (id: string) => get<FactWithSources>(fact(id));
export const addFact = (draft: FactDraft) => post<Fact>(`${base}facts/`, draft);
export const changeFact = (id: string, change: FactChange) => patch<Fact>(fact(id), change);
export const forgetFact = (id: string) => remove(fact(id));

/** Everything that was learned, at once. */
export const forgetEverythingLearned = () => remove(base);

const mostPages = 10;

export type MoodFilter = { from: Date; until: Date } | { pending: true };

/** All of a time, or all that wait for a yes, oldest first; a life that moves faster than a thousand a year is shown by its latest. */
export async function fetchMoods(filter: MoodFilter, signal?: AbortSignal): Promise<Mood[]> {
  const moods: Mood[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < mostPages; page += 1) {
    const query = new URLSearchParams({ limit: "100" });
    if ("pending" in filter) query.set("pending", "true");
    else {
      query.set("from", filter.from.toISOString());
      query.set("until", filter.until.toISOString());
    }
    if (cursor) query.set("cursor", cursor);
    const { results, next_cursor }: Page<Mood> = await get<Page<Mood>>(`${base}moods/?${query}`, signal);
    moods.push(...results);
    cursor = next_cursor;
    if (!cursor) break;
  }
  return moods.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

export const changeMood = (id: string, change: MoodChange) => patch<Mood>(mood(id), change);
export const forgetMood = (id: string) => remove(mood(id));

/** What a reply was given to remember. */
export const fetchReceipt = (chatId: string, messageId: string) =>
  get<Receipt>(`/api/ai/chats/${encodeURIComponent(chatId)}/messages/${encodeURIComponent(messageId)}/recall/`);
