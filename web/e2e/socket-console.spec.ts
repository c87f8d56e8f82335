import { expect, test } from "@playwright/test";
import { expectAccessible, Watch } from "./watch";

test("the socket console shows what goes over a socket", async ({ page, baseURL }) => {
  const watch = new Watch(page, baseURL ?? "");
  await watch.start();
  await page.goto("/dev/socket/");
  const log = page.getByRole("log");
  const frame = (type: string) => log.getByRole("listitem").filter({ hasText: new RegExp(`(Received|Sent)${type}`) });
  await page.getByLabel("Sign in").selectOption("As a new guest");
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  await expect(frame("ready")).toContainText('"is_anonymous": true');
  await expect(page.getByText("Signed in as Guest")).toBeVisible();
  await expectAccessible(page, "the socket console");

  await page.getByLabel("Message").fill("Hello, I'm Ravi");
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(frame("done")).toBeVisible();
  await expect(frame("message").first()).toContainText("Hello, I'm Ravi");

  await page.getByRole("button", { name: "Pause" }).click();
  const before = await log.getByRole("listitem").count();
  await page.getByLabel("From the cursor").fill("0");
  await page.getByRole("button", { name: "Resume" }).click();
  await expect(page.getByText(/^\d+ more$/)).toBeVisible();
  await expect(log.getByRole("listitem")).toHaveCount(before);
  await page.getByRole("button", { name: "Go on" }).click();
  await expect(frame("done")).toHaveCount(2);

  await page.getByRole("button", { name: "Close" }).click();
  await expect(log.getByRole("listitem").last()).toContainText("close 1000");
  await expect(page.getByText("Not connected")).toBeVisible();
  watch.expectQuiet();
});
