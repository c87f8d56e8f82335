import { expect, type Page } from "@playwright/test";

export const field = (page: Page) => page.getByRole("textbox", { name: /^Message / });
export const stop = (page: Page) => page.getByRole("button", { name: "Stop the reply" });
export const rows = (page: Page) =>
  page.getByRole("list", { name: "Messages, oldest first" }).locator(":scope > li", { hasText: /said:/ });
export const replies = (page: Page, agent: string) => rows(page).filter({ hasText: `${agent} said:` });
/** Without the note on what was remembered, which comes a little later. */
export const words = async (page: Page) =>
  (await rows(page).allInnerTexts()).map((text) => text.replace(/\s+/g, " ").replace(/ · Remembered \d+ things?/, ""));
export const list = (page: Page) => page.getByRole("navigation", { name: "Conversations" });

export async function say(page: Page, text: string): Promise<void> {
  await field(page).fill(text);
  await field(page).press("Enter");
  await expect(rows(page).filter({ hasText: text })).toBeVisible();
}

/** This many replies are there, and the last is whole: only then does it tell its time. */
export async function answered(page: Page, agent: string, count: number): Promise<void> {
  await expect(replies(page, agent)).toHaveCount(count, { timeout: 30_000 });
  await expect(replies(page, agent).last().locator("time")).toBeVisible({ timeout: 30_000 });
  await expect(stop(page)).toBeHidden();
}

/** A guest, in a conversation with Aira in which nothing was said. */
export async function enterAsGuest(page: Page, url = "/"): Promise<void> {
  await page.goto(url);
  await page.getByRole("button", { name: "Continue as a guest" }).click();
  await page.getByRole("button", { name: "Talk to Aira" }).click();
  await expect(page.getByRole("heading", { level: 2, name: "Aira" })).toBeVisible();
}

/** Somebody new, with an account. */
export async function register(page: Page, name: string): Promise<void> {
  await page.goto("/sign-up");
  await page.getByLabel("Email").fill(`${name}-${Date.now()}@example.org`);
  await page.getByLabel("Password").fill("a long quiet password");
  await page.getByRole("button", { name: "Create account" }).click();
}

/** A new account is asked once how it wants to be known. */
export async function welcome(page: Page, answer: "That's me" | "Skip"): Promise<void> {
  const dialog = page.getByRole("dialog", { name: "Nice to meet you" });
  await dialog.getByRole("button", { name: answer }).click();
  await expect(dialog).toBeHidden();
}
