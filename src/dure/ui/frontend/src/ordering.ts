/**
 * Placing an order over the gate. The page's form remains the other way: the same order under the same key, so that it
 * counts once whichever way it arrives. A slip is what the house signed for the form as it stood.
 */
import { type Told, post } from "./counter";

export interface Slip {
  readonly gate: string;
  readonly holds_s: number;
  readonly made_of: Readonly<Record<string, string>>;
  readonly total: string;
  readonly seen: readonly string[];
  readonly pass: string;
  readonly quotes: readonly string[];
  readonly order: Readonly<Record<string, unknown>>;
}

/** What came of it: it stands, the page must say what is in the way, wait so long, ask for a fresh slip, or no answer. */
export type Answer =
  | { is: "placed" | "page" | "stale" | "silent" }
  | { is: "busy"; ticket: string; again_s: number }
  | { is: "often"; again_s: number };

const KEY = "idempotency_key";
const BUSY = 429;
const STALE = 401;

/** Returns the slip that stands in an element as JSON. */
export function slipIn(element: Element): Slip | null {
  const written = element.querySelector("script[type='application/json']")?.textContent;
  return written ? (JSON.parse(written) as Slip) : null;
}

/** Whether the form still says what the slip was made of. */
export function isMadeOf(slip: Slip, form: HTMLFormElement): boolean {
  const said = new FormData(form);
  return Object.entries(slip.made_of).every(([name, value]) => plain(String(said.get(name) ?? "")) === plain(value));
}

/** Whether the slip orders just what the page shows, at the same prices. */
export function isAsShown(slip: Slip, form: HTMLFormElement): boolean {
  const said = new FormData(form);
  return said.get("total") === slip.total && said.getAll("seen").join() === slip.seen.join();
}

/** Returns a fresh slip for the form; null where only the page can say what is in the way, or there is no line. */
export async function freshSlip(url: string, form: HTMLFormElement, isPressed: boolean): Promise<Slip | null> {
  const body = new FormData(form);
  if (isPressed) body.set("order", "on");
  try {
    const answer = await fetch(url, { method: "POST", body, headers: { Accept: "application/json" } });
    return answer.ok ? ((await answer.json()) as Slip) : null;
  } catch {
    return null;
  }
}

/** Sends the order to the gate under the form's key. */
export async function place(slip: Slip, form: HTMLFormElement): Promise<Answer> {
  const said = new FormData(form);
  const ticket = said.get("ticket");
  const order = { ...slip.order, key: said.get(KEY) };
  const letter = { pass: slip.pass, quotes: slip.quotes, order, ...(ticket ? { ticket } : {}) };
  try {
    return read(await post(slip.gate, letter));
  } catch {
    return { is: "silent" };
  }
}

/** Sends the form the usual way, as if its button had been pressed; it says where the order stands already. */
export function submit(form: HTMLFormElement, { ticket = "", isPlaced = false } = {}): void {
  put(form, "order", "on");
  if (ticket) put(form, "ticket", ticket);
  if (isPlaced) put(form, "placed", "on");
  form.submit();
}

function read(told: Told): Answer {
  if (told.answer) return { is: "placed" };
  if (told.status === STALE) return { is: "stale" };
  if (told.status !== BUSY) return { is: told.status >= 500 ? "silent" : "page" };
  const again_s = told.retry_after_s ?? 2;
  if (told.code === "intake_busy") return { is: "busy", ticket: told.ticket ?? "", again_s };
  return { is: "often", again_s };
}

function put(form: HTMLFormElement, name: string, value: string): void {
  let field = form.querySelector<HTMLInputElement>(`input[type=hidden][name=${name}]`);
  if (!field) {
    field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    form.append(field);
  }
  field.value = value;
}

/** A browser sends a new line as two letters and shows it as one. */
function plain(text: string): string {
  return text.replace(/\r\n/g, "\n");
}
