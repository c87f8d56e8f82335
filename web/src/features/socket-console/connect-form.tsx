import { useState } from "react";
import { Button } from "@/components/button";
import { SelectField, TextField } from "@/components/field";
import { Card } from "./card";
import type { SignIn, Status } from "./socket-log";

type Props = { status: Status; onConnect: (chatId: string, signIn: SignIn) => void; onClose: () => void };

export function ConnectForm({ status, onConnect, onClose }: Props) {
  const [chatId, setChatId] = useState("");
  const [by, setBy] = useState<SignIn["by"]>("cookie");
  const [token, setToken] = useState("");
  return (
    <Card
      title="Connection"
      onSubmit={() => onConnect(chatId.trim(), by === "token" ? { by, token: token.trim() } : { by })}
    >
      <TextField
        label="Chat id"
        hint="Empty: /ws/chat/, everything of yours."
        autoComplete="off"
        spellCheck={false}
        value={chatId}
        onChange={(event) => setChatId(event.target.value)}
      />
      <SelectField
        label="Sign in"
        hint={
          by === "cookie" ? undefined : "A sign-in of this browser comes first: sign out of Kith here to try another."
        }
        value={by}
        onChange={(event) => setBy(event.target.value as SignIn["by"])}
      >
        <option value="cookie">As this browser is signed in</option>
        <option value="token">With an access token or an API key</option>
        <option value="guest">As a new guest</option>
      </SelectField>
      {by === "token" && (
        <TextField
          label="Token"
          type="password"
          autoComplete="off"
          required
          value={token}
          onChange={(event) => setToken(event.target.value)}
        />
      )}
      <div className="flex gap-2">
        <Button type="submit" look={status === "closed" ? "primary" : "outline"}>
          {status === "closed" ? "Connect" : "Connect anew"}
        </Button>
        <Button disabled={status === "closed"} onClick={onClose}>
          Close
        </Button>
      </div>
    </Card>
  );
}
