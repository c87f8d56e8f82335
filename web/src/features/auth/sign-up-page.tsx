import { useMutation } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { register } from "@/api/auth";
import { fieldError } from "@/api/problem";
import { setMe, useMe } from "@/api/queries";
import { Button } from "@/components/button";
import { TextField } from "@/components/field";
import { FormProblem } from "@/components/form-problem";
import { forgetEverything } from "@/lib/live";
import { usePageTitle } from "@/lib/page-title";
import { moveUnsent } from "@/lib/threads/outbox-storage";
import { EntryFrame } from "./entry-frame";

const shortest = 10;

export function SignUpPage() {
  usePageTitle("Create an account");
  const me = useMe();
  const navigate = useNavigate();
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const guest = me?.is_anonymous ?? false;
  const form = useMutation({
    mutationFn: () => {
      const display_name = name.trim() || undefined;
      return register({ email: email.trim(), password, display_name }, guest);
    },
    onSuccess: (user) => {
      forgetEverything();
      if (me?.is_anonymous) moveUnsent(me.id, user.id);
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
      <h1 className="text-3xl font-bold tracking-tight">{guest ? "Keep your chats" : "Make yourself at home"}</h1>
      <p className="mt-1 mb-6 text-ink-soft">
        {guest
          ? "Everything you wrote as a guest moves to your account."
          : "An account on this server, and nowhere else."}
      </p>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <TextField
          label="What should we call you?"
          autoComplete="nickname"
          maxLength={64}
          value={name}
          onChange={(event) => setName(event.target.value)}
          error={fieldError(form.error, "display_name")}
        />
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
          minLength={shortest}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          hint={`At least ${shortest} characters. A few unrelated words are good.`}
          error={fieldError(form.error, "password")}
        />
        <FormProblem error={form.error} fields={["display_name", "email", "password"]} />
        <Button type="submit" look="primary" size="large" busy={form.isPending}>
          {guest ? "Create account and keep my chats" : "Create account"}
        </Button>
      </form>
      <p className="mt-8 text-center text-ink-soft">
        Already have an account?{" "}
        <Link to="/sign-in" className="font-semibold text-accent underline underline-offset-4">
          Sign in
        </Link>
      </p>
      {guest && (
        <p className="mt-3 text-center text-ink-soft">
          <Link to="/" className="underline underline-offset-4">
            Not now, back to my chats
          </Link>
        </p>
      )}
    </EntryFrame>
  );
}
