import { Link } from "@tanstack/react-router";
import { Archive, ArrowLeft, Brain, Search, SquarePen, Users } from "lucide-react";
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { usePendingFacts, usePendingMoods } from "@/api/memory-queries";
import { useHasPeople, usePeopleChats, useRequestCount, useUnreadCount } from "@/api/people-queries";
import { explain } from "@/api/problem";
import { findAgent, useAgents, useChats, useMe } from "@/api/queries";
import { Badge } from "@/components/badge";
import { Button, IconButton } from "@/components/button";
import { Wordmark } from "@/components/logo";
import { Notice } from "@/components/notice";
import { Skeleton } from "@/components/skeleton";
import { useUnreadMark } from "@/lib/page-title";
import { chatName } from "@/lib/people/names";
import { shortcutLabel } from "@/lib/shortcuts";
import { useUi } from "@/lib/ui-store";
import { AccountMenu } from "./account-menu";
import { ChatRow } from "./chat-row";
import { FoundMessages } from "./found-messages";
import { merged } from "./merged";
import { RoomRow } from "./room-row";

export function Sidebar() {
  const open = useUi((state) => state.open);
  const setDrawer = useUi((state) => state.setDrawer);
  const me = useMe();
  return (
    <nav aria-label="Conversations" className="safe-top flex h-full flex-col bg-sunken">
      <header className="flex items-center justify-between py-3 pr-3 pl-5">
        <Link to="/" onClick={() => setDrawer(false)} aria-label="Kith, start page" className="inline-flex rounded-lg">
          <Wordmark />
        </Link>
        <IconButton label={`New chat (${shortcutLabel("new")})`} onClick={() => open({ name: "new-chat" })}>
          <SquarePen />
        </IconButton>
      </header>
      <ChatList />
      {me?.is_anonymous && <GuestCard />}
      <footer className="safe-bottom border-t border-line px-3 pt-2">
        <PeopleLink />
        <MemoryLink />
        <AccountMenu />
      </footer>
    </nav>
  );
}

type Which = "all" | "people" | "agents";

const filters: [Which, string][] = [
  ["all", "All"],
  ["people", "People"],
  ["agents", "AI friends"],
];

function ChatList() {
  const chats = useChats();
  const people = usePeopleChats();
  const { isPending, error, refetch } = chats;
  const agents = useAgents().data;
  const [query, setQuery] = useState("");
  const [archived, setArchived] = useState(false);
  const [which, setWhich] = useState<Which>("all");
  const wanted = query.trim().toLowerCase();
  const [older, withPeople] = [which !== "people" && chats.hasNextPage, which !== "agents" && people.hasNextPage];
  const shown = useMemo(() => {
    const has = (text: string | null | undefined) => (text ?? "").toLowerCase().includes(wanted);
    const ofAgents = chats.chats.filter(
      (chat) => chat.archived === archived && (has(chat.title) || has(findAgent(agents, chat.agent)?.name)),
    );
    const ofPeople = archived ? [] : people.rooms.filter((chat) => has(chatName(chat)));
    return merged(
      { items: which === "people" ? [] : ofAgents, hasMore: older },
      { items: which === "agents" ? [] : ofPeople, hasMore: withPeople },
    );
  }, [chats.chats, people.rooms, archived, wanted, agents, which, older, withPeople]);
  const isFetchingNextPage = chats.isFetchingNextPage || people.isFetchingNextPage;
  const hasNextPage = older || withPeople;
  const [fetchOlder, fetchPeople] = [chats.fetchNextPage, people.fetchNextPage];
  const fetchNextPage = useCallback(() => {
    if (older) void fetchOlder();
    if (withPeople) void fetchPeople();
  }, [older, withPeople, fetchOlder, fetchPeople]);
  // A search by title is only right over all of them.
  useEffect(() => {
    if (wanted && hasNextPage && !isFetchingNextPage) fetchNextPage();
  }, [wanted, hasNextPage, isFetchingNextPage, fetchNextPage]);
  const found = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent) => {
    const links = [...(found.current?.querySelectorAll<HTMLElement>("a[data-found]") ?? [])];
    const at = links.indexOf(event.target as HTMLElement);
    const isField = event.target instanceof HTMLInputElement;
    if (event.key === "Enter" && isField && wanted) links[0]?.click();
    else if (event.key === "ArrowDown" && wanted) links[at + 1]?.focus();
    else if (event.key === "ArrowUp" && at > 0) links[at - 1]?.focus();
    else return;
    event.preventDefault();
  };
  const archivedCount = chats.chats.filter((chat) => chat.archived).length;

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys go from the field to what was found, as a short way.
    <div onKeyDown={move} className="flex min-h-0 flex-1 flex-col">
      <div className="px-3 pb-2">
        <label className="flex h-10 items-center gap-2 rounded-full bg-hover px-3.5 text-ink-soft focus-within:outline-2 focus-within:outline-accent">
          <Search className="size-4.5 shrink-0" aria-hidden="true" />
          <span className="sr-only">Search conversations and messages</span>
          <input
            type="search"
            maxLength={200}
            value={query}
            onChange={(event) => setQuery(event.target.value)}
            placeholder="Search"
            className="min-w-0 flex-1 bg-transparent text-ink outline-none placeholder:text-ink-faint"
          />
        </label>
      </div>
      {people.rooms.length > 0 && !archived && (
        <fieldset className="flex gap-1.5 px-3 pb-2">
          <legend className="sr-only">Which conversations</legend>
          {filters.map(([value, label]) => (
            <button
              key={value}
              type="button"
              aria-pressed={which === value}
              onClick={() => setWhich(value)}
              className="h-8 rounded-full px-3 text-sm font-semibold text-ink-soft hover:bg-hover aria-pressed:bg-accent-soft aria-pressed:text-accent"
            >
              {label}
            </button>
          ))}
        </fieldset>
      )}
      {archived && (
        <button
          type="button"
          onClick={() => setArchived(false)}
          className="mx-3 mb-1 flex items-center gap-2 rounded-xl px-3 py-2 font-semibold text-ink-soft hover:bg-hover"
        >
          <ArrowLeft className="size-4.5" /> Archived
        </button>
      )}
      <div ref={found} className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-3">
        {isPending && <ListSkeleton />}
        {error && (
          <Notice className="mx-1">
            <p>{explain(error)}</p>
            <Button look="outline" size="small" className="mt-2" onClick={() => void refetch()}>
              Try again
            </Button>
          </Notice>
        )}
        {!isPending && !error && !wanted && shown.length === 0 && (
          <p className="px-3 py-6 text-center text-[0.9375rem] text-ink-faint">
            {archived ? "Nothing archived." : "Your conversations will be here."}
          </p>
        )}
        <ul className="flex flex-col gap-0.5 pb-2">
          {shown.map((row) =>
            row.kind === "people" ? (
              <RoomRow key={row.id} chat={row.chat} />
            ) : (
              <ChatRow key={row.id} chat={row.chat} agent={findAgent(agents, row.chat.agent)} />
            ),
          )}
        </ul>
        {wanted && <FoundMessages words={query.trim()} titles={shown.length} />}
        {hasNextPage && !wanted && (
          <Button look="quiet" className="mb-2 w-full" busy={isFetchingNextPage} onClick={fetchNextPage}>
            Show older
          </Button>
        )}
        {!archived && archivedCount > 0 && (
          <button
            type="button"
            onClick={() => setArchived(true)}
            className="mb-2 flex w-full items-center gap-2 rounded-xl px-3 py-2 text-[0.9375rem] text-ink-faint hover:bg-hover hover:text-ink"
          >
            <Archive className="size-4.5" /> Archived ({archivedCount})
          </button>
        )}
      </div>
    </div>
  );
}

