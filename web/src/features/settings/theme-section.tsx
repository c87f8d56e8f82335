import { Monitor, Moon, Sun } from "lucide-react";
import { useSyncExternalStore } from "react";
import { type ThemeChoice, theme } from "@/lib/theme";
import { Section } from "./section";

const choices: { value: ThemeChoice; label: string; icon: typeof Sun }[] = [
  { value: "light", label: "Light", icon: Sun },
  { value: "dark", label: "Dark", icon: Moon },
  { value: "system", label: "System", icon: Monitor },
];

export function ThemeSection() {
  const chosen = useSyncExternalStore(theme.subscribe, theme.getSnapshot);
  return (
    <Section title="Appearance">
      <fieldset className="grid grid-cols-3 gap-2.5">
        <legend className="sr-only">Theme</legend>
        {choices.map(({ value, label, icon: Icon }) => (
          <label
            key={value}
            className="flex cursor-pointer flex-col items-center gap-2 rounded-2xl border border-line py-4 font-semibold text-ink-soft transition-colors hover:border-line-strong has-checked:border-accent has-checked:bg-accent-soft has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name="theme"
              className="sr-only"
              checked={chosen === value}
              onChange={() => theme.choose(value)}
            />
            <Icon className="size-5" aria-hidden="true" />
            {label}
          </label>
        ))}
      </fieldset>
    </Section>
  );
}
