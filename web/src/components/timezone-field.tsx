import { SelectField } from "./field";

type Props = { value: string; hint?: string; error?: string; onChange: (zone: string) => void };

export function TimezoneField({ value, hint, error, onChange }: Props) {
  return (
    <SelectField
      label="Your time zone"
      hint={hint}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      error={error}
    >
      {zones(value).map((zone) => (
        <option key={zone} value={zone}>
          {zone.replaceAll("_", " ")}
        </option>
      ))}
    </SelectField>
  );
}

/** Those the browser knows, and the one that is set: a browser may not list the name it goes by itself. */
function zones(chosen: string): string[] {
  return [...new Set([...Intl.supportedValuesOf("timeZone"), chosen])].sort();
}
