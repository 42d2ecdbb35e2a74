import { HIGH_TRACK, LEAST_TRACK, LOW_TRACK, SOUND, SOUND_TRACK, VIDEO, type Frame, nowUs } from "./wire";

const KEY_EVERY_US = 1_000_000;
const QUEUE_MAX = 4;
const APART_MAX_US = 400_000;
const STILL_FPS = 10;
/** So long after its last frame a camera counts as one that gives none. */
const IDLE_AFTER_US = 400_000;
const H264_HIGH = "avc1.42E01F";
const H264_LOW = "avc1.42E01E";
/** A frame may come so much before its time, of the time between two. */
const EARLY = 0.7;

/** One of the pictures: how long its shorter side is, how many bits and frames a second has. */
interface Size {
  readonly track: number;
  readonly codec: string;
  readonly side: number;
  readonly bits: number;
  readonly fps: number;
}

const HIGH: Size = { track: HIGH_TRACK, codec: H264_HIGH, side: 720, bits: 1_800_000, fps: 30 };
const LOW: Size = { track: LOW_TRACK, codec: H264_LOW, side: 360, bits: 500_000, fps: 30 };
const LEAST: Size = { track: LEAST_TRACK, codec: H264_LOW, side: 240, bits: 180_000, fps: 15 };
const PICTURES: Readonly<Record<string, Size>> = { high: HIGH, low: LOW, least: LEAST };

/** How much is sent: all pictures; the small one and the least; the least for all; a picture that stands still. */
export type Level = "full" | "small" | "least" | "still";

/** Which pictures are encoded at a level, the largest first: it stands for those that are larger still. */
const ENCODED: Readonly<Record<Level, readonly Size[]>> = {
  full: [HIGH, LOW, LEAST],
  small: [LOW, LEAST],
  least: [LEAST],
  still: [LEAST],
};

type Send = (frame: Frame) => void;

/** Draws what stands in place of the camera's picture, in a size. */
export type Curtain = (width: number, height: number) => HTMLCanvasElement;

/** The tracks that this browser encodes frame by frame; none where it cannot. */
export async function encodable(): Promise<string[]> {
  if (!("VideoEncoder" in window) || !("AudioEncoder" in window)) return [];
  const [low, least, sound] = await Promise.all([
    VideoEncoder.isConfigSupported(pictureConfig(LOW, 640, 360)),
    VideoEncoder.isConfigSupported(pictureConfig(LEAST, 426, 240)),
    AudioEncoder.isConfigSupported(SOUND_CONFIG),
  ]);
  if (!low.supported || !sound.supported) return [];
  return ["high", "low", ...(least.supported ? ["least"] : []), "sound"];
}

const SOUND_CONFIG: AudioEncoderConfig = { codec: "opus", sampleRate: 48_000, numberOfChannels: 1, bitrate: 48_000 };

function pictureConfig({ codec, bits, fps }: Size, width: number, height: number): VideoEncoderConfig {
  const avc = { format: "annexb" } as const;
  return { codec, width, height, bitrate: bits, framerate: fps, latencyMode: "realtime", avc };
}

/** Takes a track's own clock to ours; anew when they have drifted apart. */
class Clock {
  private shift: number | null = null;

  at(timestamp: number): number {
    const now = nowUs();
    if (this.shift === null || Math.abs(timestamp + this.shift - now) > APART_MAX_US) this.shift = now - timestamp;
    return timestamp + this.shift;
  }
}

/** Encodes the camera in several sizes, with key frames at the same moments. */
export class Pictures {
  private readonly encoders = new Map<number, VideoEncoder>();
  private readonly encodedUs = new Map<number, number>();
  /** By the track that goes out, whose picture it is now. */
  private readonly givers = new Map<number, number>();
  private sizes: readonly Size[] = [HIGH, LOW, LEAST];
  private level: Level = "full";
  private asked = 0;
  private leftOut = 0;
  private wantsKey = true;
  private lastKeyUs = 0;
  private lastUs = 0;
  private size = "";
  private seenUs = 0;
  /** The last picture, which goes out again where the next one does not come. */
  private last: VideoFrame | null = null;
  private curtain: Curtain | null = null;
  private readonly clock = new Clock();

  constructor(
    private readonly send: Send,
    private readonly failed: () => void,
  ) {}

  setLevel(level: Level): void {
    this.level = level;
    this.wantsKey = true;
  }

  /** Makes these tracks only. */
  setTracks(names: readonly string[]): void {
    const sizes = Object.entries(PICTURES).filter(([name]) => names.includes(name)).map(([, size]) => size);
    if (sizes.length === this.sizes.length) return;
    this.sizes = sizes;
    this.givers.clear();
    this.size = "";
    this.wantsKey = true;
  }

  /** The share of the frames asked for since the last time that this phone was too slow for. */
  takeLeftOut(): number {
    const share = this.asked ? this.leftOut / this.asked : 0;
    this.asked = this.leftOut = 0;
    return share;
  }

  /** Sends a curtain in place of the camera from the next frame on; nothing of the camera is kept. */
  cover(curtain: Curtain | null): void {
    this.curtain = curtain;
    this.wantsKey = true;
    const { last } = this;
    this.last = last && curtain ? covered(last, curtain) : null;
    if (!curtain) last?.close();
  }

  freshKey(): void {
    this.wantsKey = true;
  }

