import { type Browser, expect, type Page, test } from "@playwright/test";
import { answered, field, list, register, rows, say, welcome } from "./steps";
import { expectAccessible, Watch } from "./watch";

class Somebody {
  readonly watch: Watch;

  private constructor(
    readonly page: Page,
    readonly name: string,
    readonly email: string,
    origin: string,
  ) {
    this.watch = new Watch(page, origin);
  }

  /** Somebody new, in a browser of their own. */
  static async comes(browser: Browser, name: string, origin: string): Promise<Somebody> {
    const page = await (await browser.newContext({ baseURL: origin, locale: "en-GB" })).newPage();
    const email = `${name.toLowerCase()}-${Date.now()}@example.org`;
    const one = new Somebody(page, name, email, origin);
    await one.watch.start();
    await page.goto("/sign-up");
    await page.getByLabel("What should we call you?").fill(name);
    await page.getByLabel("Email").fill(email);
    await page.getByLabel("Password").fill("a long quiet password");
    await page.getByRole("button", { name: "Create account" }).click();
    await welcome(page, "That's me");
    return one;
  }

  row = (text: string | RegExp) => rows(this.page).filter({ hasText: text });

  inList = (text: string) => list(this.page).getByRole("link", { name: new RegExp(text) });

  async ask(other: Somebody): Promise<void> {
    await this.page.goto("/people");
    await this.page.getByLabel("Their email address").fill(other.email);
    await this.page.getByRole("button", { name: "Ask", exact: true }).click();
    await expect(this.page.getByRole("list", { name: "Asked by you" })).toContainText(other.email);
  }

  async accept(other: Somebody): Promise<void> {
    await this.page.goto("/people");
    await this.page.getByRole("button", { name: `Accept ${other.name}` }).click();
    await expect(this.page.getByRole("link", { name: `Message ${other.name}` })).toBeVisible();
  }

  async message(other: Somebody): Promise<void> {
    await this.page.goto("/people");
    await this.page.getByRole("link", { name: `Message ${other.name}` }).click();
    await expect(this.page.getByRole("heading", { level: 1, name: other.name })).toBeVisible();
  }

  async does(action: string, text: string): Promise<void> {
    await this.row(text).hover();
    await this.row(text)
      .getByRole("button", { name: new RegExp(`^${action} `) })
      .click();
  }

  async leave(): Promise<void> {
    this.watch.expectQuiet();
    await this.page.context().close();
  }
}

