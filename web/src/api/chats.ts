import { get, patch, post, remove } from "./http";
import type { Chat, ChatChange, ChatDraft, Message, Page } from "./types";

const base = "/api/ai/chats/";
const one = (id: string) => `${base}${encodeURIComponent(id)}/`;

export const pageSize = 50;

export function fetchChats(cursor: string | null): Promise<Page<Chat>> {
  const query = new URLSearchParams({ limit: "100", ...(cursor && { cursor }) });
  return get<Page<Chat>>(`${base}?${query}`);
}

export const fetchChat = (id: string) => get<Chat>(one(id));
export const createChat = (draft: ChatDraft) => post<Chat>(base, draft);
export const changeChat = (id: string, change: ChatChange) => patch<Chat>(one(id), change);
export const deleteChat = (id: string) => remove(one(id));
export const endChat = (id: string) => post<Chat>(`${one(id)}end/`);

/** Newest first: page one is what a reader wants to see, the cursor leads back in time. */
export function fetchMessages(id: string, cursor: string | null): Promise<Page<Message>> {
  const query = new URLSearchParams({ limit: String(pageSize), order: "desc", ...(cursor && { cursor }) });
  return get<Page<Message>>(`${one(id)}messages/?${query}`);
}

export const stopTurn = (turnId: string) => post<unknown>(`/api/turns/${encodeURIComponent(turnId)}/stop/`);
