/** What a phone sends to the studio; the other side is `rooms/stage/studio/frames.py`, the words docs/live-wire.md. */

export const VIDEO = 1;
export const SOUND = 2;
export const RECORDED = 3;

export const HIGH_TRACK = 1;
export const LOW_TRACK = 2;
export const SOUND_TRACK = 4;
export const LEAST_TRACK = 8;

export const TRACKS: Readonly<Record<string, number>> = {
  high: HIGH_TRACK,
  low: LOW_TRACK,
  least: LEAST_TRACK,
  sound: SOUND_TRACK,
};

const VERSION = 1;
const HEAD = 20;
const KEY = 1;
const LATE = 2;

/** One encoded frame, as it is sent. */
export interface Chunk {
  readonly number: number;
  readonly isKey: boolean;
  /** The tracks whose studio has not yet kept it. */
  tracks: number;
  readonly message: Uint8Array<ArrayBuffer>;
}

export interface Frame {
  readonly kind: number;
  readonly tracks: number;
  readonly isKey: boolean;
  readonly atUs: number;
  readonly durationUs: number;
  readonly size: number;
  readonly copyTo: (into: Uint8Array<ArrayBuffer>) => void;
}

export function chunkOf(frame: Frame, number: number): Chunk {
  const message = new Uint8Array(HEAD + frame.size);
  const head = new DataView(message.buffer);
  head.setUint8(0, VERSION);
  head.setUint8(1, frame.kind);
  head.setUint8(2, frame.tracks);
  head.setUint8(3, frame.isKey ? KEY : 0);
  head.setUint32(4, number);
  head.setBigInt64(8, BigInt(Math.round(frame.atUs)));
  head.setUint32(16, Math.round(frame.durationUs));
  frame.copyTo(message.subarray(HEAD));
  return { number, isKey: frame.isKey, tracks: frame.tracks, message };
}

/** Marks a chunk as one of a time without network. */
export function lateMessage(chunk: Chunk): Uint8Array<ArrayBuffer> {
  chunk.message[2] = chunk.tracks;
  chunk.message[3] = (chunk.message[3] ?? 0) | LATE;
  return chunk.message;
}

/** The clock chunks are dated with, in microseconds. */
export function nowUs(): number {
  return Math.round(performance.now() * 1_000);
}

export type Join = "start" | "continue" | "skip";

/** What the studio says. */
export interface Heard {
  readonly ready?: boolean;
  readonly join?: Join;
  /** Those of our tracks that the studio takes. */
  readonly tracks?: readonly string[];
  readonly heard?: Readonly<Record<string, number>>;
  readonly kept?: Readonly<Record<string, ReadonlyArray<readonly [number, number]>>> | readonly [string, number, number];
  readonly pressed?: boolean;
  readonly over?: boolean;
  readonly code?: string;
  readonly pong?: number;
}
