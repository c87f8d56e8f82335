import { expect, test } from "@playwright/test";
import { answered, enterAsGuest, list, rows, say } from "./steps";
import { expectAccessible, Watch } from "./watch";

test("what was said is found by its words, and where it was said", async ({ page, baseURL }) => {
  const watch = new Watch(page, baseURL ?? "");
  await watch.start();
  await enterAsGuest(page);
  await say(page, "We saw a lighthouse on the island.");
  await answered(page, "Aira", 1);
  for (const [count, text] of ["Then it rained.", "Then it stopped.", "And then we slept."].entries()) {
    await say(page, text);
    await answered(page, "Aira", count + 2);
  }
  const chat = page.url();
  await page.goto("/");
  const field = page.getByRole("searchbox", { name: "Search conversations and messages" });
  const found = list(page).getByRole("region", { name: "Messages found" });
  const hit = found.getByRole("link", { name: /You: We saw a lighthouse/ });

  // It is indexed a moment after it was said.
  await expect(async () => {
    await field.fill("");
    await field.fill("lighthouses");
    await expect(hit).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await expect(hit.locator("mark")).toHaveText("lighthouse");
  await expectAccessible(page, "found messages");
  await field.press("Enter");
  await expect(page).toHaveURL(chat);
  const said = rows(page).filter({ hasText: "We saw a lighthouse" }).first();
  await expect(said).toBeInViewport();
  await expect(said).toBeFocused();

  await field.fill("zeppelin");
  await expect(found.getByText("Nothing found for “zeppelin”.")).toBeVisible();
  watch.expectQuiet();
});
