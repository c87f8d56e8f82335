import { useMutation } from "@tanstack/react-query";
import { Check, Copy } from "lucide-react";
import { type FormEvent, useId, useRef, useState } from "react";
import { createApiKey, revokeApiKey, rotateApiKey } from "@/api/api-keys";
import { explain, fieldError } from "@/api/problem";
import { useMe } from "@/api/queries";
import type { ApiKey, KeyScope, NewApiKey } from "@/api/types";
import { Button } from "@/components/button";
import { type Choice, Choices } from "@/components/choices";
import { Confirm } from "@/components/confirm";
import { Dialog } from "@/components/dialog";
import { TextArea, TextField } from "@/components/field";
import { FormProblem } from "@/components/form-problem";
import { copyText } from "@/lib/clipboard";

const scopes: Record<KeyScope, KeyScope[]> = {
  read: ["read"],
  chat: ["chat", "read"],
  admin: ["admin", "chat", "read"],
};

const choices: Choice<KeyScope>[] = [
  { value: "chat", label: "Talk and change", text: "Everything you do here, but nothing about your account." },
  { value: "read", label: "Read", text: "Look at your chats, your friends and your memory, and change nothing." },
];

const forAdmins: Choice<KeyScope> = {
  value: "admin",
  label: "Administer",
  text: "All of that, and administer this server for as long as you may.",
};

type NewProps = { onMade: (made: NewApiKey) => void; onClose: () => void };

export function NewKeyDialog({ onMade, onClose }: NewProps) {
  const me = useMe();
  const [name, setName] = useState("");
  const [scope, setScope] = useState<KeyScope>("chat");
  const formId = useId();
  const make = useMutation({ mutationFn: () => createApiKey({ name, scopes: scopes[scope] }), onSuccess: onMade });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    make.mutate();
  };
  return (
    <Dialog
      title="New API key"
      onClose={onClose}
      footer={
        <>
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button look="primary" type="submit" form={formId} busy={make.isPending}>
            Make the key
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="flex flex-col gap-5">
        <TextField
          label="Name"
          hint="So that you know it again, as “Reading lamp”."
          required
          maxLength={64}
          autoComplete="off"
          data-first
          value={name}
          onChange={(event) => setName(event.target.value)}
          error={fieldError(make.error, "name")}
        />
        <Choices
          legend="What it may do"
          choices={me?.role === "admin" ? [...choices, forAdmins] : choices}
          value={scope}
          onChange={setScope}
        />
        <FormProblem error={make.error} fields={["name"]} />
      </form>
    </Dialog>
  );
}

/** The one time a key can be seen. */
export function ShownKeyDialog({ made, onClose }: { made: NewApiKey; onClose: () => void }) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    setCopied(await copyText(made.key));
    field.current?.select();
  };
  return (
    <Dialog
      title="Your key"
      subtitle={made.name}
      onClose={onClose}
      footer={
        <>
          <Button look="quiet" onClick={onClose}>
            Done
          </Button>
          <Button look="primary" onClick={() => void copy()} data-first>
            {copied ? (
              <Check className="size-4.5" aria-hidden="true" />
            ) : (
              <Copy className="size-4.5" aria-hidden="true" />
            )}
            {copied ? "Copied" : "Copy"}
          </Button>
        </>
      }
    >
      <TextArea
        ref={field}
        rows={2}
        label="API key"
        readOnly
        spellCheck={false}
        value={made.key}
        hint="Copy it now: it is shown this once. Whoever has it acts for you."
        onFocus={(event) => event.target.select()}
        className="break-all font-mono text-sm"
      />
      <p role="status" className="sr-only">
        {copied && "The key is copied."}
      </p>
    </Dialog>
  );
}

type RotateProps = { apiKey: ApiKey; onRotated: (made: NewApiKey) => void; onClose: () => void };

export function RotateKeyDialog({ apiKey, onRotated, onClose }: RotateProps) {
  const rotate = useMutation({ mutationFn: () => rotateApiKey(apiKey.id), onSuccess: onRotated });
  return (
    <Confirm
      title={`A new secret for “${apiKey.name}”?`}
      text="The present one is refused at once, wherever it is in use. The people of its app stay."
      action="Make a new secret"
      busy={rotate.isPending}
      problem={rotate.error && explain(rotate.error)}
      onConfirm={() => rotate.mutate()}
      onClose={onClose}
    />
  );
}

type RevokeProps = { apiKey: ApiKey; onRevoked: () => void; onClose: () => void };

export function RevokeKeyDialog({ apiKey, onRevoked, onClose }: RevokeProps) {
  const revoke = useMutation({ mutationFn: () => revokeApiKey(apiKey.id), onSuccess: onRevoked });
  return (
    <Confirm
      title={`Revoke “${apiKey.name}”?`}
      text="It is refused at once. The people of its app are erased, with all they said and all that is remembered of them. This cannot be undone."
      action="Revoke it"
      busy={revoke.isPending}
      problem={revoke.error && explain(revoke.error)}
      onConfirm={() => revoke.mutate()}
      onClose={onClose}
    />
  );
}
