import { expect, type Page, test } from "@playwright/test";
import { answered, enterAsGuest, field, list, replies, rows, say, stop } from "./steps";

/** A server whose model takes a second to begin, and goes on for a minute: w0 w1 w2… */
const slow = process.env.KITH_SLOW_URL ?? "";

const reply = (page: Page) => replies(page, "Aira").last().locator(".prose");
const waiting = (page: Page) => rows(page).filter({ hasText: "Waiting to send" });

test("a reply goes on through reloads, and in another tab", async ({ page, context }) => {
  test.skip(slow === "", "KITH_SLOW_URL names no server with a slow model");
  await enterAsGuest(page, slow);

  await test.step("reloaded before its first word", async () => {
    await say(page, "Tell me something long.");
    await expect(page.getByRole("img", { name: "writing" })).toBeVisible();
    await page.reload();
    await expect(stop(page)).toBeVisible();
    await expect(reply(page)).toContainText("w0 w1");
  });

  const tab = await context.newPage();
  await test.step("reloaded in the middle, and opened in another tab", async () => {
    await Promise.all([page.reload(), tab.goto(page.url())]);
    for (const one of [page, tab]) {
      await expect(reply(one)).toContainText("w0 w1");
      await expect(stop(one)).toBeVisible();
    }
  });

  await test.step("what is said meanwhile waits for its end", async () => {
    await field(page).fill("And then?");
    await page.getByRole("button", { name: "Send after the reply" }).click();
    await expect(page.getByText("Sends when Aira has finished")).toBeVisible();
    await stop(tab).click();
    for (const one of [page, tab]) {
      await expect(replies(one, "Aira").first()).toContainText("You stopped here");
      await expect(rows(one).filter({ hasText: "And then?" })).toHaveCount(1);
    }
    const text = (await replies(page, "Aira").first().locator(".prose").textContent()) ?? "";
    const count = text.split(" ").length;
    expect(text, "no word is missing or there twice").toBe(
      Array.from({ length: count }, (_, index) => `w${index}`).join(" "),
    );
    await expect(replies(tab, "Aira").first().locator(".prose")).toHaveText(text);
  });

  await test.step("and what is written here is seen there, word by word", async () => {
    for (const one of [page, tab]) {
      await expect(replies(one, "Aira")).toHaveCount(2);
      await expect(reply(one)).toContainText("w0 w1");
    }
    await stop(page).click();
    for (const one of [page, tab]) await answered(one, "Aira", 2);
    await expect(reply(tab)).toHaveText((await reply(page).textContent()) ?? "");
    await expect(replies(tab, "Aira").last().getByRole("button", { name: "Try again" })).toBeVisible();
  });
});

test("what is said without a connection is kept, and sent once and in order", async ({ page, context }) => {
  let blocked = false;
  await page.routeWebSocket(/\/ws\/chat\//, (socket) => {
    if (blocked) void socket.close();
    else socket.connectToServer();
  });
  await enterAsGuest(page);
  await context.setOffline(true);
  await expect(page.getByText("You are offline.")).toBeVisible();
  for (const text of ["First thought", "Second thought", "Not to be sent"]) await say(page, text);
  await expect(waiting(page)).toHaveCount(3);
  await waiting(page).nth(1).getByRole("button", { name: "Edit" }).click();
  await page.getByRole("textbox", { name: "Edit your message" }).fill("Second and better thought");
  await page.keyboard.press("Enter");
  await waiting(page).nth(2).getByRole("button", { name: "Remove" }).click();
  await expect(waiting(page)).toHaveText([/First thought/, /Second and better thought/]);

  blocked = true;
  await context.setOffline(false);
  await page.reload();
  await expect(waiting(page)).toHaveText([/First thought/, /Second and better thought/]);

  blocked = false;
  await answered(page, "Aira", 2);
  const said = rows(page).filter({ hasText: "You said:" });
  await expect(said).toHaveText([/First thought/, /Second and better thought/]);
  await page.reload();
  await expect(said).toHaveText([/First thought/, /Second and better thought/]);

  blocked = true;
  await page.reload();
  await say(page, "Nobody's business");
  await expect(waiting(page)).toHaveCount(1);
  await list(page).getByRole("button", { name: "Account" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "Come on in" })).toBeVisible();
  expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain("business");
});
