const allowed = new Set(["http:", "https:", "mailto:"]);

/** The address if a click on it may leave the page, else null. Relative ones would lead into Kith itself: refused. */
export function safeLink(address: string | null | undefined): string | null {
  if (!address) return null;
  try {
    const url = new URL(address);
    return allowed.has(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

export function hostOf(address: string): string {
  try {
    const url = new URL(address);
    return url.protocol === "mailto:" ? url.pathname : url.host.replace(/^www\./, "");
  } catch {
    return address;
  }
}
