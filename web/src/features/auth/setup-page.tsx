import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useEffect, useState } from "react";
import { setUp } from "@/api/auth";
import { fieldError } from "@/api/problem";
import { setMe } from "@/api/queries";
import { Button } from "@/components/button";
import { TextField } from "@/components/field";
import { FormProblem } from "@/components/form-problem";
import { Notice } from "@/components/notice";
import { forgetEverything } from "@/lib/live";
import { usePageTitle } from "@/lib/page-title";
import { EntryFrame } from "./entry-frame";

/** The link printed at first start leads here; its token is after the #, so it reached no server's log on the way. */
export function SetupPage() {
  const navigate = useNavigate();
  const [token] = useState(() => new URLSearchParams(location.hash.slice(1)).get("token") ?? "");
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  usePageTitle("Set up");
  useEffect(() => {
    if (location.hash) history.replaceState(history.state, "", location.pathname);
  }, []);
  const form = useMutation({
    mutationFn: () => setUp({ email: email.trim(), password }, token),
    onSuccess: (user) => {
      forgetEverything();
      setMe(user);
      void navigate({ to: "/" });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    form.mutate();
  };
  return (
    <EntryFrame>
      <h1 className="text-3xl font-bold tracking-tight">Your new server</h1>
      <p className="mt-1 mb-6 text-ink-soft">Whoever fills this in becomes its administrator.</p>
      {token === "" && (
        <Notice className="mb-4">
          The link is not whole. Open the one the server printed at its first start, all of it.
        </Notice>
      )}
      <form onSubmit={submit} className="flex flex-col gap-4">
        <TextField
          label="Email"
          type="email"
          autoComplete="username"
          required
          value={email}
          onChange={(event) => setEmail(event.target.value)}
          error={fieldError(form.error, "email")}
        />
        <TextField
          label="Password"
          type="password"
          autoComplete="new-password"
          required
          minLength={10}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          hint="At least 10 characters. A few unrelated words are good."
          error={fieldError(form.error, "password")}
        />
        <FormProblem error={form.error} fields={["email", "password"]} />
        <Button type="submit" look="primary" size="large" busy={form.isPending} disabled={token === ""}>
          Become the administrator
        </Button>
      </form>
    </EntryFrame>
  );
}
