import { answer, api, forgetCsrf } from "./http";
import type { Erased, Schemas, User } from "./types";

export type Credentials = { email: string; password: string };
export type Registration = Credentials & { display_name?: string };

export const fetchMe = () => answer(api.GET("/api/auth/me"));

export const register = (form: Registration, claimGuest: boolean) =>
  enter(api.POST("/api/auth/register", { body: { ...form, ...(claimGuest && { claim_guest: true }) } }));

export const signIn = (form: Credentials, claimGuest: boolean) =>
  enter(api.POST("/api/auth/login", { body: { ...form, ...(claimGuest && { claim_guest: true }) } }));

/** The first administrator, by the link the server printed at its first start. */
export const setUp = (form: Credentials, token: string) =>
  enter(api.POST("/api/auth/setup", { body: { ...form, token } }));

export const continueAsGuest = () => enter(api.POST("/api/auth/guest"));

async function enter(call: Promise<{ data?: Schemas["SignInAnswer"] }>): Promise<User> {
  // The answer also carries tokens for programs. A page keeps none of them: the HttpOnly cookie is its sign-in.
  const { user } = await answer(call);
  forgetCsrf();
  return user;
}

export async function signOut(): Promise<void> {
  await api.POST("/api/auth/logout");
  forgetCsrf();
}

export const changePassword = (old: string, next: string) =>
  answer(api.POST("/api/auth/password", { body: { old, new: next } }));

/** Everything of mine goes; an account confirms it with its password. */
export async function eraseMe(password?: string): Promise<Erased> {
  const erased = await answer(api.DELETE("/api/auth/me", { body: { password } }));
  forgetCsrf();
  return erased;
}

export const rename = (display_name: string) => answer(api.PATCH("/api/auth/me", { body: { display_name } }));
export const fetchSessions = () => answer(api.GET("/api/auth/sessions"));
export const endSession = (id: string) => answer(api.DELETE("/api/auth/sessions/{id}", { params: { path: { id } } }));
export const endOtherSessions = () => answer(api.DELETE("/api/auth/sessions"));
