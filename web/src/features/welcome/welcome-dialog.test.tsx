import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import type { Profile } from "@/api/types";
import { aServer, type Call, problem, show } from "@/components/under-test";
import WelcomeDialog from "./welcome-dialog";

const server = aServer();
const route = "PATCH /api/user-profile";
const profile: Profile = {
  user_id: "u",
  name: null,
  preferences: {},
  important_facts: {},
  memory_enabled: true,
  sensitive_memory: "ask",
  timezone: null,
  onboarded: false,
};

const open = async (part: Partial<Profile> = {}) => {
  server.on(route, ({ body }: Call) => ({ ...profile, ...(body as Partial<Profile>) }));
  await show(<WelcomeDialog profile={{ ...profile, ...part }} name="Medhavi" />);
};
const sent = () => server.asked(route).map(({ body }) => body);

test("the name is known from the account, and the time zone from the browser", async () => {
  vi.spyOn(Intl.DateTimeFormat.prototype, "resolvedOptions").mockReturnValue({
    timeZone: "Asia/Kolkata",
  } as Intl.ResolvedDateTimeFormatOptions);
  await open();
  await userEvent.click(screen.getByRole("button", { name: "That's me" }));
  await waitFor(() =>
    expect(sent()).toEqual([
      { name: "Medhavi", timezone: "Asia/Kolkata", memory_enabled: true, sensitive_memory: "ask", onboarded: true },
    ]),
  );
});

test("what may be remembered is a choice", async () => {
  await open({ timezone: "Europe/Paris" });
  const name = screen.getByLabelText("What should your friends call you?");
  await userEvent.clear(name);
  await userEvent.type(name, "Medha");
  await userEvent.click(screen.getByRole("radio", { name: /^Never/ }));
  await userEvent.click(screen.getByRole("button", { name: "That's me" }));
  await waitFor(() =>
    expect(sent()).toEqual([
      { name: "Medha", timezone: "Europe/Paris", memory_enabled: true, sensitive_memory: "off", onboarded: true },
    ]),
  );
});

test("without memory nothing is asked about private things", async () => {
  await open({ timezone: "Europe/Paris" });
  await userEvent.click(screen.getByRole("switch", { name: "Remember what I tell" }));
  expect(screen.queryByRole("radio")).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "That's me" }));
  await waitFor(() => expect(sent()).toMatchObject([{ memory_enabled: false, onboarded: true }]));
});

test("skipping changes nothing but that it was asked", async () => {
  await open({ timezone: "Europe/Paris" });
  await userEvent.click(screen.getByRole("button", { name: "Skip" }));
  await waitFor(() => expect(sent()).toEqual([{ onboarded: true }]));
});

test("skipping tells the time zone along, in one step, where none is known", async () => {
  await open();
  await userEvent.click(screen.getByRole("button", { name: "Skip" }));
  await waitFor(() => expect(sent()).toEqual([{ onboarded: true, timezone: expect.any(String) }]));
});

test("what the server refuses is said", async () => {
  await open();
  server.on(route, () => problem(503, "busy", "Not now."));
  await userEvent.click(screen.getByRole("button", { name: "That's me" }));
  expect((await screen.findByRole("alert")).textContent).toBe("Not now.");
});
