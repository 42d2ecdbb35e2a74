/**
 * The way to a live room: a WebSocket that is made again when it ends, and the state by request while it cannot be.
 * Frames say one or several things (see `docs/how-a-live-room-works.md`); a snapshot older than one seen is left out.
 */
import { houseClock } from "./live/clock";

export interface Line {
  readonly id: string;
  readonly who: string;
  readonly role: "viewer" | "helper" | "cohost" | "host";
  readonly text: string;
  readonly at: string;
}

export interface Screen {
  readonly sequence: number;
  readonly status: string;
  readonly started_at?: string | null;
  readonly pinned: string;
  readonly is_frozen: boolean;
  readonly slow_mode_s: number;
  readonly broadcast_id?: string | null;
  readonly cue: Cue | null;
  readonly cues?: readonly Cue[];
}

/** What is, or may be, on screen; its facts are whatever the room above the stage says of it. */
export interface Cue {
  readonly key: string;
  readonly title: string;
  readonly facts: Facts;
}

export type Facts = Readonly<Record<string, unknown>>;

/** Somebody bought something, by the first letter of the name. */
export interface Bought {
  readonly who: string;
  readonly count: number;
  readonly key: string;
}

export interface Frame {
  readonly clock?: number;
  readonly state?: Screen;
  readonly chat?: readonly Line[];
  readonly more?: number;
  readonly gone?: readonly string[];
  readonly captions?: readonly { readonly id: string; readonly text: string }[];
  readonly viewers?: number;
  readonly hearts?: number;
  readonly facts?: Readonly<Record<string, Facts>>;
  readonly bought?: readonly Bought[];
  readonly bought_more?: number;
  readonly refused?: string;
}

/** What became of something posted: it is kept, it is refused with a code, or nobody answered. */
export type Posted = { is: "kept"; id: string } | { is: "refused"; code: string; again_s: number } | { is: "silent" };

const SILENT_MS = 15_000;
const AGAIN_MS = 500;
const AGAIN_MAX_MS = 15_000;
const ASK_AFTER_TRIES = 2;
const ANSWERED_WITHIN_MS = 6_000;

export class LiveRoom {
  private socket: WebSocket | null = null;
  private tries = 0;
  private sequence = -1;
  private timer = 0;
  private silence = 0;
  private isOver = false;

  /** Takes the room's address at the gate, the seat and whether it is shown on coming in, and who hears. */
  constructor(
    private readonly address: string,
    private readonly seat: string,
    private readonly showsSeat: boolean,
    private readonly heard: (frame: Frame) => void,
    private readonly changed: (isThere: boolean) => void,
  ) {}

  /** Comes in, and stays until `leave`. */
  enter(): void {
    addEventListener("online", this.now);
    document.addEventListener("visibilitychange", this.now);
    this.connect();
  }

  /** Goes. */
  leave(): void {
    this.isOver = true;
    removeEventListener("online", this.now);
    document.removeEventListener("visibilitychange", this.now);
    clearTimeout(this.timer);
    clearTimeout(this.silence);
    this.socket?.close();
  }

  /** Sends something; the same key may be sent again. */
  async post(what: string, body: Readonly<Record<string, unknown>>): Promise<Posted> {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), ANSWERED_WITHIN_MS);
    try {
      const answer = await fetch(`${this.address}/${what}`, {
        method: "POST",
        credentials: "omit",
        headers: { "Content-Type": "text/plain" },
        body: JSON.stringify({ pass: this.seat, ...body }),
        signal: patience.signal,
      });
      const told = (await answer.json()) as { id?: string; code?: string; again_in_s?: number };
      if (answer.ok) return { is: "kept", id: told.id ?? "" };
      if (answer.status >= 500) return { is: "silent" };
      return { is: "refused", code: told.code ?? "", again_s: told.again_in_s ?? 0 };
    } catch {
      return { is: "silent" };
    } finally {
      clearTimeout(timer);
    }
  }

  /** Somebody looks again, or the line is back: no reason to wait. */
  private readonly now = (): void => {
    if (document.visibilityState === "hidden" || this.socket || this.isOver) return;
    clearTimeout(this.timer);
    this.connect();
  };

  private connect(): void {
    const socket = new WebSocket(this.address.replace(/^http/, "ws"));
    this.socket = socket;
    this.listen();
    socket.onopen = () => {
      if (this.showsSeat && this.seat) socket.send(JSON.stringify({ pass: this.seat }));
    };
    socket.onmessage = (message: MessageEvent<string>) => this.take(JSON.parse(message.data) as Frame);
    socket.onclose = () => this.lost(socket);
  }

  private take(frame: Frame): void {
    this.listen();
    if (frame.clock) houseClock.hear(frame.clock);
    if (frame.refused) {
      this.heard(frame);
      this.leave();
      return;
    }
    if (frame.state) {
      this.tries = 0;
      this.changed(true);
      if (frame.state.sequence < this.sequence) return;
      this.sequence = frame.state.sequence;
    }
    this.heard(frame);
  }

  /** The gate says something every few seconds; who hears nothing holds a dead line. */
  private listen(): void {
    clearTimeout(this.silence);
    const socket = this.socket;
    this.silence = setTimeout(() => {
      if (!socket) return;
      socket.onclose = null;
      socket.close();
      this.lost(socket);
    }, SILENT_MS);
  }

  private lost(socket: WebSocket): void {
    if (this.isOver || this.socket !== socket) return;
    clearTimeout(this.silence);
    this.socket = null;
    this.tries += 1;
    this.changed(false);
    if (this.tries > ASK_AFTER_TRIES) void this.ask();
    // Not everybody at the same moment: a gate that begins again meets its whole crowd.
    const most = Math.min(AGAIN_MS * 2 ** this.tries, AGAIN_MAX_MS);
    this.timer = setTimeout(() => this.connect(), most * (0.2 + 0.8 * Math.random()));
  }

  /** Where no WebSocket comes through, what is on screen is asked for. */
  private async ask(): Promise<void> {
    try {
      const seat = { method: "POST", headers: { "Content-Type": "text/plain" }, body: JSON.stringify({ pass: this.seat }) };
      const answer = await fetch(`${this.address}/state`, { credentials: "omit", ...(this.showsSeat ? seat : {}) });
      const frame = answer.ok ? ((await answer.json()) as Frame) : null;
      if (!frame?.state || frame.state.sequence < this.sequence || this.isOver) return;
      this.sequence = frame.state.sequence;
      this.heard(frame);
    } catch {
      return;
    }
  }
}

/** Whether a page's room shows its seat on coming in: where not everybody may, and of who keeps order, who is not counted. */
export function showsSeat(part: HTMLElement): boolean {
  return "closed" in part.dataset || "keeper" in part.dataset;
}

/** A fresh key; `randomUUID` is missing on older phones and on pages without https. */
export function freshKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
