import { expect, type Locator, type Page, test } from "@playwright/test";
import { answered, enterAsGuest, field, list, replies, rows, say, words } from "./steps";
import { expectAccessible, Watch } from "./watch";

const version = (row: Locator) => row.getByRole("group", { name: "Versions of this message" });
const mine = (page: Page) => rows(page).filter({ hasText: "You said:" });

async function choose(page: Page, row: Locator, action: string): Promise<void> {
  await row.hover();
  await row.getByRole("button", { name: "More for this message" }).click();
  await page.getByRole("menuitem", { name: action }).click();
}

test("a conversation can be taken another way, and back", async ({ page, baseURL }) => {
  const watch = new Watch(page, baseURL ?? "");
  await watch.start();
  await enterAsGuest(page);
  await say(page, "I went to the sea today.");
  await answered(page, "Aira", 1);
  await say(page, "The water was cold.");
  await answered(page, "Aira", 2);
  const before = await words(page);

  await test.step("other words for the first message are answered anew", async () => {
    await mine(page).first().hover();
    await mine(page).first().getByRole("button", { name: "Edit message" }).click();
    const edit = page.getByRole("textbox", { name: "Edit your message" });
    await expect(edit).toBeFocused();
    await expectAccessible(page, "editing a message");
    await edit.press("Escape");
    await expect(edit).toBeHidden();
    await expect(mine(page).first().getByRole("button", { name: "More for this message" })).toBeFocused();
    await mine(page).first().hover();
    await mine(page).first().getByRole("button", { name: "Edit message" }).click();
    await edit.fill("I went to the mountains today.");
    await edit.press("Control+Enter");
    await answered(page, "Aira", 1);
    await expect(mine(page)).toHaveCount(1);
    await expect(mine(page)).toContainText("mountains");
    await expect(version(mine(page))).toHaveText("Version 2 /of 2");
    await expect(field(page)).toBeFocused();
    await expectAccessible(page, "two versions");
  });

  await test.step("the words before are a page away, by the keyboard too", async () => {
    await version(mine(page)).getByRole("button", { name: "Previous version" }).focus();
    await page.keyboard.press("Enter");
    await expect(replies(page, "Aira")).toHaveCount(2);
    await expect(version(mine(page).first())).toHaveText("Version 1 /of 2");
    await expect(version(mine(page).first()).getByRole("button", { name: "Previous version" })).toBeFocused();
    const after = await words(page);
    expect(after.map((text) => text.replace("Version 1 / of 2 ", ""))).toEqual(before);
    await page.reload();
    await expect(replies(page, "Aira")).toHaveCount(2);
    await expect(mine(page).first()).toContainText("the sea");
  });

  await test.step("another answer stands beside the first, and goes when it is deleted", async () => {
    await replies(page, "Aira").last().getByRole("button", { name: "Try again" }).click();
    await expect(version(replies(page, "Aira").last())).toHaveText("Version 2 /of 2");
    await answered(page, "Aira", 2);
    await choose(page, replies(page, "Aira").last(), "Delete from here on");
    const dialog = page.getByRole("dialog", { name: "Delete from here on?" });
    await expectAccessible(page, "deleting a message");
    await dialog.getByRole("button", { name: "Delete" }).click();
    await expect(dialog).toBeHidden();
    await expect(version(replies(page, "Aira").last())).toBeHidden();
    expect((await words(page)).at(-1)).toBe(before.at(-1));
  });

  await test.step("and it goes on elsewhere from any message", async () => {
    const here = page.url();
    await choose(page, replies(page, "Aira").first(), "Continue in a new chat from here");
    await expect(page).not.toHaveURL(here);
    await expect(rows(page)).toHaveCount(2);
    await expect(mine(page)).toContainText("the sea");
    await say(page, "And then?");
    await answered(page, "Aira", 2);
    await expect(list(page).getByRole("listitem")).toHaveCount(2);
    await page.goto(here);
    await expect(rows(page)).toHaveCount(4);
  });
  watch.expectQuiet();
});
