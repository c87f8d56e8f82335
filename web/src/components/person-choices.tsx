import type { Person } from "@/api/types";
import { PersonAvatar } from "./person-avatar";

type Props = {
  legend: string;
  people: readonly Person[];
  chosen: ReadonlySet<string>;
  onChange: (id: string, on: boolean) => void;
};

/** Some of those I know. */
export function PersonChoices({ legend, people, chosen, onChange }: Props) {
  return (
    <fieldset>
      <legend className="mb-1.5 text-sm font-semibold">{legend}</legend>
      <ul className="flex max-h-72 flex-col gap-0.5 overflow-y-auto overscroll-contain rounded-2xl border border-line p-1.5">
        {people.map((one) => (
          <li key={one.id}>
            <label className="flex cursor-pointer items-center gap-3 rounded-xl px-2 py-1.5 hover:bg-hover has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-accent">
              <PersonAvatar id={one.id} name={one.display_name} size="small" />
              <span dir="auto" className="min-w-0 flex-1 truncate font-semibold">
                {one.display_name}
              </span>
              <input
                type="checkbox"
                checked={chosen.has(one.id)}
                onChange={(event) => onChange(one.id, event.target.checked)}
                className="size-4.5 accent-fill outline-none"
              />
            </label>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}

/** A set with something put in or taken out. */
export function toggled(set: ReadonlySet<string>, id: string, on: boolean): ReadonlySet<string> {
  const next = new Set(set);
  if (on) next.add(id);
  else next.delete(id);
  return next;
}
