import { useState } from "react";
import { Button } from "@/components/button";
import { TextArea, TextField } from "@/components/field";
import { uuid } from "@/lib/uuid";
import { Card } from "./card";

type Props = { disabled: boolean; onSend: (frame: object) => boolean };

export function SayForm({ disabled, onSend }: Props) {
  const [content, setContent] = useState("");
  const [chatId, setChatId] = useState("");
  const say = () => {
    const frame = { type: "message", content, client_id: uuid(), ...(chatId.trim() && { chat_id: chatId.trim() }) };
    if (onSend(frame)) setContent("");
  };
  return (
    <Card title="Say something" onSubmit={say}>
      <TextField
        label="Message"
        autoComplete="off"
        required
        value={content}
        onChange={(event) => setContent(event.target.value)}
      />
      <TextField
        label="In the chat"
        hint="Empty: that of the address, or the ongoing one with Aira."
        autoComplete="off"
        spellCheck={false}
        value={chatId}
        onChange={(event) => setChatId(event.target.value)}
      />
      <Button type="submit" className="self-start" disabled={disabled}>
        Send
      </Button>
    </Card>
  );
}

export function ResumeForm({ disabled, cursor, onSend }: Props & { cursor: string | null }) {
  const [from, setFrom] = useState("");
  return (
    <Card title="Resume" onSubmit={() => onSend({ type: "resume", ...(from.trim() && { cursor: from.trim() }) })}>
      <TextField
        label="From the cursor"
        hint={
          <>
            Empty: from now. The newest told is <code className="text-ink-soft">{cursor ?? "–"}</code>.
          </>
        }
        inputMode="numeric"
        autoComplete="off"
        value={from}
        onChange={(event) => setFrom(event.target.value)}
      />
      <Button type="submit" className="self-start" disabled={disabled}>
        Resume
      </Button>
    </Card>
  );
}

export function AnyFrameForm({ disabled, onSend }: Props) {
  const [text, setText] = useState('{"type":"ping"}');
  const [problem, setProblem] = useState<string>();
  const send = () => {
    const frame = read(text);
    setProblem(frame ? undefined : "This is no JSON object.");
    if (frame) onSend(frame);
  };
  return (
    <Card title="Any other frame" onSubmit={send}>
      <TextArea
        label="Frame"
        spellCheck={false}
        value={text}
        error={problem}
        onChange={(event) => setText(event.target.value)}
        className="font-mono text-sm"
      />
      <Button type="submit" className="self-start" disabled={disabled}>
        Send the frame
      </Button>
    </Card>
  );
}

function read(text: string): object | null {
  try {
    const frame: unknown = JSON.parse(text);
    return typeof frame === "object" && frame !== null && !Array.isArray(frame) ? frame : null;
  } catch {
    return null;
  }
}
