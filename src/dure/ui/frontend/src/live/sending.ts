/**
 * Sends a film in pieces, in the words of tus 1.0.0. Where the line is lost it waits, asks how far it got and goes on,
 * for as long as it takes; pieces are as long as a few seconds of this line. Only what the house refuses ends it.
 */

const VERSION = "1.0.0";
const KIND = "application/offset+octet-stream";
const PIECE_MS = 3_000;
const FIRST_PIECE = 128 * 1024;
const PIECE_WITHIN_MS = 60_000;
const ASK_WITHIN_MS = 20_000;
const WAIT_MS = 1_000;
const WAIT_MOST_MS = 30_000;
const GONE = "sending_not_found";
const MARKED = 256 * 1024;
const AGAIN = new Set([408, 409, 423, 425, 429]);

/** Why it ends: `code` is the house's, empty where the reader stopped it; the message is a sentence for people. */
export class Ended extends Error {
  constructor(readonly code: string, sentence = "") {
    super(sentence);
  }
}

export interface Words {
  readonly title: string;
  readonly organisation_id: string | null;
  readonly poster_ms: number;
}

export interface Limits {
  readonly address: string;
  readonly token: string;
  readonly least: number;
  readonly most: number;
  readonly language: string;
}

/** Told how many bytes are there, and whether it has to wait. */
export type Tell = (there: number, isWaiting: boolean) => void;

export class Sending {
  /** Where the film goes on; empty before it was begun. */
  id: string;
  private there = 0;
  private length = FIRST_PIECE;
  private tries = 0;
  private isStopped = false;
  private readonly key = unique();
  private wake: () => void = () => undefined;
  private asking: AbortController | null = null;

  constructor(private readonly file: File, private readonly limits: Limits, private readonly tell: Tell, id = "") {
    this.id = id;
  }

  /** Sends what is not there yet; Ended when it was stopped or refused. */
  async send(words: Words): Promise<void> {
    this.isStopped = false;
    addEventListener("online", this.woken);
    document.addEventListener("visibilitychange", this.woken);
    try {
      if (this.id) await this.untilHeard(() => this.goOn(words).catch((problem: unknown) => this.forget(problem)));
      if (!this.id) await this.untilHeard(() => this.begin(words));
      while (this.there < this.file.size) await this.untilHeard(() => this.piece());
    } finally {
      removeEventListener("online", this.woken);
      document.removeEventListener("visibilitychange", this.woken);
    }
  }

  stop(): void {
    this.isStopped = true;
    this.asking?.abort();
    this.wake();
  }

  /** Throws away what is there. */
  async giveUp(): Promise<void> {
    this.stop();
    if (this.id) await this.ask("DELETE", this.place, {}, null, ASK_WITHIN_MS);
    this.id = "";
  }

  private get place(): string {
    return `${this.limits.address}/${this.id}`;
  }

  private readonly woken = (): void => {
    if (!document.hidden) this.wake();
  };

  private async begin(words: Words): Promise<void> {
    const told = { ...words, filename: this.file.name, fingerprint: await fingerprint(this.file) };
    const metadata = Object.entries(told).map(([name, value]) => `${name} ${base64(String(value ?? ""))}`);
    const answer = await this.ask("POST", this.limits.address, {
      "Upload-Length": String(this.file.size), "Upload-Metadata": metadata.join(","), "Idempotency-Key": this.key,
    }, null, ASK_WITHIN_MS);
    this.id = (answer.headers.get("Location") ?? "").split("/").pop() ?? "";
    this.heard(0);
  }

  /** Asks how far an earlier visit, or a piece of which nothing was heard, got. */
  private async goOn(words?: Words): Promise<void> {
    const answer = await this.ask("HEAD", this.place, {}, null, ASK_WITHIN_MS);
    this.heard(Number(answer.headers.get("Upload-Offset")));
    if (!words || this.there === this.file.size) return;
    const kind = { "Content-Type": "application/json" };
    await this.ask("PUT", this.place, kind, JSON.stringify(words), ASK_WITHIN_MS);
  }

