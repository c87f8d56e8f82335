import type { SensitiveMemory } from "@/api/types";
import { type Choice, Choices } from "./choices";

const choices: Choice<SensitiveMemory>[] = [
  { value: "ask", label: "Ask me", text: "It waits on your memory page, unused, until you say yes." },
  { value: "on", label: "Remember it", text: "Your friends may come back to it, like to anything else you tell them." },
  { value: "off", label: "Never", text: "It stays in the conversation where you said it, and nowhere else." },
];

type Props = { value: SensitiveMemory; disabled?: boolean; onChange: (value: SensitiveMemory) => void };

export function SensitiveChoices(props: Props) {
  return <Choices {...props} legend="Health, moods, beliefs and other private things" choices={choices} />;
}
