import { expect, type Page, test } from "@playwright/test";
import { answered, enterAsGuest, field, list, register, replies, rows, say, welcome } from "./steps";
import { expectAccessible, Watch } from "./watch";

const facts = (page: Page) => page.getByRole("list", { name: "Facts" }).getByRole("listitem");
const fact = (page: Page, text: string | RegExp) => facts(page).filter({ hasText: text });

async function talkToAira(page: Page): Promise<void> {
  await page.goto("/");
  await page.getByRole("button", { name: "Talk to Aira" }).click();
  await expect(field(page)).toBeVisible();
}

async function choose(page: Page, text: string | RegExp, action: string): Promise<void> {
  await fact(page, text)
    .getByRole("button", { name: /^More for/ })
    .click();
  await page.getByRole("menuitem", { name: action }).click();
}

test("what is said is remembered, used elsewhere, shown, changed and forgotten", async ({ page, context, baseURL }) => {
  const watch = new Watch(page, baseURL ?? "");
  await watch.start();
  const memory = await context.newPage();
  const said = "I'm Medhavi, I love mangoes";

  await test.step("somebody new is asked how they want to be known", async () => {
    await page.goto("/");
    await expect(page.getByRole("heading", { name: "Come on in" })).toBeVisible();
    await register(page, "mg");
    const dialog = page.getByRole("dialog", { name: "Nice to meet you" });
    await expect(dialog.getByLabel("What should your friends call you?")).toBeFocused();
    await dialog.getByLabel("What should your friends call you?").fill("Medhavi");
    await dialog.getByRole("radio", { name: /^Remember it/ }).check();
    await expectAccessible(page, "welcome");
    await welcome(page, "That's me");
    await expect(page.getByRole("button", { name: "Account" })).toContainText("Medhavi");
    await page.reload();
    await expect(page.getByRole("button", { name: "Talk to Aira" })).toBeVisible();
    await expect(dialog).toBeHidden();
  });

  await test.step("what she tells appears on her memory page while it is open", async () => {
    await memory.goto("/memory");
    await expect(memory.getByText("Nothing yet.")).toBeVisible();
    await expectAccessible(memory, "memory, empty");
    await talkToAira(page);
    await say(page, said);
    await answered(page, "Aira", 1);
    await expect(fact(memory, /mangoes/)).toBeVisible();
  });

  await test.step("another chat knows it, and says that it was given it", async () => {
    await talkToAira(page);
    await say(page, "What do I like?");
    await answered(page, "Aira", 1);
    await expect(replies(page, "Aira")).toContainText("mangoes");
    await replies(page, "Aira")
      .getByRole("button", { name: /^Remembered \d+ things?$/ })
      .click();
    const receipt = page.getByRole("region", { name: "Remembered" });
    await expect(receipt.getByRole("link", { name: /mangoes/ }).first()).toBeVisible();
    await expectAccessible(page, "receipt");
    await page.reload();
    await expect(replies(page, "Aira").getByRole("button", { name: /^Remembered/ })).toBeVisible();
  });

  await test.step("where nothing is to be remembered, nothing is", async () => {
    await page.getByRole("button", { name: "More about this conversation" }).click();
    await page.getByRole("menuitem", { name: "Remember nothing here" }).click();
    await expect(page.getByText("memory off")).toBeVisible();
    await say(page, "And what do I like most?");
    await answered(page, "Aira", 2);
    await expect(
      replies(page, "Aira")
        .last()
        .getByRole("button", { name: /^Remembered/ }),
    ).toBeHidden();
  });

  await test.step("she puts it into other words, and pins it", async () => {
    await list(page).getByRole("link", { name: "Memory" }).click();
    await choose(page, /mangoes/, "Edit");
    const dialog = page.getByRole("dialog", { name: "In other words" });
    await dialog.getByRole("textbox", { name: "About you" }).fill("Loves Alphonso mangoes.");
    await expectAccessible(page, "edit a fact");
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(fact(page, "Loves Alphonso mangoes.")).toBeVisible();
    await expect(fact(memory, "Loves Alphonso mangoes.")).toBeVisible();
    await choose(page, "Loves Alphonso mangoes.", "Pin");
    await page.reload();
    await expect(
      facts(page)
        .first()
        .getByRole("button", { name: /^Unpin/ }),
    ).toBeVisible();
    await expect(facts(page).first()).toContainText("Loves Alphonso mangoes.");
  });

  await test.step("asks why it is known, and lands on the message", async () => {
    await fact(page, "Alphonso").getByRole("button", { name: "Why do you know this?" }).click();
    await expectAccessible(page, "memory");
    await fact(page, "Alphonso")
      .getByRole("link", { name: /I love mangoes/ })
      .click();
    const message = rows(page).filter({ hasText: said }).first();
    await expect(message).toBeInViewport();
    await expect(message).toBeFocused();
  });

  await test.step("has it forgotten, everywhere, after a second thought", async () => {
    await list(page).getByRole("link", { name: "Memory" }).click();
    await choose(page, "Alphonso", "Forget");
    await expect(page.getByRole("button", { name: "Undo" })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(fact(page, "Loves Alphonso mangoes.").getByRole("button", { name: /^More for/ })).toBeVisible();
    await choose(page, "Alphonso", "Forget");
    await page.getByRole("link", { name: "Back" }).click();
    await expect(fact(memory, "Alphonso")).toHaveCount(0);
    await page.goto("/memory");
    await expect(page.getByRole("region", { name: "What I know about you" })).toBeVisible();
    await expect(fact(page, "Alphonso")).toHaveCount(0);
  });

  await test.step("writes one herself on the phone, in the dark, and forgets everything", async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.emulateMedia({ colorScheme: "dark" });
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await page.getByRole("textbox", { name: "About you" }).fill("Sings in a choir on Thursdays.");
    await page.getByRole("button", { name: "Remember", exact: true }).click();
    await expect(fact(page, "Sings in a choir")).toBeVisible();
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await page.getByRole("textbox", { name: "About you" }).fill("يعيش في القاهرة. ".repeat(25));
    await page.getByRole("button", { name: "Remember", exact: true }).click();
    await fact(page, "القاهرة").getByRole("button", { name: "All of it" }).click();
    await expect(fact(page, "القاهرة").getByRole("button", { name: "Less" })).toBeVisible();
    await expectAccessible(page, "memory, phone, dark");
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow, "nothing is wider than the phone").toBeLessThanOrEqual(0);
    await page.getByRole("button", { name: "Forget everything…" }).click();
    const dialog = page.getByRole("dialog", { name: "Forget everything about you?" });
    await dialog.getByRole("textbox").fill("forget everything");
    await dialog.getByRole("button", { name: "Forget everything" }).click();
    await expect(page.getByText("Nothing yet.")).toBeVisible();
    await expect(memory.getByText("Nothing yet.")).toBeVisible();
  });

  watch.expectQuiet();
});