test("two people meet, see each other type, read and react", async ({ browser, baseURL }) => {
  const ann = await Somebody.comes(browser, "Ann", baseURL ?? "");
  const bob = await Somebody.comes(browser, "Bob", baseURL ?? "");

  await test.step("Ann asks, Bob is told, and accepts", async () => {
    await ann.ask(bob);
    await expectAccessible(ann.page, "people, asked");
    await expect(bob.inList("People 1 asks to talk with you")).toBeVisible();
    await bob.page.goto("/people");
    await expectAccessible(bob.page, "people, a request");
    await bob.accept(ann);
    await ann.message(bob);
    await expectAccessible(ann.page, "room, empty");
  });

  await test.step("what Ann says waits for Bob, and is counted", async () => {
    await say(ann.page, "Hello Bob, look: https://example.org/a");
    await say(ann.page, "Are you there?");
    await expect(bob.inList("Ann")).toContainText("2 unread");
    await expect(bob.page).toHaveTitle(/^\(2\) /);
    await expect(ann.row("Are you there?")).toContainText(/Delivered|Sent/);
  });

  await test.step("Bob reads it, and Ann sees that", async () => {
    await bob.inList("Ann").click();
    await expect(bob.page.getByText("New messages")).toBeVisible();
    await expect(bob.row("Hello Bob").getByRole("link", { name: "https://example.org/a" })).toHaveAttribute(
      "rel",
      /noopener/,
    );
    await expect(ann.row("Are you there?")).toContainText("Read");
    await expect(bob.inList("Ann")).not.toContainText("unread");
  });

  await test.step("Ann sees Bob type, and him here", async () => {
    await expect(ann.page.getByRole("img", { name: "online" }).first()).toBeVisible();
    await field(bob.page).pressSequentially("I am, ", { delay: 20 });
    await expect(ann.page.getByRole("main").getByText("Bob is typing…")).toBeVisible();
    await expect(ann.inList("Bob is typing…")).toBeVisible();
    await field(bob.page).fill("I am, and glad to hear from you.");
    await bob.page.keyboard.press("Enter");
    await expect(ann.row("glad to hear")).toBeVisible();
    await expect(ann.page.getByText("Bob is typing…")).toHaveCount(0);
  });

  await test.step("she reacts, with an emoji of many", async () => {
    await ann.does("React to", "glad to hear");
    await ann.page.getByRole("button", { name: "React with ❤️" }).click();
    await expect(bob.row("glad to hear").getByRole("button", { name: "❤️ 1: add yours" })).toBeVisible();
    await bob.row("glad to hear").getByRole("button", { name: "❤️ 1: add yours" }).click();
    await expect(ann.row("glad to hear").getByRole("button", { name: /^❤️ 2, with yours/ })).toBeVisible();
    await ann.does("React to", "Are you there?");
    await ann.page.getByRole("button", { name: "All emoji" }).click();
    await ann.page.getByLabel("Search emoji").fill("lighthouse");
    await ann.page.getByLabel("Search emoji").fill("rocket");
    await ann.page.getByRole("gridcell", { name: "Rocket", exact: true }).click();
    await expect(bob.row("Are you there?").getByRole("button", { name: "🚀 1: add yours" })).toBeVisible();
    await expectAccessible(ann.page, "room");
  });

  await test.step("they reply, put in other words, and delete", async () => {
    await ann.does("Reply to", "glad to hear");
    await say(ann.page, "So am I");
    await expect(bob.row("So am I")).toContainText("I am, and glad to hear from you.");
    await ann.does("More for", "So am I");
    await ann.page.getByRole("menuitem", { name: "Edit" }).click();
    await ann.page.getByRole("textbox", { name: "Edit your message" }).fill("So am I, very much");
    await ann.page.keyboard.press("Enter");
    await expect(bob.row("So am I, very much")).toContainText("edited");
    await ann.does("More for", "Are you there?");
    await ann.page.getByRole("menuitem", { name: "Delete for everybody" }).click();
    await ann.page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await expect(bob.row("Are you there?")).toHaveCount(0);
  });

  await test.step("offline and reloaded in between, each word arrives once and in order", async () => {
    await ann.page.context().setOffline(true);
    await expect(ann.page.getByText("You are offline.")).toBeVisible();
    for (const text of ["Count one", "Count two", "Count three"]) await say(ann.page, text);
    await expect(ann.row("Waiting to send")).toHaveCount(3);
    await ann.page.context().setOffline(false);
    await ann.page.reload();
    await expect(bob.row(/Count/)).toHaveText([/Count one/, /Count two/, /Count three/]);
    await expect(ann.row(/Count/)).toHaveText([/Count one/, /Count two/, /Count three/]);
    await bob.page.reload();
    await expect(bob.row(/Count/)).toHaveCount(3);
  });

  await test.step("on a phone and in the dark it fits", async () => {
    await bob.page.setViewportSize({ width: 375, height: 740 });
    await bob.page.emulateMedia({ colorScheme: "dark" });
    await say(bob.page, `${"verylongword".repeat(20)} مرحبا`);
    await expectAccessible(bob.page, "room, phone, dark");
    const overflow = await bob.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow, "nothing is wider than the phone").toBeLessThanOrEqual(0);
  });

  await test.step("blocked, Bob learns nothing and reaches nobody", async () => {
    await ann.page.goto("/people");
    await ann.page.getByRole("button", { name: "More for Bob" }).click();
    await ann.page.getByRole("menuitem", { name: "Block" }).click();
    await ann.page.getByRole("dialog").getByRole("button", { name: "Block" }).click();
    await expect(ann.page.getByRole("list", { name: "Blocked people" })).toContainText("Bob");
    await say(bob.page, "Do you hear me?");
    await expect(bob.row("Do you hear me?")).toContainText("Sent");
    await expect(bob.page.getByRole("heading", { level: 1, name: "Ann" })).toBeVisible();
    await ann.page.getByRole("button", { name: "Unblock Bob" }).click();
    await ann.message(bob);
    await expect(ann.row("verylongword")).toBeVisible();
    await expect(ann.row("Do you hear me?")).toHaveCount(0);
  });

  await ann.leave();
  await bob.leave();
});

