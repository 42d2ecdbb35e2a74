/** What is tried before a show: camera, microphone, the line, and hints of the battery and the network. */
import type { Level } from "../live/encoders";
import { Meter } from "../live/meter";
import { tryLine } from "../live/trial";

export type Mark = "wait" | "good" | "weak" | "bad";
export type Say = (check: string, mark: Mark, word: string, number?: number) => void;

/** Kilobits a second that a level needs, and the words for it. */
const NEEDED: readonly (readonly [Level, number, string])[] = [
  ["full", 2_800, "line_full"],
  ["small", 850, "line_small"],
  ["least", 320, "line_least"],
  ["still", 100, "line_sound"],
];
const LEAST_KBPS = 100;
const HEARD_FROM = 0.04;
const LOW_BATTERY = 0.3;

interface Battery {
  readonly level: number;
  readonly charging: boolean;
}
interface Surroundings {
  readonly getBattery?: () => Promise<Battery>;
  readonly connection?: { readonly type?: string; readonly saveData?: boolean };
}

export class Checks {
  kbps: number | null = null;
  hasCamera = false;
  private meter: Meter | null = null;

  constructor(private readonly say: Say) {}

  /** How much is sent with a line like this. */
  get level(): Level {
    return this.found[0];
  }

  private get found(): readonly [Level, number, string] {
    return NEEDED.find(([, kbps]) => (this.kbps ?? 0) >= kbps) ?? ["still", 0, "line_too_slow"];
  }

  /** Whether a show can begin. */
  get isReady(): boolean {
    return this.hasCamera && this.hasEnough;
  }

  /** Says what the camera is like; a fault is one of the publisher's states. */
  camera(stream: MediaStream | null, fault: string, loud: (loudness: number) => void): void {
    this.hasCamera = stream !== null;
    this.say("camera", stream ? "good" : "bad", stream ? "camera_good" : `camera_${fault}`);
    this.stop();
    if (stream) this.listen(stream, loud);
    else this.say("sound", "wait", "sound_wait");
  }

  /** Tries the line, and says what it can carry. */
  async line(address: string, pass: string): Promise<void> {
    this.say("line", "wait", "line_wait");
    this.kbps = await tryLine(address, pass);
    if (this.kbps === null) this.say("line", "bad", "line_none");
    else if (!this.hasEnough) this.say("line", "bad", "line_too_slow");
    else this.say("line", this.level === "full" ? "good" : "weak", this.found[2]);
  }

  /** Says what is worth a word of the battery and the network, where the browser tells. */
  async hints(): Promise<void> {
    const around = navigator as Surroundings;
    const battery = await around.getBattery?.().catch(() => null);
    if (battery && !battery.charging && battery.level <= LOW_BATTERY) {
      this.say("battery", "weak", "battery_low", Math.round(battery.level * 100));
    }
    if (around.connection?.type === "cellular") this.say("network", "weak", "network_mobile");
    else if (around.connection?.saveData) this.say("network", "weak", "network_saver");
  }

  /** Listens no more. */
  stop(): void {
    this.meter?.stop();
    this.meter = null;
  }

  private get hasEnough(): boolean {
    return (this.kbps ?? 0) >= LEAST_KBPS;
  }

  private listen(stream: MediaStream, loud: (loudness: number) => void): void {
    let wasHeard = false;
    this.say("sound", "weak", "sound_quiet");
    this.meter = new Meter(stream, (loudness) => {
      loud(loudness);
      if (loudness < HEARD_FROM || wasHeard) return;
      wasHeard = true;
      this.say("sound", "good", "sound_good");
    });
  }
}
