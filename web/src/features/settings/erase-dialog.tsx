import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { eraseMe } from "@/api/auth";
import { fieldError } from "@/api/problem";
import type { Erased } from "@/api/types";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { TextField } from "@/components/field";
import { FormProblem } from "@/components/form-problem";

type Props = { guest: boolean; email: string | null; onErased: (erased: Erased) => void; onClose: () => void };

/** The last question before everything goes: an account answers it with its password, a guest has none. */
export function EraseDialog({ guest, email, onErased, onClose }: Props) {
  const [password, setPassword] = useState("");
  const formId = useId();
  const erase = useMutation({ mutationFn: () => eraseMe(guest ? undefined : password), onSuccess: onErased });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    erase.mutate();
  };
  return (
    <Dialog
      title={guest ? "Delete everything of yours?" : "Delete your account?"}
      onClose={onClose}
      footer={
        <>
          <Button look="quiet" onClick={onClose} data-first={guest || undefined}>
            {guest ? "Keep it" : "Keep my account"}
          </Button>
          <Button look="danger" type="submit" form={formId} busy={erase.isPending}>
            {guest ? "Delete everything" : "Delete my account"}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="flex flex-col gap-4">
        <p className="text-ink-soft">
          {guest
            ? "Every chat, every word in it and every friend you made will be gone. This cannot be undone."
            : "Your account, every chat, every word in it and every friend you made will be gone. This cannot be undone."}
        </p>
        {!guest && (
          <>
            <input type="text" autoComplete="username" value={email ?? ""} readOnly hidden />
            <TextField
              label="Your password"
              type="password"
              autoComplete="current-password"
              required
              data-first
              value={password}
              onChange={(event) => setPassword(event.target.value)}
              error={fieldError(erase.error, "password")}
            />
          </>
        )}
        <FormProblem error={erase.error} fields={["password"]} />
      </form>
    </Dialog>
  );
}