test("a mood is asked about, drawn and put right", async ({ page }) => {
  await enterAsGuest(page);
  await say(page, "I am so sad today.");
  await answered(page, "Aira", 1);
  await expect(list(page).getByRole("link", { name: /^Memory 1 waits for your yes/ })).toBeVisible();
  await page.goto("/memory");
  const question = page.getByRole("region", { name: "May I remember this?" });
  await question.getByRole("link", { name: "Where you said it" }).click();
  await expect(rows(page).filter({ hasText: "I am so sad today." }).first()).toBeFocused();
  await list(page)
    .getByRole("link", { name: /^Memory/ })
    .click();
  await question.getByRole("button", { name: /^Yes, remember: You felt sad/ }).click();
  await expect(question).toBeHidden();
  await expect(list(page).getByText(/for your yes/)).toBeHidden();
  const chart = page.getByRole("region", { name: "How you felt" });
  await chart.getByRole("button", { name: /^sad, bad/ }).focus();
  await chart.getByRole("button", { name: "Edit" }).click();
  await page.getByLabel("In a word").fill("tired");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(chart.getByRole("button", { name: /^tired/ })).toBeVisible();
  await expectAccessible(page, "moods");
});

test("conversations are taken out and brought in", async ({ page }) => {
  await register(page, "mover");
  await welcome(page, "Skip");
  await page.goto("/settings");
  const messages = [
    { role: "user", content: "The lighthouse keeper's cat is called Umbra.", created_at: "2025-05-01T10:00:00Z" },
    { role: "assistant", content: "What a name for a cat.", created_at: "2025-05-01T10:00:05Z" },
  ];
  const conversations = [{ title: "About a cat", external_id: "cat-1", messages }];
  const file = {
    name: "kith.json",
    mimeType: "application/json",
    buffer: Buffer.from(JSON.stringify({ conversations })),
  };
  await page.getByLabel("A file of conversations").setInputFiles(file);
  await expect(page.getByText("1 conversation read, 2 messages new.")).toBeVisible();
  await expect(page.getByRole("main").getByRole("link", { name: "About a cat" })).toBeVisible();
  await page.getByLabel("A file of conversations").setInputFiles(file);
  await expect(page.getByText("1 conversation read, 0 messages new.")).toBeVisible();
  await expect(list(page).getByRole("link", { name: /About a cat/ })).toBeVisible();
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Export everything of mine" }).click();
  const stream = await (await download).createReadStream();
  let text = "";
  for await (const piece of stream) text += piece;
  expect(JSON.parse(text).conversations).toContainEqual(
    expect.objectContaining({
      title: "About a cat",
      messages: messages.map((one) => expect.objectContaining({ content: one.content })),
    }),
  );
});
