/** What a browser remembers between pages; one that keeps nothing remembers nothing, and all goes on. */

/** Returns what was kept under a name; null for nothing. */
export function kept(name: string, store: "local" | "session" = "local"): string | null {
  try {
    return place(store).getItem(name);
  } catch {
    return null;
  }
}

/** Keeps something under a name; null forgets it. */
export function keep(name: string, value: string | null, store: "local" | "session" = "local"): void {
  try {
    if (value === null) place(store).removeItem(name);
    else place(store).setItem(name, value);
  } catch {
    return;
  }
}

function place(store: "local" | "session"): Storage {
  return store === "local" ? localStorage : sessionStorage;
}
