import { Link } from "@tanstack/react-router";
import { ArrowLeft, Search, Users } from "lucide-react";
import { type ReactNode, useMemo, useState } from "react";
import { asksMe, useContacts, useHasPeople } from "@/api/people-queries";
import { explain } from "@/api/problem";
import { useMe } from "@/api/queries";
import type { Contact } from "@/api/types";
import { Button } from "@/components/button";
import { Notice } from "@/components/notice";
import { Skeleton } from "@/components/skeleton";
import { usePageTitle } from "@/lib/page-title";
import { contactName } from "@/lib/people/names";
import { useUi } from "@/lib/ui-store";
import { AskForm } from "./ask-form";
import { AskedRow, BlockedRow, FriendRow, RequestRow } from "./contact-row";

export default function PeoplePage() {
  usePageTitle("People");
  const allowed = useHasPeople();
  const open = useUi((state) => state.open);
  return (
    <section aria-label="People" className="safe-top h-full overflow-y-auto">
      <div className="safe-x safe-bottom mx-auto flex max-w-2xl flex-col gap-5 py-6">
        <header className="flex items-center gap-2">
          <Link
            to="/"
            aria-label="Back"
            className="-ml-2 inline-flex size-10 items-center justify-center rounded-full text-ink-soft hover:bg-hover"
          >
            <ArrowLeft className="size-5" />
          </Link>
          <h1 className="flex-1 text-2xl font-bold tracking-tight">People</h1>
          {allowed && (
            <Button size="small" onClick={() => open({ name: "new-group" })}>
              <Users className="size-4" /> New group
            </Button>
          )}
        </header>
        {allowed ? <Known /> : <ForGuests />}
      </div>
    </section>
  );
}

function ForGuests() {
  return (
    <Card title="Talk with the people you know">
      <p className="text-ink-soft">With an account of your own you can be found, ask others, and start groups.</p>
      <Link to="/sign-up" className="mt-3 inline-block font-semibold text-accent underline underline-offset-4">
        Create an account
      </Link>
    </Card>
  );
}

function Known() {
  const me = useMe();
  const { contacts, isPending, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useContacts();
  const [words, setWords] = useState("");
  const parts = useMemo(() => sorted(contacts, me?.id), [contacts, me?.id]);
  const wanted = words.trim().toLowerCase();
  const friends = parts.friends.filter((one) => contactName(one).toLowerCase().includes(wanted));
  return (
    <>
      {error && (
        <Notice>
          {explain(error)}{" "}
          <button type="button" className="underline" onClick={() => void refetch()}>
            Try again
          </button>
        </Notice>
      )}
      {parts.requests.length > 0 && (
        <Card title="They would like to talk with you">
          <Rows label="Requests">
            {parts.requests.map((one) => (
              <RequestRow key={one.id} contact={one} />
            ))}
          </Rows>
        </Card>
      )}
      <Card title="Ask somebody" text="They decide whether you can write to each other.">
        <AskForm />
        {parts.asked.length > 0 && (
          <Rows label="Asked by you" className="mt-3">
            {parts.asked.map((one) => (
              <AskedRow key={one.id} contact={one} />
            ))}
          </Rows>
        )}
      </Card>
      <Card title="Whom you know">
        {isPending && <Skeleton className="h-24 rounded-2xl" />}
        {parts.friends.length > 5 && (
          <label className="mb-1 flex h-10 items-center gap-2 rounded-full border border-line-strong bg-surface px-3.5 focus-within:border-accent/60">
            <Search className="size-4.5 text-ink-faint" aria-hidden="true" />
            <input
              type="search"
              aria-label="Search people"
              placeholder="Search"
              value={words}
              onChange={(event) => setWords(event.target.value)}
              className="min-w-0 flex-1 bg-transparent outline-none placeholder:text-ink-faint"
            />
          </label>
        )}
        <Rows label="Connections">
          {friends.map((one) => (
            <FriendRow key={one.id} contact={one} />
          ))}
        </Rows>
        {!isPending && parts.friends.length === 0 && (
          <p className="text-ink-soft">Nobody yet. Ask somebody by their email address.</p>
        )}
        {parts.friends.length > 0 && friends.length === 0 && (
          <p className="py-3 text-ink-soft">Nobody is called that.</p>
        )}
        {hasNextPage && (
          <Button look="quiet" className="mt-2 w-full" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Show more
          </Button>
        )}
      </Card>
      {parts.blocked.length > 0 && (
        <Card title="Blocked">
          <Rows label="Blocked people">
            {parts.blocked.map((one) => (
              <BlockedRow key={one.id} contact={one} />
            ))}
          </Rows>
        </Card>
      )}
    </>
  );
}

function sorted(contacts: readonly Contact[], me: string | undefined) {
  const of = (status: Contact["status"]) => contacts.filter((one) => one.status === status);
  const pending = of("pending");
  const byName = (a: Contact, b: Contact) => contactName(a).localeCompare(contactName(b));
  return {
    requests: pending.filter((one) => asksMe(one, me)),
    asked: pending.filter((one) => !asksMe(one, me)),
    friends: of("active").sort(byName),
    blocked: of("blocked").sort(byName),
  };
}

function Rows({ label, className, children }: { label: string; className?: string; children: ReactNode }) {
  return (
    <ul aria-label={label} className={`flex flex-col divide-y divide-line ${className ?? ""}`}>
      {children}
    </ul>
  );
}

function Card({ title, text, children }: { title: string; text?: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="rounded-3xl border border-line bg-surface p-5 shadow-soft sm:p-6">
      <h2 className="text-lg font-bold tracking-tight">{title}</h2>
      {text && <p className="mt-0.5 text-[0.9375rem] text-ink-soft">{text}</p>}
      <div className="mt-3">{children}</div>
    </section>
  );
}
