import { useMutation } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { continueAsGuest, signIn } from "@/api/auth";
import { fieldError } from "@/api/problem";
import { setMe, useMe } from "@/api/queries";
import { Button } from "@/components/button";
import { TextField } from "@/components/field";
import { FormProblem } from "@/components/form-problem";
import { forgetEverything } from "@/lib/live";
import { usePageTitle } from "@/lib/page-title";
import { moveUnsent } from "@/lib/threads/outbox-storage";
import { EntryFrame } from "./entry-frame";

export function SignInPage() {
  usePageTitle("Sign in");
  const me = useMe();
  const navigate = useNavigate();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const enter = () => void navigate({ to: "/" });
  const form = useMutation({
    mutationFn: () => signIn({ email: email.trim(), password }, me?.is_anonymous ?? false),
    onSuccess: (user) => {
      forgetEverything();
      if (me?.is_anonymous) moveUnsent(me.id, user.id);
      setMe(user);
      enter();
    },
  });
  const guest = useMutation({
    mutationFn: continueAsGuest,
    onSuccess: (user) => {
      setMe(user);
      enter();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    form.mutate();
  };
  const problem = form.error ?? guest.error;
  return (
    <EntryFrame>
      <h1 className="text-3xl font-bold tracking-tight">Come on in</h1>
      <p className="mt-1 mb-6 text-ink-soft">
        {me?.is_anonymous ? "Your guest conversations come along." : "Sign in, or just say hello as a guest."}
      </p>
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
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          error={fieldError(form.error, "password")}
        />
        <FormProblem error={problem} fields={["email", "password"]} />
        <Button type="submit" look="primary" size="large" busy={form.isPending}>
          Sign in
        </Button>
      </form>
      {!me && (
        <>
          <div className="my-5 flex items-center gap-3 text-sm text-ink-faint before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
            or
          </div>
          <Button size="large" className="w-full" busy={guest.isPending} onClick={() => guest.mutate()}>
            Continue as a guest
          </Button>
          <p className="mt-2 text-center text-sm text-ink-faint">
            No account needed. Keep your chats by registering later.
          </p>
        </>
      )}
      <p className="mt-8 text-center text-ink-soft">
        New here?{" "}
        <Link to="/sign-up" className="font-semibold text-accent underline underline-offset-4">
          Create an account
        </Link>
      </p>
    </EntryFrame>
  );
}