test("three people and an AI friend in a group, and what another may read of it", async ({ browser, baseURL }) => {
  const [ann, bob, cleo] = [
    await Somebody.comes(browser, "Ann", baseURL ?? ""),
    await Somebody.comes(browser, "Bob", baseURL ?? ""),
    await Somebody.comes(browser, "Cleo", baseURL ?? ""),
  ];
  for (const other of [bob, cleo]) {
    await ann.ask(other);
    await other.accept(ann);
  }

  await test.step("Ann makes a group", async () => {
    await ann.page.goto("/people");
    await ann.page.getByRole("button", { name: "New group" }).click();
    const dialog = ann.page.getByRole("dialog", { name: "New group" });
    await dialog.getByLabel("Name of the group").fill("Hikers");
    await dialog.getByLabel("Bob").check();
    await dialog.getByLabel("Cleo").check();
    await expectAccessible(ann.page, "new group");
    await dialog.getByRole("button", { name: "Create group" }).click();
    await expect(ann.page.getByRole("heading", { level: 1, name: "Hikers" })).toBeVisible();
    for (const other of [bob, cleo]) await other.inList("Hikers").click();
    await say(bob.page, "Where shall we go on Sunday?");
    await expect(cleo.row("on Sunday")).toContainText("Bob");
  });

  await test.step("an AI chat of Ann's reads it, and everybody sees that it did", async () => {
    await ann.page.goto("/");
    await ann.page.getByRole("button", { name: "Talk to Aira" }).click();
    await ann.page.getByRole("button", { name: "More about this conversation" }).click();
    await ann.page.getByRole("menuitem", { name: /^Use a conversation/ }).click();
    await expectAccessible(ann.page, "use a conversation");
    await ann.page
      .getByRole("dialog")
      .getByRole("button", { name: /^Hikers/ })
      .click();
    await ann.page.getByRole("checkbox", { name: /Let Aira read the latest of Hikers/ }).check();
    await expectAccessible(ann.page, "reads a conversation");
    await say(ann.page, "What do they want to know?");
    await answered(ann.page, "Aira", 1);
    for (const other of [bob, cleo])
      await expect(other.page.getByText(/^Ann let an AI friend read the last message/)).toBeVisible();
  });

  await test.step("whoever refuses is heard", async () => {
    await cleo.page.getByRole("button", { name: "About this group" }).click();
    await expectAccessible(cleo.page, "about a group");
    await cleo.page.getByRole("switch", { name: "AI chats may read along" }).click();
    await expect(cleo.page.getByRole("switch", { name: "AI chats may read along" })).not.toBeChecked();
    await cleo.page.keyboard.press("Escape");
    await ann.page.getByRole("checkbox", { name: /Let Aira read/ }).check();
    await say(ann.page, "And now?");
    const refused = rows(ann.page).filter({ hasText: "And now?" });
    await refused.getByRole("button", { name: "Send without the conversation" }).click();
    await answered(ann.page, "Aira", 2);
  });

  await test.step("members come and go", async () => {
    await ann.inList("Hikers").click();
    await ann.page.getByRole("button", { name: "About this group" }).click();
    await ann.page.getByLabel("Name of the group").fill("Slow hikers");
    await ann.page.getByRole("button", { name: "Rename" }).click();
    await expect(bob.page.getByRole("heading", { level: 1, name: "Slow hikers" })).toBeVisible();
    await ann.page.getByRole("button", { name: "Remove Cleo" }).click();
    await expect(cleo.page.getByRole("heading", { name: "This conversation is not here" })).toBeVisible();
    await ann.page.keyboard.press("Escape");
    await bob.page.getByRole("button", { name: "About this group" }).click();
    await bob.page.getByRole("button", { name: "Leave" }).click();
    await bob.page.getByRole("dialog", { name: "Leave this group?" }).getByRole("button", { name: "Leave" }).click();
    await expect(bob.inList("Slow hikers")).toHaveCount(0);
  });

  for (const one of [ann, bob, cleo]) await one.leave();
});

test("the app opens without a network, and its settings say who is told what", async ({ page, context }) => {
  await register(page, "installed");
  await welcome(page, "Skip");
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  const manifest = await (await page.request.get("/manifest.webmanifest")).json();
  for (const { src, type } of manifest.icons)
    expect((await page.request.get(src)).headers()["content-type"], src).toBe(type);
  await page.goto("/settings");
  await page.getByRole("switch", { name: "Show when I am here" }).click();
  await expect(page.getByRole("switch", { name: "Show when I am here" })).not.toBeChecked();
  await expect(page.getByRole("region", { name: "Notifications" })).toBeVisible();
  await expectAccessible(page, "settings with people");
  expect(
    await page.evaluate(async () => {
      const names = await caches.keys();
      const all = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
      return all.flat().filter((one) => /\/(api|graphql|v1|health)\b/.test(new URL(one.url).pathname)).length;
    }),
    "nothing of anybody's own is kept",
  ).toBe(0);
  await context.setOffline(true);
  await page.reload();
  await expect(page.getByRole("heading", { name: "Kith could not start" })).toBeVisible();
  await context.setOffline(false);
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("button", { name: "Account", exact: true })).toBeVisible();
});