  /** What was begun two days ago is gone: it begins anew. */
  private forget(problem: unknown): void {
    if (!(problem instanceof Ended) || problem.code !== GONE) throw problem;
    this.id = "";
  }

  private async piece(): Promise<void> {
    if (this.tries) await this.goOn();
    if (this.there >= this.file.size) return;
    const piece = await read(this.file.slice(this.there, this.there + this.length));
    const began = performance.now();
    const heads = { "Content-Type": KIND, "Upload-Offset": String(this.there) };
    const answer = await this.ask("PATCH", this.place, heads, piece, PIECE_WITHIN_MS);
    this.fit(Math.min(2, PIECE_MS / Math.max(1, performance.now() - began)));
    this.heard(Number(answer.headers.get("Upload-Offset")));
  }

  private heard(there: number): void {
    this.there = there;
    this.tell(there, false);
  }

  /** The next piece is so much longer than this one. */
  private fit(times: number): void {
    this.length = Math.round(Math.min(this.limits.most, Math.max(this.limits.least, this.length * Math.max(0.5, times))));
  }

  /** Does it, again and again until the house is heard. */
  private async untilHeard(work: () => Promise<void>): Promise<void> {
    for (this.tries = 0; ; this.tries += 1) {
      if (this.isStopped) throw new Ended("");
      try {
        return await work();
      } catch (problem) {
        if (this.isStopped || problem instanceof Ended) throw this.isStopped ? new Ended("") : problem;
        this.fit(0.5);
        await this.rest(problem instanceof Later ? problem.afterMs : 0);
      }
    }
  }

  private async rest(leastMs: number): Promise<void> {
    this.tell(this.there, this.tries > 0 || !navigator.onLine);
    const ms = Math.max(leastMs, Math.min(WAIT_MOST_MS, WAIT_MS * 2 ** this.tries) * (0.5 + Math.random() / 2));
    await new Promise<void>((over) => {
      const timer = setTimeout(over, ms);
      this.wake = () => (clearTimeout(timer), over());
    });
  }

  /** Asks the house; Later where it is not heard or has no time, Ended where it refuses. */
  private async ask(
    method: string, address: string, more: Record<string, string>, body: BodyInit | null, withinMs: number,
  ): Promise<Response> {
    const asking = (this.asking = new AbortController());
    const timer = setTimeout(() => asking.abort(), withinMs);
    const { token, language } = this.limits;
    const headers = { "Tus-Resumable": VERSION, "X-CSRFToken": token, "Accept-Language": language, ...more };
    try {
      const answer = await fetch(address, { method, headers, body, signal: asking.signal });
      if (answer.ok) return answer;
      if (answer.status >= 500 || AGAIN.has(answer.status)) await again(answer);
      const told = (await answer.json().catch(() => ({}))) as { code?: string; detail?: string };
      throw new Ended(told.code ?? String(answer.status), told.detail);
    } finally {
      clearTimeout(timer);
    }
  }
}

class Later extends Error {
  constructor(readonly afterMs: number) {
    super();
  }
}

/** Throws Later where another try may help; a refusal of the rules is none. */
async function again(answer: Response): Promise<void> {
  const told = (await answer.clone().json().catch(() => ({}))) as { code?: string };
  const isRefused = answer.status === 409 && told.code !== "wrong_offset" && told.code !== "key_busy";
  if (!isRefused) throw new Later(Math.min(WAIT_MOST_MS, Number(answer.headers.get("Retry-After") ?? 0) * 1_000));
}

/** Reads a piece; a file that was moved or changed since it was chosen cannot be. */
async function read(piece: Blob): Promise<ArrayBuffer> {
  try {
    return await piece.arrayBuffer();
  } catch {
    throw new Ended("file_gone");
  }
}

/** What a file is known by when it is chosen again: its size, and how it begins and ends. */
export async function fingerprint(file: File): Promise<string> {
  const ends = await Promise.all([read(file.slice(0, MARKED)), read(file.slice(Math.max(0, file.size - MARKED)))]);
  return [file.size, ...ends.map((each) => fnv(new Uint8Array(each)))].map((each) => each.toString(36)).join("-");
}

function fnv(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}

function base64(words: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(words)));
}

function unique(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
