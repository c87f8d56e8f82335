import { expect, test } from "@playwright/test";
import { register, welcome } from "./steps";
import { expectAccessible, Watch } from "./watch";

test("a key is made, used by an app, and revoked with its people", async ({ page, baseURL, playwright }) => {
  const watch = new Watch(page, baseURL ?? "");
  await watch.start();
  await register(page, "builder");
  await welcome(page, "Skip");
  await page.goto("/settings");
  const section = page.getByRole("region", { name: "API keys" });
  await section.getByRole("button", { name: "New key…" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Reading lamp");
  await expectAccessible(page, "a new key");
  await page.getByRole("button", { name: "Make the key" }).click();
  const shown = page.getByRole("dialog", { name: "Your key" });
  const key = await shown.getByLabel("API key").inputValue();
  expect(key).toMatch(/^kith_sk_/);
  await expectAccessible(page, "a key, this once");
  await shown.getByRole("button", { name: "Done" }).click();
  await expect(section.getByText(`${key.slice(0, 12)}… · talks and changes · never used`)).toBeVisible();

  const app = await playwright.request.newContext({ baseURL, extraHTTPHeaders: { Authorization: `Bearer ${key}` } });
  const data = { user_id: "anna", template_id: "aira" };
  expect((await app.post("/api/v1/chatbot/session", { data })).status()).toBe(200);
  await section.getByRole("button", { name: "People of Reading lamp" }).click();
  const people = page.getByRole("dialog", { name: "People of “Reading lamp”" });
  await people.getByRole("button", { name: "Erase anna" }).click();
  await expectAccessible(page, "its people");
  await people.getByRole("button", { name: "Erase anna for good" }).click();
  await expect(people.getByText("Nobody yet.")).toBeVisible();
  await people.getByRole("button", { name: "Close" }).click();

  await section.getByRole("button", { name: "Revoke Reading lamp" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke it" }).click();
  await expect(section.getByRole("list")).toBeHidden();
  expect((await app.get("/api/auth/me")).status()).toBe(401);
  await app.dispose();
  watch.expectQuiet();
});
