import { HIGH_TRACK, LOW_TRACK, SOUND, SOUND_TRACK, VIDEO, type Frame, nowUs } from "./wire";

const KEY_EVERY_US = 1_000_000;
const QUEUE_MAX = 4;
const APART_MAX_US = 400_000;
const STILL_FPS = 10;
const H264_HIGH = "avc1.42E01F";
const H264_LOW = "avc1.42E01E";
const SIZES = { high: { side: 720, bits: 1_800_000 }, low: { side: 360, bits: 500_000 } } as const;

/** How much is sent: both pictures, the small one for both, or sound with a picture that stands still. */
export type Level = "full" | "small" | "still";

type Send = (frame: Frame) => void;

/** Draws what stands in place of the camera's picture, in a size. */
export type Curtain = (width: number, height: number) => HTMLCanvasElement;

/** Whether this browser encodes frame by frame. */
export async function canEncode(): Promise<boolean> {
  if (!("VideoEncoder" in window) || !("AudioEncoder" in window)) return false;
  const picture = { ...pictureConfig(H264_LOW, 640, 360, SIZES.low.bits) };
  const [video, sound] = await Promise.all([
    VideoEncoder.isConfigSupported(picture),
    AudioEncoder.isConfigSupported(SOUND_CONFIG),
  ]);
  return Boolean(video.supported && sound.supported);
}

const SOUND_CONFIG: AudioEncoderConfig = { codec: "opus", sampleRate: 48_000, numberOfChannels: 1, bitrate: 48_000 };

function pictureConfig(codec: string, width: number, height: number, bitrate: number): VideoEncoderConfig {
  return { codec, width, height, bitrate, framerate: 30, latencyMode: "realtime", avc: { format: "annexb" } };
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

/** Encodes the camera twice, with key frames at the same moments. */
export class Pictures {
  private readonly encoders = new Map<number, VideoEncoder>();
  private level: Level = "full";
  private isShared = false;
  private isHighBegun = false;
  private wantsKey = true;
  private lastKeyUs = 0;
  private lastUs = 0;
  private size = "";
  private still: VideoFrame | null = null;
  private curtain: Curtain | null = null;
  private readonly clock = new Clock();

  constructor(
    private readonly send: Send,
    private readonly failed: () => void,
  ) {}

  setLevel(level: Level): void {
    this.level = level;
    this.begin();
  }

  /** Sends a curtain in place of the camera from the next frame on; nothing of the camera is kept. */
  cover(curtain: Curtain | null): void {
    this.curtain = curtain;
    this.begin();
  }

  freshKey(): void {
    this.wantsKey = true;
  }

  /** Takes a camera's frame, and closes it. */
  take(seen: VideoFrame): void {
    const frame = this.curtain ? covered(seen, this.curtain) : seen;
    const at = Math.max(this.clock.at(frame.timestamp), this.lastUs + 1_000);
    if (this.level === "still") this.takeStill(frame, at);
    else {
      this.encode(frame, at);
      frame.close();
    }
  }

  close(): void {
    for (const encoder of this.encoders.values()) if (encoder.state !== "closed") encoder.close();
    this.still?.close();
  }

  private begin(): void {
    this.wantsKey = true;
    this.still?.close();
    this.still = null;
  }

  /** The same picture again and again costs next to nothing; players need it to go on. */
  private takeStill(frame: VideoFrame, at: number): void {
    if (this.still) frame.close();
    else this.still = frame;
    if (at - this.lastUs >= 1_000_000 / STILL_FPS) this.encode(this.still, at);
  }

  private encode(frame: VideoFrame, at: number): void {
    this.configure(frame.displayWidth, frame.displayHeight);
    const isKey = this.wantsKey || at - this.lastKeyUs >= KEY_EVERY_US;
    if (isKey) [this.lastKeyUs, this.wantsKey] = [at, false];
    this.lastUs = at;
    const dated = new VideoFrame(frame, { timestamp: at });
    for (const [track, encoder] of this.encoders) {
      if (track === HIGH_TRACK && this.level !== "full") continue;
      if (encoder.encodeQueueSize > QUEUE_MAX && !isKey) continue;
      encoder.encode(dated, { keyFrame: isKey });
    }
    dated.close();
  }

  private configure(width: number, height: number): void {
    if (this.size === `${width}x${height}`) return;
    this.size = `${width}x${height}`;
    this.wantsKey = true;
    this.set(HIGH_TRACK, H264_HIGH, width, height, SIZES.high.side, SIZES.high.bits);
    this.set(LOW_TRACK, H264_LOW, width, height, SIZES.low.side, SIZES.low.bits);
  }

  private set(track: number, codec: string, width: number, height: number, side: number, bits: number): void {
    const scale = Math.min(1, side / Math.min(width, height));
    const even = (length: number): number => Math.max(2, Math.round((length * scale) / 2) * 2);
    let encoder = this.encoders.get(track);
    if (!encoder || encoder.state === "closed") {
      encoder = new VideoEncoder({ output: (chunk) => this.out(track, chunk), error: this.failed });
      this.encoders.set(track, encoder);
    }
    encoder.configure(pictureConfig(codec, even(width), even(height), bits));
  }

  private out(track: number, chunk: EncodedVideoChunk): void {
    const isKey = chunk.type === "key";
    if (track === LOW_TRACK && isKey) {
      this.isShared = this.level !== "full";
      if (this.isShared) this.isHighBegun = false;
    }
    if (track === HIGH_TRACK) {
      if (isKey && this.level === "full") this.isHighBegun = true;
      if (!this.isHighBegun) return;
    }
    const tracks = track === LOW_TRACK && this.isShared ? HIGH_TRACK | LOW_TRACK : track;
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