  /** Takes a camera's frame, and closes it. */
  take(seen: VideoFrame): void {
    const at = Math.max(this.clock.at(seen.timestamp), this.lastUs + 1_000);
    this.seenUs = nowUs();
    const isStill = this.level === "still" && this.last !== null;
    if (isStill) seen.close();
    else this.keep(this.curtain ? covered(seen, this.curtain) : seen);
    // The same picture again and again costs next to nothing; players need it to go on.
    if (this.last && (!isStill || at - this.lastUs >= 1_000_000 / STILL_FPS)) this.encode(this.last, at);
  }

  /** Sends the last picture once more when the camera has given none for a while: players need one to go on. */
  repeat(): void {
    const now = nowUs();
    if (this.last && now - this.seenUs > IDLE_AFTER_US) this.encode(this.last, Math.max(now, this.lastUs + 1_000));
  }

  close(): void {
    for (const encoder of this.encoders.values()) if (encoder.state !== "closed") encoder.close();
    this.last?.close();
  }

  private keep(frame: VideoFrame): void {
    this.last?.close();
    this.last = frame;
  }

  private encode(frame: VideoFrame, at: number): void {
    this.configure(frame.displayWidth, frame.displayHeight);
    const isKey = this.wantsKey || at - this.lastKeyUs >= KEY_EVERY_US;
    if (isKey) [this.lastKeyUs, this.wantsKey] = [at, false];
    this.lastUs = at;
    const dated = new VideoFrame(frame, { timestamp: at });
    for (const { track, fps } of this.encoded) {
      const encoder = this.encoders.get(track);
      const isDue = isKey || at - (this.encodedUs.get(track) ?? 0) >= (EARLY * 1_000_000) / fps;
      if (!encoder || !isDue) continue;
      this.asked += 1;
      if (encoder.encodeQueueSize > QUEUE_MAX) this.leftOut += 1;
      if (encoder.encodeQueueSize > QUEUE_MAX && !isKey) continue;
      this.encodedUs.set(track, at);
      encoder.encode(dated, { keyFrame: isKey });
    }
    dated.close();
  }

  /** What is encoded now, the largest first; the smallest there is where a level wants a smaller one. */
  private get encoded(): readonly Size[] {
    const wanted = ENCODED[this.level].filter((size) => this.sizes.includes(size));
    return wanted.length ? wanted : this.sizes.slice(-1);
  }

  private configure(width: number, height: number): void {
    if (this.size === `${width}x${height}`) return;
    this.size = `${width}x${height}`;
    this.wantsKey = true;
    for (const size of this.sizes) this.set(size, width, height);
  }

  private set(size: Size, width: number, height: number): void {
    const scale = Math.min(1, size.side / Math.min(width, height));
    const even = (length: number): number => Math.max(2, Math.round((length * scale) / 2) * 2);
    let encoder = this.encoders.get(size.track);
    if (!encoder || encoder.state === "closed") {
      encoder = new VideoEncoder({ output: (chunk) => this.out(size, chunk), error: this.failed });
      this.encoders.set(size.track, encoder);
    }
    encoder.configure(pictureConfig(size, even(width), even(height)));
  }

  /** Each track goes over to another encoder with that one's key frame, and has no frames of two at once. */
  private give(size: Size): void {
    const [largest] = this.encoded;
    for (const other of this.sizes) {
      const isGiven = this.encoded.includes(size) && (other === size || (size === largest && other.side > size.side));
      if (isGiven) this.givers.set(other.track, size.track);
      else if (this.givers.get(other.track) === size.track) this.givers.delete(other.track);
    }
  }

  private out(size: Size, chunk: EncodedVideoChunk): void {
    const isKey = chunk.type === "key";
    if (isKey) this.give(size);
    let tracks = 0;
    for (const [track, giver] of this.givers) if (giver === size.track) tracks |= track;
    if (!tracks) return;
    this.send({
      kind: VIDEO,
      tracks,
      isKey,
      atUs: chunk.timestamp,
      durationUs: chunk.duration ?? 0,
      size: chunk.byteLength,
      copyTo: (into) => chunk.copyTo(into),
    });
  }
}

/** Closes a camera's frame, and returns the curtain in its size and at its moment. */
function covered(frame: VideoFrame, curtain: Curtain): VideoFrame {
  const made = new VideoFrame(curtain(frame.displayWidth, frame.displayHeight), { timestamp: frame.timestamp });
  frame.close();
  return made;
}

/** Encodes the microphone as Opus. */
export class Sounds {
  private readonly clock = new Clock();
  private readonly encoder: AudioEncoder;
  private shape = "";

  constructor(
    private readonly send: Send,
    failed: () => void,
  ) {
    this.encoder = new AudioEncoder({ output: (chunk) => this.out(chunk), error: failed });
  }

  /** Takes a piece of sound, and closes it. */
  take(data: AudioData): void {
    const shape = `${data.sampleRate}/${data.numberOfChannels}`;
    if (shape !== this.shape) {
      this.shape = shape;
      const { sampleRate, numberOfChannels } = data;
      this.encoder.configure({ ...SOUND_CONFIG, sampleRate, numberOfChannels });
    }
    this.encoder.encode(data);
    data.close();
  }

  close(): void {
    if (this.encoder.state !== "closed") this.encoder.close();
  }

  private out(chunk: EncodedAudioChunk): void {
    this.send({
      kind: SOUND,
      tracks: SOUND_TRACK,
      isKey: true,
      atUs: this.clock.at(chunk.timestamp),
      durationUs: chunk.duration ?? 0,
      size: chunk.byteLength,
      copyTo: (into) => chunk.copyTo(into),
    });
  }
}
