/** What was typed and not sent, per chat, for as long as this tab lives. */
const key = (chatId: string) => `kith.draft.${chatId}`;

export function readDraft(chatId: string): string {
  try {
    return sessionStorage.getItem(key(chatId)) ?? "";
  } catch {
    return "";
  }
}

export function keepDraft(chatId: string, text: string): void {
  try {
    if (text) sessionStorage.setItem(key(chatId), text);
    else sessionStorage.removeItem(key(chatId));
  } catch {
    // Storage may be switched off or full; the text is still in the field.
  }
}

export function forgetDrafts(): void {
  try {
    for (const name of Object.keys(sessionStorage)) if (name.startsWith("kith.draft.")) sessionStorage.removeItem(name);
  } catch {
    // Nothing was kept then.
  }
}
