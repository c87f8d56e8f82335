import { useNavigate } from "@tanstack/react-router";
import { Menu as MenuIcon, Plus } from "lucide-react";
import { useCallback, useRef } from "react";
import { explain } from "@/api/problem";
import { findAgent, useAgents, useChats, useCreateChat, useGreeting, useMe } from "@/api/queries";
import type { Agent, Chat } from "@/api/types";
import { Avatar } from "@/components/avatar";
import { IconButton } from "@/components/button";
import { Composer, type ComposerHandle } from "@/components/composer";
import { LogoMark } from "@/components/logo";
import { Notice } from "@/components/notice";
import { Skeleton } from "@/components/skeleton";
import { cx } from "@/lib/cx";
import { keepDraft } from "@/lib/drafts";
import { threads } from "@/lib/live";
import { usePageTitle } from "@/lib/page-title";
import { shortcutLabel, useShortcut } from "@/lib/shortcuts";
import { complain } from "@/lib/toasts";
import { useUi } from "@/lib/ui-store";
import { finePointer } from "@/lib/viewport";

const draft = "home";

export function HomePage() {
  const me = useMe();
  const agents = useAgents();
  const { chats } = useChats();
  const open = useUi((state) => state.open);
  const setDrawer = useUi((state) => state.setDrawer);
  const navigate = useNavigate();
  const create = useCreateChat();
  const composer = useRef<ComposerHandle>(null);
  usePageTitle(null);
  useShortcut(
    "write",
    useCallback(() => composer.current?.focus(), []),
  );
  const aira = findAgent(agents.data, "aira");

  const talk = (agent: string, first?: string) => {
    // One click twice makes one conversation: one that has not begun yet is taken up again.
    const fresh = chats.find((chat) => isUntouched(chat, findAgent(agents.data, agent)));
    const enter = (chatId: string) => {
      if (first) threads.send(chatId, first);
      void navigate({ to: "/c/$chatId", params: { chatId } });
    };
    if (fresh) return enter(fresh.id);
    create.mutate(
      { agent },
      {
        onSuccess: (chat) => enter(chat.id),
        onError: (error) => {
          if (first) keepDraft(draft, first);
          if (first) composer.current?.fill(first);
          complain(error);
        },
      },
    );
  };

  const greeting = useGreeting();
  const name = me && !me.is_anonymous ? (me.display_name.split(" ")[0] ?? null) : null;
  const [hello, rest] = greeting.data ? inTwo(greeting.data.text) : [helloTo(name), "What is on your mind?"];
  return (
    <section aria-label="Start" className="safe-top flex h-full flex-col overflow-y-auto">
      <div className="p-3 lg:hidden">
        <IconButton label="Conversations" onClick={() => setDrawer(true)}>
          <MenuIcon />
        </IconButton>
      </div>
      <div className="safe-x safe-bottom mx-auto my-auto w-full max-w-2xl animate-rise py-8">
        <LogoMark className="mb-5 size-12" />
        <h1 className="text-3xl font-bold tracking-tight text-balance sm:text-4xl">{hello}</h1>
        <p className="mt-1.5 mb-6 min-h-7 text-lg text-ink-soft text-pretty">{!greeting.isPending && rest}</p>
        <Composer
          draft={draft}
          placeholder="Message Aira"
          handle={composer}
          autoFocus={finePointer()}
          disabled={create.isPending}
          onSend={(text) => {
            talk("aira", text);
            return true;
          }}
        />
        <h2 className="mt-10 mb-3 font-bold tracking-tight">Who is there</h2>
        {agents.isPending && <CardsSkeleton />}
        {agents.error && (
          <Notice>
            {explain(agents.error)}{" "}
            <button type="button" className="underline" onClick={() => void agents.refetch()}>
              Try again
            </button>
          </Notice>
        )}
        <ul className="grid gap-2.5 sm:grid-cols-2">
          {aira && (
            <li>
              <AgentCard agent={aira} title="Talk to Aira" warm busy={create.isPending} onClick={() => talk("aira")} />
            </li>
          )}
          {agents.data
            ?.filter((agent) => agent !== aira)
            .slice(0, 5)
            .map((agent) => (
              <li key={agent.id}>
                <AgentCard agent={agent} onClick={() => open({ name: "new-chat", agent: agent.slug ?? agent.id })} />
              </li>
            ))}
          {agents.data && (
            <li>
              <button
                type="button"
                onClick={() => open({ name: "agent" })}
                className="flex h-full w-full items-center gap-3 rounded-2xl border border-dashed border-line-strong p-3.5 text-left text-ink-soft transition-colors hover:border-accent hover:text-ink"
              >
                <span className="inline-flex size-10 items-center justify-center rounded-full bg-hover">
                  <Plus className="size-5" />
                </span>
                <span className="font-semibold">Make a friend of your own</span>
              </button>
            </li>
          )}
        </ul>
        <p className="mt-8 text-sm text-ink-faint pointer-coarse:hidden">
          <Key>{shortcutLabel("new")}</Key> new chat <span className="mx-2">·</span> <Key>{shortcutLabel("write")}</Key>{" "}
          write <span className="mx-2">·</span> <Key>{shortcutLabel("stop")}</Key> stop a reply
        </p>
      </div>
    </section>
  );
}

function Key({ children }: { children: string }) {
  return (
    <kbd className="rounded-md border border-line-strong bg-surface px-1.5 py-0.5 font-sans text-xs font-semibold text-ink-soft">
      {children}
    </kbd>
  );
}

type CardProps = { agent: Agent; title?: string; warm?: boolean; busy?: boolean; onClick: () => void };

function AgentCard({ agent, title = agent.name, warm = false, busy = false, onClick }: CardProps) {
  return (
    <button
      type="button"
      aria-label={title}
      disabled={busy}
      onClick={onClick}
      className={cx(
        "flex h-full w-full items-center gap-3 rounded-2xl border p-3.5 text-left shadow-soft transition-colors",
        warm
          ? "border-transparent bg-accent-soft hover:border-accent/40"
          : "border-line bg-surface hover:border-line-strong",
      )}
    >
      <Avatar name={agent.name} />
      <span className="min-w-0">
        <span className="block truncate font-semibold">{title}</span>
        <span className="line-clamp-2 text-sm leading-snug text-ink-soft">{agent.greeting || agent.prompt}</span>
      </span>
    </button>
  );
}

function CardsSkeleton() {
  return (
    <div role="status" aria-label="Loading your friends" className="grid gap-2.5 sm:grid-cols-2">
      <Skeleton className="h-18 rounded-2xl" />
      <Skeleton className="h-18 rounded-2xl" />
    </div>
  );
}

/** Begun with this agent by nothing but a click, and nothing said yet. */
function isUntouched(chat: Chat, agent: Agent | undefined): boolean {
  if (!agent || (chat.agent !== agent.id && chat.agent !== agent.slug)) return false;
  const asUsual = chat.system_prompt === agent.prompt;
  return chat.message_count === 0 && chat.status === "active" && !chat.archived && !chat.title && asUsual;
}

/** The first sentence, and what follows it. */
function inTwo(text: string): [string, string] {
  const end = text.search(/(?<=[.!?…])\s/);
  return end < 0 ? [text, ""] : [text.slice(0, end), text.slice(end + 1)];
}

/** Until the server greets, and where it can't. */
const helloTo = (name: string | null) => `${daypart()}${name ? `, ${name}` : ""}.`;

function daypart(hour = new Date().getHours()): string {
  if (hour < 5) return "Still up";
  if (hour < 12) return "Good morning";
  if (hour < 18) return "Good afternoon";
  return "Good evening";
}
