import { expect, test } from "@playwright/test";
import { enterAsGuest } from "./steps";
import { Watch } from "./watch";

test("GraphiQL works at the address of GraphQL, with whoever is signed in", async ({ page, baseURL }) => {
  const watch = new Watch(page, baseURL ?? "");
  await watch.start();
  await enterAsGuest(page);

  await page.goto("/graphql/");
  // Before its editor is there, the button does nothing.
  await expect(page.locator(".view-lines").first()).toContainText("myChatSessions");
  await page.getByRole("button", { name: /Execute query/ }).click();

  await expect(page.locator(".graphiql-response")).toContainText('"myChatSessions"');
  await expect(page.locator(".graphiql-response")).not.toContainText('"errors"');
  // It has read the schema.
  await page.getByRole("button", { name: "Show Documentation Explorer" }).click();
  await expect(page.locator(".graphiql-plugin")).toContainText("Subscription");
  watch.expectQuiet();
});
