import { type Chunk, TRACKS } from "./wire";

const BYTES_MAX = 96 * 1024 * 1024;

/** Keeps what was filmed until the studio has it on disk; of more than memory allows, the oldest goes first. */
export class Backlog {
  private readonly chunks = new Map<number, Chunk>();
  private bytes = 0;

  add(chunk: Chunk): void {
    this.chunks.set(chunk.number, chunk);
    this.bytes += chunk.message.byteLength;
    for (const [number, oldest] of this.chunks) {
      if (this.bytes <= BYTES_MAX) break;
      this.forget(number, oldest);
    }
  }

  /** The studio has these chunks of a track. */
  kept(track: string, first: number, last: number): void {
    const bit = TRACKS[track] ?? 0;
    for (const [number, chunk] of this.chunks) {
      if (number > last) break;
      if (number < first) continue;
      chunk.tracks &= ~bit;
      if (!chunk.tracks) this.forget(number, chunk);
    }
  }

  /** What is not kept, oldest first. */
  all(): Chunk[] {
    return [...this.chunks.values()];
  }

  clear(): void {
    this.chunks.clear();
    this.bytes = 0;
  }

  private forget(number: number, chunk: Chunk): void {
    this.chunks.delete(number);
    this.bytes -= chunk.message.byteLength;
  }
}
