import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** What must never happen on any page: requests to elsewhere, breaches of the content policy, script errors. */
export class Watch {
  private readonly seen: string[] = [];

  constructor(
    private readonly page: Page,
    origin: string,
  ) {
    const own = new URL(origin).host;
    const check = (address: string) => {
      const url = new URL(address);
      if (!["blob:", "data:"].includes(url.protocol) && url.host !== own) this.seen.push(`request to ${address}`);
    };
    page.on("request", (request) => check(request.url()));
    page.on("websocket", (socket) => check(socket.url()));
    page.on("pageerror", (error) => this.seen.push(`error: ${error.message}`));
    page.on("console", (message) => {
      // Not even whoever isn't signed in is told so by an error.
      if (/Content.Security.Policy|violates|status of 401/i.test(message.text())) this.seen.push(message.text());
    });
  }

  async start(): Promise<void> {
    await this.page.exposeFunction("kithBreach", (text: string) => this.seen.push(`policy: ${text}`));
    await this.page.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) => {
        (window as unknown as { kithBreach(text: string): void }).kithBreach(
          `${event.effectiveDirective} ${event.blockedURI}`,
        );
      });
    });
  }

  expectQuiet(): void {
    expect(this.seen).toEqual([]);
  }
}

/** What the page is told over its sockets. */
export class Sockets {
  private pieces: string[] = [];

  constructor(page: Page) {
    page.on("websocket", (socket) =>
      socket.on("framereceived", ({ payload }) => {
        const frame = JSON.parse(String(payload));
        if (frame.type === "token") this.pieces[frame.index] = frame.content;
      }),
    );
  }

  /** The pieces of the next reply, by their index; grows as they come. */
  tokens(): string[] {
    this.pieces = [];
    return this.pieces;
  }
}

/** No breach of WCAG 2.2 A and AA that a machine can find. */
export async function expectAccessible(page: Page, name: string): Promise<void> {
  // Colours are only themselves once nothing fades in any more.
  await page.evaluate(() =>
    Promise.all(
      document
        .getAnimations()
        .filter((one) => one.effect?.getTiming().iterations === 1)
        .map((one) => one.finished),
    ),
  );
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze();
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(" ")} ${node.failureSummary}`),
  );
  expect(found, name).toEqual([]);
}