function ListSkeleton() {
  return (
    <div role="status" aria-label="Loading your conversations" className="flex flex-col gap-4 px-2 py-2">
      {["w-3/5", "w-4/5", "w-1/2", "w-2/3"].map((width) => (
        <div key={width} className="flex items-center gap-3">
          <Skeleton className="size-10 rounded-full" />
          <div className="flex flex-1 flex-col gap-2">
            <Skeleton className={`rounded-lg h-3.5 ${width}`} />
            <Skeleton className="rounded-lg h-3 w-1/3" />
          </div>
        </div>
      ))}
    </div>
  );
}

function PeopleLink() {
  const setDrawer = useUi((state) => state.setDrawer);
  const waiting = useRequestCount();
  const unread = useUnreadCount();
  useUnreadMark(unread + waiting);
  if (!useHasPeople()) return null;
  return (
    <Link
      to="/people"
      onClick={() => setDrawer(false)}
      className="flex items-center gap-3 rounded-2xl px-2 py-1.5 font-semibold text-ink-soft transition-colors hover:bg-hover hover:text-ink"
      activeProps={{ className: "bg-accent-soft text-ink" }}
    >
      <span className="inline-flex size-8 items-center justify-center">
        <Users className="size-5" aria-hidden="true" />
      </span>
      People
      <Badge
        count={waiting}
        of={waiting === 1 ? "asks to talk with you" : "ask to talk with you"}
        className="ml-auto"
      />
    </Link>
  );
}

function MemoryLink() {
  const setDrawer = useUi((state) => state.setDrawer);
  const waiting = usePendingFacts().facts.length + (usePendingMoods().data?.length ?? 0);
  return (
    <Link
      to="/memory"
      onClick={() => setDrawer(false)}
      className="mb-1 flex items-center gap-3 rounded-2xl px-2 py-1.5 font-semibold text-ink-soft transition-colors hover:bg-hover hover:text-ink"
      activeProps={{ className: "bg-accent-soft text-ink" }}
    >
      <span className="inline-flex size-8 items-center justify-center">
        <Brain className="size-5" aria-hidden="true" />
      </span>
      Memory
      {waiting > 0 && (
        <span className="ml-auto rounded-full bg-warm-soft px-2 py-0.5 text-xs text-on-warm-soft">
          {waiting} <span className="sr-only">{waiting === 1 ? "waits" : "wait"} for your yes</span>
          <span aria-hidden="true">new</span>
        </span>
      )}
    </Link>
  );
}

function GuestCard() {
  return (
    <div className="mx-3 mb-3 rounded-2xl bg-warm-soft px-4 py-3 text-on-warm-soft">
      <p className="text-[0.9375rem] leading-snug">
        You are here as a guest. Your chats go 24 hours after your last visit.
      </p>
      <Link to="/sign-up" className="mt-1.5 inline-block font-semibold underline underline-offset-4">
        Keep my chats
      </Link>
    </div>
  );
}
