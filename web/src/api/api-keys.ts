import { get, post, remove } from "./http";
import type { ApiKey, EndUser, KeyScope, NewApiKey, Page } from "./types";

const pathOf = (id: string) => `/api/api-keys/${encodeURIComponent(id)}/`;

export const fetchApiKeys = async () => (await get<Page<ApiKey>>("/api/api-keys/")).results;

/** The answer is the only one that ever has the key itself. */
export const createApiKey = (key: { name: string; scopes: KeyScope[] }) => post<NewApiKey>("/api/api-keys/", key);

/** Another secret: the former is refused at once. */
export const rotateApiKey = (id: string) => post<NewApiKey>(`${pathOf(id)}rotate/`);

export const revokeApiKey = (id: string) => remove(pathOf(id));

export const fetchEndUsers = (keyId: string, cursor: string | null) =>
  get<Page<EndUser>>(`${pathOf(keyId)}users/${cursor ? `?cursor=${encodeURIComponent(cursor)}` : ""}`);

export const eraseEndUser = (keyId: string, id: string) => remove(`${pathOf(keyId)}users/${encodeURIComponent(id)}/`);
