import { forgetCsrf, get, patch, post, remove } from "./http";
import type { Erased, Page, SessionRow, SignedIn, User } from "./types";

export type Credentials = { email: string; password: string };
export type Registration = Credentials & { display_name?: string };

export const fetchMe = () => get<User>("/api/auth/me");

export async function register(form: Registration, claimGuest: boolean): Promise<User> {
  return enter("/api/auth/register", { ...form, ...(claimGuest && { claim_guest: true }) });
}

export async function signIn(form: Credentials, claimGuest: boolean): Promise<User> {
  return enter("/api/auth/login", { ...form, ...(claimGuest && { claim_guest: true }) });
}

/** The first administrator, by the link the server printed at its first start. */
export async function setUp(form: Credentials, token: string): Promise<User> {
  return enter("/api/auth/setup", { ...form, token });
}

export async function continueAsGuest(): Promise<User> {
  return enter("/api/auth/guest", {});
}

async function enter(path: string, body: unknown): Promise<User> {
  // The answer also carries tokens for programs. A page keeps none of them: the HttpOnly cookie is its sign-in.
  const answer = await post<SignedIn>(path, body);
  forgetCsrf();
  return answer.user;
}

export async function signOut(): Promise<void> {
  await post<void>("/api/auth/logout");
  forgetCsrf();
}

export const changePassword = (old: string, next: string) => post<unknown>("/api/auth/password", { old, new: next });

/** Everything of mine goes; an account confirms it with its password. */
export async function eraseMe(password?: string): Promise<Erased> {
  const erased = await remove<Erased>("/api/auth/me", { password });
  forgetCsrf();
  return erased;
}

export const rename = (display_name: string) => patch<User>("/api/auth/me", { display_name });
export const fetchSessions = () => get<Page<SessionRow>>("/api/auth/sessions/");
export const endSession = (id: string) => remove(`/api/auth/sessions/${encodeURIComponent(id)}/`);
export const endOtherSessions = () => remove("/api/auth/sessions/");
