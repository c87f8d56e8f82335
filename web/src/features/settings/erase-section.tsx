import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { setMe, useMe } from "@/api/queries";
import type { Erased } from "@/api/types";
import { Button } from "@/components/button";
import { forgetDrafts } from "@/lib/drafts";
import { forgetEverything } from "@/lib/live";
import { forgetUnsent } from "@/lib/threads/outbox-storage";
import { say } from "@/lib/toasts";
import { EraseDialog } from "./erase-dialog";
import { Section } from "./section";

export function EraseSection() {
  const me = useMe();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  if (!me) return null;
  const guest = me.is_anonymous;
  const leave = (erased: Erased) => {
    forgetEverything();
    forgetDrafts();
    forgetUnsent();
    setMe(null);
    void navigate({ to: "/sign-in" });
    say(`Goodbye. ${guest ? "Your visit" : "Your account"} is erased. ${erased.note}`);
  };
  return (
    <Section
      title={guest ? "Delete everything of mine" : "Delete my account"}
      text={
        guest
          ? "Your chats, what was said in them, and the friends you made go at once and for good."
          : "Your account, your chats, and the friends you made go at once and for good."
      }
    >
      <Button look="danger" onClick={() => setAsking(true)}>
        {guest ? "Delete everything…" : "Delete my account…"}
      </Button>
      {asking && <EraseDialog guest={guest} email={me.email} onErased={leave} onClose={() => setAsking(false)} />}
    </Section>
  );
}
