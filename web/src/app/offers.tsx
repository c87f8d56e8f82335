import { Bell } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/button";
import { notify, stopAsking, useNotifications } from "@/lib/notifications";
import { takeNewVersion, useNewVersion } from "@/lib/service-worker";
import { complain, say } from "@/lib/toasts";

const strip =
  "flex animate-fade flex-wrap items-center justify-center gap-x-3 gap-y-1.5 bg-accent-soft px-4 py-2 text-[0.9375rem]";

/** There was a reason to want to be told: the question comes here first, for a browser asks only once. */
export function AskToNotify() {
  const wanted = useNotifications((state) => state.wanted && state.standing === "off");
  const [busy, setBusy] = useState(false);
  if (!wanted) return null;
  const yes = async () => {
    setBusy(true);
    try {
      say(
        (await notify(true))
          ? "You will be told here."
          : "Your browser was told no. You can change that in its settings.",
      );
    } catch (error) {
      complain(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div role="status" className={strip}>
      <span className="inline-flex items-center gap-2">
        <Bell className="size-4.5 shrink-0 text-accent" aria-hidden="true" /> Be told when somebody writes and Kith is
        closed?
      </span>
      <span className="flex gap-1.5">
        <Button size="small" look="primary" busy={busy} onClick={() => void yes()}>
          Yes, tell me
        </Button>
        <Button size="small" look="quiet" onClick={stopAsking}>
          Not now
        </Button>
      </span>
    </div>
  );
}

/** Somebody may be in the middle of something: they say when. */
export function NewVersion() {
  const waiting = useNewVersion((state) => state.waiting);
  if (!waiting) return null;
  return (
    <div role="status" className={strip}>
      Kith has been updated.
      <Button size="small" onClick={takeNewVersion}>
        Load the new version
      </Button>
    </div>
  );
}
