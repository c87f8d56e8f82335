import { act, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import { putContact } from "@/api/people-queries";
import { setMe } from "@/api/queries";
import type { Contact, User } from "@/api/types";
import { aServer, problem, show } from "@/components/under-test";
import { useNotifications } from "@/lib/notifications";
import PeoplePage from "./people-page";

const server = aServer();
const me = { id: "me", email: "ann@example.org", display_name: "Ann", role: "user", is_anonymous: false } as User;
const contact = (id: string, part: Partial<Contact> = {}): Contact => ({
  id,
  chat_id: null,
  user: { id: `u-${id}`, email: null, display_name: id },
  requested_by: `u-${id}`,
  status: "pending",
  created_at: "2026-03-03T10:00:00Z",
  ...part,
});
const rows = (name: string) => within(screen.getByRole("list", { name }));
let contacts: Contact[];

beforeEach(() => {
  contacts = [
    contact("Bob"),
    contact("Cleo", { requested_by: "me", user: { id: null, email: "cleo@example.org", display_name: null } }),
    contact("Dan", { status: "active", chat_id: "r" }),
    contact("Eve", { status: "blocked" }),
  ];
  useNotifications.setState({ standing: "off", wanted: false });
  server.on("GET /api/connections", () => ({ results: contacts, next_cursor: null }));
  server.on("GET /api/people-chats", { results: [], next_cursor: null });
  server.on("GET /api/presence", { visible: true, results: [{ user_id: "u-Dan", status: "online", last_seen: null }] });
  setMe(me);
});

test("each stands where it belongs, with who is here", async () => {
  await show(<PeoplePage />);
  await screen.findByText("Bob");
  expect(rows("Requests").getByText("Bob")).toBeTruthy();
  expect(rows("Asked by you").getByText("cleo@example.org")).toBeTruthy();
  expect(rows("Connections").getByRole("link", { name: "Message Dan" }).getAttribute("href")).toBe("/p/r");
  expect(await rows("Connections").findByText("online")).toBeTruthy();
  expect(rows("Blocked people").getByText("Eve")).toBeTruthy();
  expect(useNotifications.getState().wanted, "nobody is asked on load").toBe(false);
});

test("a first yes makes a connection, and is a reason to be asked about notifications", async () => {
  await show(<PeoplePage />);
  const accepted = contact("Bob", { status: "active", chat_id: "r2" });
  server.on("POST /api/connections/Bob/accept", () => {
    contacts = contacts.map((one) => (one.id === "Bob" ? accepted : one));
    return accepted;
  });
  await userEvent.click(await screen.findByRole("button", { name: "Accept Bob" }));
  expect(await screen.findByRole("link", { name: "Message Bob" })).toBeTruthy();
  expect(useNotifications.getState().wanted).toBe(true);
});

test("a refused question says why, and keeps the address", async () => {
  server.on("POST /api/connections", () => problem(409, "conflict", "You are connected already."));
  await show(<PeoplePage />);
  const field = await screen.findByLabelText("Their email address");
  await userEvent.type(field, "dan@example.org{Enter}");
  expect((await screen.findByRole("alert")).textContent).toBe("You are connected already.");
  expect(field).toHaveProperty("value", "dan@example.org");
});

test("what the socket tells is there at once", async () => {
  await show(<PeoplePage />);
  await screen.findByText("Bob");
  act(() => putContact(contact("Fay")));
  expect(await rows("Requests").findByText("Fay")).toBeTruthy();
});

test("guests are told what an account is for, and nothing is asked of the server", async () => {
  setMe({ ...me, is_anonymous: true });
  await show(<PeoplePage />);
  expect(screen.getByRole("link", { name: "Create an account" })).toBeTruthy();
  expect(server.asked("GET /api/connections")).toEqual([]);
});
