import { Observable } from "./observable";

export type ThemeChoice = "light" | "dark" | "system";

const storageKey = "kith.theme";
const prefersDark = () => matchMedia("(prefers-color-scheme: dark)");

/** The same rules as `public/theme.js`, which runs before the first paint. */
class Theme extends Observable<ThemeChoice> {
  constructor() {
    super(stored());
  }

  follow(): void {
    prefersDark().addEventListener("change", () => this.paint());
    this.paint();
  }

  choose(choice: ThemeChoice): void {
    try {
      if (choice === "system") localStorage.removeItem(storageKey);
      else localStorage.setItem(storageKey, choice);
    } catch {
      // Not kept then, but shown.
    }
    this.publish(choice);
    this.paint();
  }

  private paint(): void {
    const choice = this.getSnapshot();
    const dark = choice === "dark" || (choice === "system" && prefersDark().matches);
    document.documentElement.dataset.theme = dark ? "dark" : "light";
    document.querySelector('meta[name="theme-color"]')?.setAttribute("content", dark ? "#1b1519" : "#fcf9f6");
  }
}

function stored(): ThemeChoice {
  try {
    const value = localStorage.getItem(storageKey);
    return value === "light" || value === "dark" ? value : "system";
  } catch {
    return "system";
  }
}

export const theme = new Theme();
