import { Backlog } from "./backlog";
import { type Chunk, type Frame, type Heard, TRACKS, chunkOf, lateMessage, nowUs } from "./wire";

/** A studio that was killed is back after a second or two: until then asking again costs nothing. */
const AGAIN_SOON_MS = 250;
const SOON_TRIES = 20;
const AGAIN_MS = [500, 1_000, 2_000, 3_000];
const OPEN_WITHIN_MS = 4_000;
const LOOK_MS = 1_000;
/** A line that takes nothing for so long, while something waits, is gone, whatever the system still hopes. */
const DEAD_TURNS = 10;
const LATE_BELOW_BYTES = 128 * 1024;
const LATE_EVERY_MS = 100;
const LATE_BATCH = 120;
const FINAL = new Set(["pass_expired", "pass_spoilt", "stage_lost", "stage_over", "other_tracks", "hello_malformed"]);

export interface Told {
  /** Something changed that the host should know. */
  state(state: "waiting" | "live" | "away" | "over" | "refused", code?: string): void;
  /** These of our tracks are taken; the others need not be made. */
  taken(tracks: readonly string[]): void;
  /** Begin anew with key frames. */
  freshKey(): void;
}

/** The way to the studio: one WebSocket that comes back, and what is still owed to it. */
export class Uplink {
  private socket: WebSocket | null = null;
  private readonly backlog = new Backlog();
  private number = 0;
  private tries = 0;
  private late: Chunk[] = [];
  private lateTimer = 0;
  private watch = 0;
  private given = 0;
  private drained = 0;
  private dead = 0;
  private isReady = false;
  private isEnding = false;
  private isOver = false;
  private readonly run = hexOf(8);
  isPressed = false;

  constructor(
    private readonly address: string,
    private readonly pass: string,
    private readonly tracks: readonly string[],
    private readonly way: "frames" | "recorded",
    private readonly told: Told,
  ) {}

  open(): void {
    if (this.isOver) return;
    const socket = new WebSocket(this.address);
    socket.binaryType = "arraybuffer";
    const patience = setTimeout(() => this.lost(socket), OPEN_WITHIN_MS);
    socket.onopen = () => {
      clearTimeout(patience);
      socket.send(JSON.stringify(this.hello()));
    };
    socket.onmessage = (event: MessageEvent<string>) => this.hear(JSON.parse(event.data) as Heard);
    socket.onclose = () => {
      clearTimeout(patience);
      this.lost(socket);
    };
    this.socket = socket;
    this.given = this.drained = this.dead = 0;
    clearInterval(this.watch);
    this.watch = setInterval(() => this.look(socket), LOOK_MS);
  }

  /** Gives up a line that takes nothing any more. */
  private look(socket: WebSocket): void {
    const drained = this.given - socket.bufferedAmount;
    const isStuck = this.isReady && socket.bufferedAmount > 0 && drained <= this.drained;
    this.dead = isStuck ? this.dead + 1 : 0;
    this.drained = drained;
    if (this.dead >= DEAD_TURNS) this.lost(socket);
  }

  /** Sends a frame, or keeps it for later. */
  send(frame: Frame): void {
    if (this.isOver) return;
    const chunk = chunkOf(frame, this.number);
    this.number += 1;
    if (this.way === "frames") this.backlog.add(chunk);
    if (this.isReady) this.give(chunk.message);
  }

  private give(message: Uint8Array<ArrayBuffer>): void {
    this.given += message.byteLength;
    this.socket?.send(message);
  }

  /** Bytes that wait in the phone. */
  get waiting(): number {
    return this.isReady ? (this.socket?.bufferedAmount ?? 0) : 0;
  }

  end(): void {
    this.isEnding = true;
    if (this.isReady && !this.late.length) this.say({ end: true });
  }

  close(): void {
    this.isOver = true;
    clearInterval(this.lateTimer);
    clearInterval(this.watch);
    this.socket?.close();
  }

  private hello(): object {
    const { pass, run, tracks, way } = this;
    return { pass, run, tracks, way, phone_key: phoneKey(), clock_us: nowUs() };
  }

  private hear(heard: Heard): void {
    if (heard.ready) this.begin(heard);
    else if (heard.kept) this.backlog.kept(...(heard.kept as readonly [string, number, number]));
    else if (heard.pressed !== undefined) this.isPressed = heard.pressed;
    else if (heard.over) this.finish();
    else if (heard.code) this.refused(heard.code);
  }

  private begin(heard: Heard): void {
    this.tries = 0;
    for (const [track, ranges] of Object.entries(heard.kept ?? {}) as [string, [number, number][]][]) {
      for (const [first, last] of ranges) this.backlog.kept(track, first, last);
    }
    this.isReady = true;
    this.told.taken(heard.tracks ?? this.tracks);
    this.told.state("live");
    if (heard.join === "continue") this.resend(heard.heard ?? {});
    else {
      if (heard.join === "skip") this.catchUp(this.backlog.all());
      else this.backlog.clear();
      this.told.freshKey();
    }
    if (this.isEnding) this.end();
  }

  private resend(heard: Readonly<Record<string, number>>): void {
    for (const chunk of this.backlog.all()) {
      const isMissing = Object.entries(TRACKS).some(
        ([track, bit]) => chunk.tracks & bit && chunk.number > (heard[track] ?? -1),
      );
      if (isMissing) this.give(chunk.message);
    }
  }

  /** Sends what the studio lacks, whenever the line has room besides what is filmed now. */
  private catchUp(missing: Chunk[]): void {
    this.late = missing;
    clearInterval(this.lateTimer);
    this.lateTimer = setInterval(() => this.sendLate(), LATE_EVERY_MS);
  }

  private sendLate(): void {
    if (!this.isReady || this.waiting > LATE_BELOW_BYTES) return;
    for (const chunk of this.late.splice(0, LATE_BATCH)) {
      if (chunk.tracks) this.give(lateMessage(chunk));
    }
    if (this.late.length) return;
    clearInterval(this.lateTimer);
    this.say({ caught_up: true });
    if (this.isEnding) this.say({ end: true });
  }

  private say(words: object): void {
    this.socket?.send(JSON.stringify(words));
  }

  private finish(): void {
    this.isOver = !this.late.length;
    this.told.state("over");
  }

  private refused(code: string): void {
    if (FINAL.has(code)) this.isOver = true;
    this.told.state(this.isOver ? "refused" : "away", code);
  }

  private lost(socket: WebSocket): void {
    if (socket !== this.socket) return;
    this.socket = null;
    clearInterval(this.watch);
    socket.close();
    const wasReady = this.isReady;
    this.isReady = this.isPressed = false;
    if (this.isOver) return;
    if (wasReady) this.told.state("away");
    const later = AGAIN_MS[Math.min(this.tries - SOON_TRIES, AGAIN_MS.length - 1)] ?? 0;
    const wait = this.tries < SOON_TRIES ? AGAIN_SOON_MS : later;
    this.tries += 1;
    setTimeout(() => this.open(), wait);
  }
}

const PHONE_KEY = "dure-phone-key";

/** A secret of this phone: whoever has it may come back to what it began. */
function phoneKey(): string {
  const kept = localStorage.getItem(PHONE_KEY) ?? hexOf(24);
  localStorage.setItem(PHONE_KEY, kept);
  return kept;
}

function hexOf(bytes: number): string {
  const found = crypto.getRandomValues(new Uint8Array(bytes));
  return Array.from(found, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
