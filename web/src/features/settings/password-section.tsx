import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { changePassword } from "@/api/auth";
import { fieldError } from "@/api/problem";
import { useMe } from "@/api/queries";
import { Button } from "@/components/button";
import { TextField } from "@/components/field";
import { FormProblem } from "@/components/form-problem";
import { say } from "@/lib/toasts";
import { Section } from "./section";

export function PasswordSection() {
  const me = useMe();
  const [old, setOld] = useState("");
  const [next, setNext] = useState("");
  const save = useMutation({
    mutationFn: () => changePassword(old, next),
    onSuccess: () => {
      setOld("");
      setNext("");
      say("Your password is changed.");
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Section title="Password">
      <form onSubmit={submit} className="flex flex-col gap-4">
        <input type="text" autoComplete="username" value={me?.email ?? ""} readOnly hidden />
        <TextField
          label="Current password"
          type="password"
          autoComplete="current-password"
          required
          value={old}
          onChange={(event) => setOld(event.target.value)}
          error={fieldError(save.error, "old")}
        />
        <TextField
          label="New password"
          type="password"
          autoComplete="new-password"
          required
          minLength={10}
          value={next}
          hint="At least 10 characters."
          onChange={(event) => setNext(event.target.value)}
          error={fieldError(save.error, "new")}
        />
        <FormProblem error={save.error} fields={["old", "new"]} />
        <Button type="submit" className="self-start" busy={save.isPending}>
          Change password
        </Button>
      </form>
    </Section>
  );
}
