import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import { setMe } from "@/api/queries";
import type { ApiKey, User } from "@/api/types";
import { aServer, problem, show } from "@/components/under-test";
import { KeysSection } from "./keys-section";

const server = aServer();
const me: User = { id: "u", email: "m@example.org", display_name: "Maya", role: "user", is_anonymous: false };
const lamp: ApiKey = {
  id: "k1",
  name: "Reading lamp",
  hint: "kith_sk_q7Zd",
  scopes: ["chat", "read"],
  created_at: "2026-11-21T07:38:14.215Z",
  last_used_at: null,
};
const made = { ...lamp, key: "kith_sk_q7Zd-the-whole-of-it" };

beforeEach(() => {
  setMe(me);
  server.on("GET /api/api-keys", { results: [lamp], next_cursor: null });
});

const click = (name: string | RegExp) => userEvent.click(screen.getByRole("button", { name }));

test("what there is, how it begins and what it may do", async () => {
  await show(<KeysSection />);
  const row = within(await screen.findByRole("list", { name: "API keys" })).getByRole("listitem");
  expect(row.textContent).toContain("Reading lamp");
  expect(row.textContent).toContain("kith_sk_q7Zd… · talks and changes · never used");
});

test("a key is made with a name and what it may do, and shown once", async () => {
  server.on("POST /api/api-keys", made);
  await show(<KeysSection />);
  await click("New key…");
  expect(screen.queryByRole("radio", { name: /Administer/ })).toBeNull();
  await userEvent.type(screen.getByLabelText("Name"), "Reading lamp");
  await userEvent.click(screen.getByRole("radio", { name: /^Read/ }));
  await click("Make the key");
  expect((await screen.findByLabelText<HTMLTextAreaElement>("API key")).value).toBe(made.key);
  expect(server.asked("POST /api/api-keys")[0]?.body).toEqual({ name: "Reading lamp", scopes: ["read"] });
  await click("Done");
  expect(screen.queryByDisplayValue(made.key)).toBeNull();
});

test("an administrator may make one that administers", async () => {
  setMe({ ...me, role: "admin" });
  server.on("POST /api/api-keys", made);
  await show(<KeysSection />);
  await click("New key…");
  await userEvent.type(screen.getByLabelText("Name"), "Night watch");
  await userEvent.click(screen.getByRole("radio", { name: /^Administer/ }));
  await click("Make the key");
  await screen.findByLabelText("API key");
  expect(server.asked("POST /api/api-keys")[0]?.body).toMatchObject({ scopes: ["admin", "chat", "read"] });
});

test("what is wrong with a name is said at it", async () => {
  const errors = { name: ["must have at most 64 characters"] };
  server.on("POST /api/api-keys", () => Response.json({ status: 400, code: "invalid", errors }, { status: 400 }));
  await show(<KeysSection />);
  await click("New key…");
  await userEvent.type(screen.getByLabelText("Name"), "x");
  await click("Make the key");
  expect((await screen.findByRole("alert")).textContent).toBe("This must have at most 64 characters.");
});

test("another secret is asked about, and shown once", async () => {
  server.on("POST /api/api-keys/k1/rotate", made);
  await show(<KeysSection />);
  await userEvent.click(await screen.findByRole("button", { name: "New secret for Reading lamp" }));
  expect(server.asked("POST /api/api-keys/k1/rotate")).toHaveLength(0);
  await click("Make a new secret");
  expect((await screen.findByLabelText<HTMLTextAreaElement>("API key")).value).toBe(made.key);
});

test("revoking says that its people are erased", async () => {
  await show(<KeysSection />);
  await userEvent.click(await screen.findByRole("button", { name: "Revoke Reading lamp" }));
  expect(screen.getByText(/The people of its app are erased/)).toBeTruthy();
  server.on("DELETE /api/api-keys/k1", () => problem(503, "storage_unavailable", "The server is busy."));
  await click("Revoke it");
  expect((await screen.findByRole("alert")).textContent).toBe("The server is busy.");
  server.on("DELETE /api/api-keys/k1", undefined);
  server.on("GET /api/api-keys", { results: [], next_cursor: null });
  await click("Revoke it");
  await waitFor(() => expect(screen.queryByText("Reading lamp")).toBeNull());
});

test("its people are listed page by page, and erased one by one at the second word", async () => {
  const person = (user_id: string) => ({
    id: `e-${user_id}`,
    user_id,
    created_at: lamp.created_at,
    last_seen_at: lamp.created_at,
  });
  server.on("GET /api/api-keys/k1/users", ({ query }: { query: URLSearchParams }) =>
    query.get("cursor") === "2"
      ? { results: [person("bela")], next_cursor: null }
      : { results: [person("anna")], next_cursor: "2" },
  );
  await show(<KeysSection />);
  await userEvent.click(await screen.findByRole("button", { name: "People of Reading lamp" }));
  await userEvent.click(await screen.findByRole("button", { name: "Show more" }));
  await userEvent.click(await screen.findByRole("button", { name: "Erase bela" }));
  expect(server.asked("DELETE /api/api-keys/k1/users/e-bela")).toHaveLength(0);
  expect(document.activeElement).toBe(screen.getByRole("button", { name: "Erase bela for good" }));
  await click("Erase bela for good");
  await waitFor(() => expect(server.asked("DELETE /api/api-keys/k1/users/e-bela")).toHaveLength(1));
});
