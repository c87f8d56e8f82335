import { get, patch, post, remove } from "./http";
import type { Agent, AgentDraft, Model, Page } from "./types";

const base = "/api/agents/";
const one = (id: string) => `${base}${encodeURIComponent(id)}/`;

export const fetchAgents = () => get<Page<Agent>>(`${base}?limit=200`);
export const createAgent = (draft: AgentDraft) => post<Agent>(base, draft);
export const changeAgent = (id: string, change: Partial<AgentDraft>) => patch<Agent>(one(id), change);
export const deleteAgent = (id: string) => remove(one(id));
export const fetchModels = () => get<Page<Model>>("/api/models/");
