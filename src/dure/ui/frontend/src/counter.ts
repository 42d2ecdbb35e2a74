/**
 * A line to the gate for a page that may order several times: over a WebSocket papers are shown once, and then each
 * order is a short message. After one failure everything goes by HTTP; the order that was on its way is sent again
 * under its own key, so that it counts once.
 */
export interface Papers {
  readonly gate: string;
  readonly pass: string;
  readonly quotes: readonly string[];
}

/** An order as the gate reads it; numbers and money are strings. Its key names it for ever. */
export interface Order {
  readonly key: string;
  readonly lines: readonly { readonly offer: string; readonly count: number; readonly price: string }[];
  readonly fees?: Readonly<Record<string, string>>;
  readonly gift?: string;
  readonly gift_fund?: string | null;
  readonly note?: string;
  /** The show it is bought in, and whether those who watch may be told. */
  readonly live?: string;
  readonly shown?: boolean;
}

/** What the gate told: an order that stands (200, 201), or a reason, of each line where lines are in the way. */
export interface Told {
  readonly status: number;
  readonly answer?: "placed" | "replayed";
  readonly order?: string;
  readonly next?: string;
  readonly code?: string;
  readonly lines?: readonly { readonly offer: string; readonly answer: string; readonly left?: number; readonly price?: string }[];
  readonly ticket?: string;
  readonly ahead?: number;
  readonly retry_after_s?: number;
}

export const ANSWERED_WITHIN_MS = 6_000;
const OK = 200;

type Heard = (told: Told | null) => void;

/** Sends one letter by HTTP; throws when nobody answers. */
export async function post(gate: string, letter: Readonly<Record<string, unknown>>): Promise<Told> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), ANSWERED_WITHIN_MS);
  try {
    const answer = await fetch(`${gate}/orders`, {
      method: "POST",
      credentials: "omit",
      headers: { "Content-Type": "text/plain" },
      body: JSON.stringify(letter),
      signal: patience.signal,
    });
    const again = Number(answer.headers.get("Retry-After") ?? 0);
    const told = (await answer.json()) as Told;
    return { ...told, status: answer.status, ...(again ? { retry_after_s: again } : {}) };
  } finally {
    clearTimeout(timer);
  }
}

/** One buyer's line to the gate; it is opened with the first order. */
export class Counter {
  private line: Promise<WebSocket | null> | null = null;
  private readonly waiting = new Map<number, Heard>();
  private shown: Heard | null = null;
  private last = 0;
  private isBroken = false;

  constructor(private papers: Papers) {}

  /** Whether orders still go over the open line. */
  get isLine(): boolean {
    return !this.isBroken;
  }

  /** Takes fresh papers; the gate sees them before the next order. */
  show(papers: Papers): void {
    this.papers = papers;
    this.hangUp();
  }

  /** Places an order, or says what stands in the way; throws when the gate answers neither way. */
  async order(order: Order, ticket = ""): Promise<Told> {
    const letter = { order, ...(ticket ? { ticket } : {}) };
    if (!this.isBroken) {
      const told = await this.say(letter);
      if (told) return told;
      this.isBroken = true;
      this.hangUp();
    }
    const { gate, pass, quotes } = this.papers;
    return post(gate, { pass, quotes, ...letter });
  }

  /** Closes the line; another order opens it again. */
  hangUp(): void {
    const line = this.line;
    this.line = null;
    void line?.then((socket) => socket?.close());
  }

  private async say(letter: Readonly<Record<string, unknown>>): Promise<Told | null> {
    this.line ??= this.open();
    const socket = await this.line;
    return socket && this.ask(socket, letter);
  }

  /** Opens the line and shows the papers; none where the gate cannot be reached or does not take them. */
  private open(): Promise<WebSocket | null> {
    const { gate, pass, quotes } = this.papers;
    const socket = new WebSocket(`${gate.replace(/^http/, "ws")}/orders`);
    socket.onmessage = (event) => this.hear(String(event.data));
    return new Promise((resolve) => {
      const timer = setTimeout(() => socket.close(), ANSWERED_WITHIN_MS);
      socket.onopen = () => {
        this.shown = (told) => resolve(told?.status === OK ? socket : null);
        socket.send(JSON.stringify({ pass, quotes }));
        clearTimeout(timer);
      };
      socket.onclose = () => {
        for (const heard of this.waiting.values()) heard(null);
        this.waiting.clear();
        resolve(null);
      };
    });
  }

  private ask(socket: WebSocket, letter: Readonly<Record<string, unknown>>): Promise<Told | null> {
    const id = ++this.last;
    return new Promise((resolve) => {
      const timer = setTimeout(() => socket.close(), ANSWERED_WITHIN_MS);
      this.waiting.set(id, (told) => {
        clearTimeout(timer);
        resolve(told);
      });
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ id, ...letter }));
      else this.waiting.get(id)?.(null);
    });
  }

  private hear(text: string): void {
    const told = JSON.parse(text) as Told & { readonly id?: number; readonly ready?: boolean };
    if (told.ready || told.id === 0) {
      this.shown?.(told.ready ? { status: OK } : told);
      this.shown = null;
      return;
    }
    const heard = this.waiting.get(told.id ?? 0);
    this.waiting.delete(told.id ?? 0);
    heard?.(told);
  }
}
