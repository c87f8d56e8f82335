import { EyeOff, House, PauseCircle, Replace } from "lucide-react";
import { useProfile } from "@/api/queries";
import type { Fact } from "@/api/types";
import { Badge } from "./badge";
import { kindOf } from "./kinds";
import { validity } from "./validity";

/** What is worth knowing about a fact besides its words. */
export function FactMarks({ fact }: { fact: Fact }) {
  const zone = useProfile().data?.timezone ?? undefined;
  const when = validity(fact, zone);
  return (
    <>
      <span>{kindOf(fact.kind).label}</span>
      {when && <span>· {when}</span>}
      {fact.sensitivity === "sensitive" && (
        <Badge look="warm" icon={<EyeOff aria-hidden="true" />} title="Kept as your settings for private things say">
          Sensitive
        </Badge>
      )}
      {fact.sensitivity === "local_only" && (
        <Badge
          look="accent"
          icon={<House aria-hidden="true" />}
          title="Never sent to a model on somebody else's machine"
        >
          Only on this machine
        </Badge>
      )}
      {fact.suspended && (
        <Badge
          icon={<PauseCircle aria-hidden="true" />}
          title="It was said in a version of a conversation that is not the one that counts now. Go back to that version, and it is used again."
        >
          Not used now
        </Badge>
      )}
      {fact.superseded_by && (
        <Badge icon={<Replace aria-hidden="true" />} title="Something newer took its place">
          Replaced
        </Badge>
      )}
    </>
  );
}
