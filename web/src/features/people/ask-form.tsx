import { UserPlus } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useAsk } from "@/api/people-queries";
import { fieldError } from "@/api/problem";
import { Button } from "@/components/button";
import { TextField } from "@/components/field";
import { FormProblem } from "@/components/form-problem";
import { say } from "@/lib/toasts";

/** The answer is the same whether anybody has that address: who is here is nobody's business. */
export function AskForm() {
  const [email, setEmail] = useState("");
  const ask = useAsk();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    ask.mutate(email.trim(), {
      onSuccess: () => {
        setEmail("");
        say("Asked. You can talk as soon as they accept.");
      },
    });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-2">
      <div className="flex items-end gap-2">
        <div className="min-w-0 flex-1">
          <TextField
            label="Their email address"
            type="email"
            required
            autoComplete="off"
            placeholder="bob@example.org"
            value={email}
            onChange={(event) => setEmail(event.target.value)}
            error={fieldError(ask.error, "email")}
          />
        </div>
        <Button type="submit" look="primary" className="h-11" busy={ask.isPending} disabled={email.trim() === ""}>
          <UserPlus className="size-4.5" /> Ask
        </Button>
      </div>
      <FormProblem error={ask.error} fields={["email"]} />
    </form>
  );
}
