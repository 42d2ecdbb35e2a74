/** The row before the till when a crowd orders: asks the gate which number one has, until it is one's turn. */
import type { Words } from "./words";

interface Place {
  readonly ahead: number;
  readonly admitted: boolean;
  readonly per_minute: number;
}

const ASKED_EVERY_MS = 3_000;
const TOLD_EVERY_MS = 20_000;
const GONE = 4;

/** Waits with a ticket and shows the number meanwhile; returns whether the turn has come, false when `leaves` says so. */
export async function turn(gate: string, ticket: string, row: HTMLElement, words: Words, leaves: AbortSignal): Promise<boolean> {
  let toldAt = 0;
  row.hidden = false;
  try {
    while (!leaves.aborted) {
      const place = await asked(gate, ticket);
      if (place === "lost") return true; // the ticket holds no longer: the order itself is asked, and given a new one
      if (place?.admitted) return true;
      if (place) {
        show(row, place, words);
        if (Date.now() - toldAt > TOLD_EVERY_MS) toldAt = tell(row);
      }
      await pause(ASKED_EVERY_MS * (0.7 + 0.6 * Math.random()), leaves);
    }
    return false;
  } finally {
    row.hidden = true;
  }
}

async function asked(gate: string, ticket: string): Promise<Place | "lost" | null> {
  try {
    const answer = await fetch(`${gate}/queue?ticket=${encodeURIComponent(ticket)}`, { credentials: "omit" });
    if (answer.ok) return (await answer.json()) as Place;
    return Math.floor(answer.status / 100) === GONE && answer.status !== 429 ? "lost" : null;
  } catch {
    return null;
  }
}

function show(row: HTMLElement, place: Place, words: Words): void {
  const minutes = place.per_minute ? Math.ceil(place.ahead / place.per_minute) : null;
  write(row, "number", words.said("row_number", { number: words.number(place.ahead + 1) }));
  const long = minutes === null ? "row_unknown" : minutes <= 1 ? "row_soon" : "row_minutes";
  write(row, "minutes", words.said(long, { number: words.number(minutes ?? 0) }));
}

function tell(row: HTMLElement): number {
  const shown = ["number", "minutes"].map((name) => row.querySelector(`[data-of=${name}]`)?.textContent ?? "");
  write(row, "row_told", shown.join(". "));
  return Date.now();
}

function write(row: HTMLElement, name: string, words: string): void {
  const place = row.querySelector(`[data-of=${name}]`);
  if (place && place.textContent !== words) place.textContent = words;
}

function pause(ms: number, leaves: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    leaves.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
  });
}
