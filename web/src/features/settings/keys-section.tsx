import { useQuery, useQueryClient } from "@tanstack/react-query";
import { KeyRound, Plus, RefreshCw, Trash2, UsersRound } from "lucide-react";
import { useState } from "react";
import { fetchApiKeys } from "@/api/api-keys";
import { explain } from "@/api/problem";
import type { ApiKey, KeyScope, NewApiKey } from "@/api/types";
import { Button, IconButton } from "@/components/button";
import { Notice } from "@/components/notice";
import { Skeleton } from "@/components/skeleton";
import { listTime } from "@/lib/time";
import { say } from "@/lib/toasts";
import { EndUsersDialog } from "./end-users-dialog";
import { NewKeyDialog, RevokeKeyDialog, RotateKeyDialog, ShownKeyDialog } from "./key-dialogs";
import { Section } from "./section";

type Open =
  | { what: "new" }
  | { what: "shown"; made: NewApiKey }
  | { what: "rotate" | "revoke" | "people"; key: ApiKey };

/** What apps sign in with for me, and whoever talks through them. */
export function KeysSection() {
  const client = useQueryClient();
  const keys = useQuery({ queryKey: ["api-keys"], queryFn: fetchApiKeys });
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  const changed = () => void client.invalidateQueries({ queryKey: ["api-keys"] });
  const show = (made: NewApiKey) => {
    changed();
    setOpen({ what: "shown", made });
  };
  const revoked = (key: ApiKey) => {
    changed();
    close();
    say(`“${key.name}” is revoked.`);
  };
  return (
    <Section title="API keys" text="For an app or a script that acts for you, without your password.">
      {keys.isPending && <Skeleton className="h-14 rounded-lg" />}
      {keys.error && <Notice>{explain(keys.error)}</Notice>}
      {keys.data && keys.data.length > 0 && (
        <ul aria-label="API keys" className="-mt-2 mb-3 flex flex-col divide-y divide-line">
          {keys.data.map((key) => (
            <Row key={key.id} apiKey={key} onOpen={(what) => setOpen({ what, key })} />
          ))}
        </ul>
      )}
      <Button onClick={() => setOpen({ what: "new" })}>
        <Plus className="size-4.5" aria-hidden="true" /> New key…
      </Button>
      {open?.what === "new" && <NewKeyDialog onMade={show} onClose={close} />}
      {open?.what === "shown" && <ShownKeyDialog made={open.made} onClose={close} />}
      {open?.what === "rotate" && <RotateKeyDialog apiKey={open.key} onRotated={show} onClose={close} />}
      {open?.what === "revoke" && (
        <RevokeKeyDialog apiKey={open.key} onRevoked={() => revoked(open.key)} onClose={close} />
      )}
      {open?.what === "people" && <EndUsersDialog apiKey={open.key} onClose={close} />}
    </Section>
  );
}

function Row({ apiKey, onOpen }: { apiKey: ApiKey; onOpen: (what: "rotate" | "revoke" | "people") => void }) {
  const { name } = apiKey;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 py-3">
      <KeyRound className="size-6 shrink-0 text-ink-faint" aria-hidden="true" />
      <div className="min-w-0 flex-1 basis-44">
        <p className="truncate font-semibold" title={name}>
          {name}
        </p>
        <p className="text-sm text-ink-faint">
          <code className="text-ink-soft">{apiKey.hint}…</code> · {allowed(apiKey.scopes)} ·{" "}
          {apiKey.last_used_at ? `used ${listTime(apiKey.last_used_at)}` : "never used"}
        </p>
      </div>
      <div className="-mr-2 ml-auto flex">
        <IconButton label={`People of ${name}`} onClick={() => onOpen("people")}>
          <UsersRound />
        </IconButton>
        <IconButton label={`New secret for ${name}`} onClick={() => onOpen("rotate")}>
          <RefreshCw />
        </IconButton>
        <IconButton label={`Revoke ${name}`} onClick={() => onOpen("revoke")}>
          <Trash2 />
        </IconButton>
      </div>
    </li>
  );
}

/** The widest scope says it: each includes the ones before. */
function allowed(scopes: readonly KeyScope[]): string {
  if (scopes.includes("admin")) return "administers";
  return scopes.includes("chat") ? "talks and changes" : "reads";
}
