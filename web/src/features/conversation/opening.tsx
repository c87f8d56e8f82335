import { useGreeting } from "@/api/queries";
import type { Agent, Chat } from "@/api/types";
import { Avatar } from "@/components/avatar";

const toFriend = [
  "I would like to tell you about my day.",
  "Help me think something through.",
  "Tell me something that will make me smile.",
];
const toAnyone = ["Help me think something through.", "What are you good at?"];

type Props = { chat: Chat; agent: Agent | undefined; onSuggest: (text: string) => void };

/** Before the first word: who is here, and an easy way to begin. */
export function Opening({ chat, agent, onSuggest }: Props) {
  const name = agent?.name ?? "Your friend";
  const isAira = agent?.slug === "aira";
  const openers = isAira ? toFriend : toAnyone;
  const knows = isAira && chat.memory_enabled;
  const greeting = useGreeting(knows);
  const own = agent?.greeting || `Say hello. ${name} is listening.`;
  return (
    <div className="m-auto flex animate-rise flex-col items-center gap-4 px-2 py-8 text-center">
      <Avatar name={name} size="large" />
      <div>
        <h2 className="text-2xl font-bold tracking-tight">{name}</h2>
        <p className="mt-1 min-h-6 max-w-md text-ink-soft text-balance">
          {knows ? (greeting.data?.text ?? (greeting.isPending ? "" : own)) : own}
        </p>
      </div>
      {chat.status === "active" && (
        <ul className="mt-2 flex flex-wrap justify-center gap-2">
          {openers.map((text) => (
            <li key={text}>
              <button
                type="button"
                onClick={() => onSuggest(text)}
                className="rounded-full border border-line-strong bg-surface px-4 py-2 text-[0.9375rem] text-ink-soft transition-colors hover:border-accent hover:text-ink"
              >
                {text}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
