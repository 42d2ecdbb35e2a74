/**
 * `<dure-publisher>`: a phone's camera and microphone, and the way to the studio. Buttons inside with `data-do`
 * (`camera`, `begin`, `turn`, `picture`, `sound`, `end`) do what they say; a page may call the methods instead. What
 * happens is said in `[data-state]`, with the words of the element's own `data-say-…`, and told as `dure-camera`.
 */
import { curtainOf } from "../live/curtain";
import { type Level, Pictures, Sounds, encodable } from "../live/encoders";
import { Recorder, recordedKind } from "../live/recorder";
import { canRead, read } from "../live/sources";
import { Uplink } from "../live/uplink";
import type { Frame } from "../live/wire";

const LOOK_EVERY_MS = 250;
/** About a second and a half of what a level sends. */
const TOO_MUCH_BYTES: Readonly<Record<Level, number>> = {
  full: 400 * 1024,
  small: 150 * 1024,
  least: 60 * 1024,
  still: 40 * 1024,
};
const LITTLE_BYTES = 20 * 1024;
const SHRINKS = 0.9;
const CALM_TURNS = 40;
const LEVELS: readonly Level[] = ["full", "small", "least", "still"];
const NAMES: Readonly<Record<Level, string>> = { full: "live", small: "small", least: "least", still: "still" };
const HOLD_TURNS = 8;
const ASK_AGAIN_MS = 2_000;
/** A phone that leaves out so large a share of its frames for three seconds has too much to do. */
const TOO_SLOW = 0.25;
const SLOW_TURNS = 12;
const FAULTS: Readonly<Record<string, string>> = {
  NotAllowedError: "denied",
  SecurityError: "denied",
  NotReadableError: "busy",
  AbortError: "busy",
};

/** What a device has not: a camera, a microphone, or both. */
async function lacking(): Promise<string> {
  const found = await navigator.mediaDevices.enumerateDevices().catch(() => []);
  const has = (kind: MediaDeviceKind): boolean => found.some((each) => each.kind === kind);
  if (has("videoinput") === has("audioinput")) return "missing";
  return has("videoinput") ? "soundless" : "pictureless";
}

interface Lamp {
  readonly torch?: boolean;
}

export class Publisher extends HTMLElement {
  stream: MediaStream | null = null;
  private uplink: Uplink | null = null;
  private pictures: Pictures | null = null;
  private sounds: Sounds | null = null;
  private recorder: Recorder | null = null;
  private reading = new AbortController();
  private facing: "environment" | "user" = "environment";
  private pass = "";
  private level: Level = "full";
  /** The levels this phone has: those its browser encodes, without those it turned out to be too slow for. */
  private levels: readonly Level[] = LEVELS;
  private isSlow = false;
  private calm = 0;
  private held = 0;
  private slow = 0;
  private waited = 0;
  private timer = 0;
  private isCovered = false;
  private isMuted = false;
  private isLost = false;

  connectedCallback(): void {
    this.addEventListener("click", this.pressed);
    this.set("off");
  }

  disconnectedCallback(): void {
    this.removeEventListener("click", this.pressed);
    this.stop();
    this.uplink?.close();
  }

  private readonly pressed = (event: Event): void => {
    const button = (event.target as Element).closest<HTMLButtonElement>("[data-do]");
    if (!button) return;
    const wish = button.dataset["do"];
    if (wish === "camera") void this.open();
    else if (wish === "begin") void this.begin();
    else if (wish === "turn") void this.turn();
    else if (wish === "picture" || wish === "sound") this.toggle(wish, button);
    else if (wish === "end") this.end();
  };

  /** Asks for camera and microphone, and shows the picture; whether there is one now. */
  async open(): Promise<boolean> {
    if (!("mediaDevices" in navigator)) {
      this.set("insecure");
      return false;
    }
    try {
      this.release();
      await this.take();
      if (!this.uplink) this.set("seen");
      return true;
    } catch (problem) {
      this.set(FAULTS[(problem as Error).name] ?? (await lacking()));
      return false;
    }
  }

  /** Takes camera and microphone, but for what of them is still there. */
  private async take(): Promise<void> {
    const kept = this.stream?.getTracks().filter((track) => track.readyState === "live") ?? [];
    const has = (kind: string): boolean => kept.some((track) => track.kind === kind);
    const picture = { facingMode: this.facing, width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } };
    const sound = { echoCancellation: true, noiseSuppression: true, channelCount: 1 };
    const wanted = { video: !has("video") && picture, audio: !has("audio") && sound };
    const taken = (await navigator.mediaDevices.getUserMedia(wanted)).getTracks();
    for (const track of taken) track.addEventListener("ended", () => void this.restore());
    this.stream = new MediaStream([...kept, ...taken]);
    this.apply();
    await this.preview(this.stream);
  }

  /** Another program, a call or a cable took camera or microphone away: asks for both until they are back. */
  private async restore(): Promise<void> {
    if (!this.uplink || this.isLost) return;
    this.isLost = true;
    this.set("lost");
    while (this.uplink && !(await this.take().then(() => true, () => false))) {
      await new Promise((over) => setTimeout(over, ASK_AGAIN_MS));
    }
    this.isLost = false;
    if (!this.uplink) return this.release();
    this.film();
    this.set(this.levelName);
  }

  /** Goes live with what is filmed; `level` is how much the line can take. */
  async begin(pass = this.dataset["pass"] ?? "", level: Level = "full"): Promise<void> {
    if ((this.uplink && pass === this.pass) || (!this.stream && !(await this.open()))) return;
    const encoded = !this.hasAttribute("data-recorded") && canRead() ? await encodable() : [];
    const isByFrames = encoded.length > 0;
    if (!isByFrames && !recordedKind()) return this.set("unable");
    const tracks = isByFrames ? encoded : ["low", "sound"];
    this.levels = LEVELS.filter((each) => each !== "least" || tracks.includes("least"));
    const { ingest = "" } = this.dataset;
    this.uplink?.close();
    this.pass = pass;
    this.uplink = new Uplink(socketAddress(ingest), pass, tracks, isByFrames ? "frames" : "recorded", {
      state: (state, code) => this.told(state, code),
      taken: (taken) => this.pictures?.setTracks(taken),
      freshKey: () => this.fresh(),
    });
    this.set("connecting");
    if (isByFrames) this.encode();
    else this.recorder ??= new Recorder(this.stream as MediaStream, this.send);
    this.uplink.open();
    this.go(this.levels.includes(level) ? level : "still");
    clearInterval(this.timer);
    this.timer = setInterval(() => this.look(), LOOK_EVERY_MS);
  }

  /** Ends the broadcast, once what was kept back has been sent. */
  end(): void {
    this.uplink?.end();
  }

  /** Sends no more, and leaves the stage to another telephone; the picture is still seen here. */
  leave(): void {
    this.uplink?.close();
    this.uplink = null;
    this.rest();
    this.set("seen");
  }

  /** Takes the other camera; sound and broadcast go on. */
  async turn(): Promise<void> {
    this.facing = this.facing === "user" ? "environment" : "user";
    if ((await this.open()) && this.uplink) this.film();
  }

  /** Sends a cover in place of the camera, and no sound; or both again. */
  cover(isCovered: boolean): void {
    this.isCovered = isCovered;
    this.toggleAttribute("data-covered", isCovered);
    this.drawCurtain();
  }

  /** Sends silence in place of the microphone. */
  mute(isMuted: boolean): void {
    this.isMuted = isMuted;
    this.apply();
  }

  /** Whether this camera has a lamp. */
  get hasLamp(): boolean {
    const [picture] = this.stream?.getVideoTracks() ?? [];
    return Boolean(picture && "getCapabilities" in picture && (picture.getCapabilities() as Lamp).torch);
  }

  /** Turns the lamp on or off. */
  async light(isOn: boolean): Promise<void> {
    const [picture] = this.stream?.getVideoTracks() ?? [];
    await picture?.applyConstraints({ advanced: [{ torch: isOn } as MediaTrackConstraintSet] }).catch(() => undefined);
  }

  /** Whatever encodes now, and whatever will, sends what was chosen. */
  private drawCurtain(): void {
    this.pictures?.cover(this.isCovered ? curtainOf(this.querySelector("img")) : null);
    this.apply();
  }

  private async preview(stream: MediaStream): Promise<void> {
    const preview = this.querySelector("video");
    if (!preview) return;
    preview.srcObject = stream;
    preview.muted = true;
    this.toggleAttribute("data-mirrored", this.facing === "user");
    await preview.play().catch(() => undefined);
  }

  private readonly send = (frame: Frame): void => this.uplink?.send(frame);

  /** Goes on with another stream, in place of what was sent before. */
  private film(): void {
    if (this.pictures) return this.encode();
    this.recorder?.close();
    this.recorder = new Recorder(this.stream as MediaStream, this.send);
    this.recorder.begin();
  }

  /** Begins to encode what the camera gives, in place of what was read before. */
  private encode(): void {
    this.reading.abort();
    this.reading = new AbortController();
    const failed = (): void => this.set("unable");
    this.pictures ??= new Pictures(this.send, failed);
    this.sounds ??= new Sounds(this.send, failed);
    this.drawCurtain();
    const { pictures, sounds } = this;
    const [picture] = this.stream?.getVideoTracks() ?? [];
    const [sound] = this.stream?.getAudioTracks() ?? [];
    if (picture) void read<VideoFrame>(picture, (frame) => pictures.take(frame), this.reading.signal);
    if (sound) void read<AudioData>(sound, (data) => sounds.take(data), this.reading.signal);
  }

  private fresh(): void {
    this.pictures?.freshKey();
    this.recorder?.begin();
  }

  private toggle(kind: "picture" | "sound", button: HTMLButtonElement): void {
    const isOff = button.getAttribute("aria-pressed") !== "true";
    if (kind === "picture") this.cover(isOff);
    else this.mute(isOff);
    button.setAttribute("aria-pressed", String(isOff));
  }

  /** Silences what is to be silent; a recorder has no curtain, so its picture goes dark. */
  private apply(): void {
    for (const track of this.stream?.getAudioTracks() ?? []) track.enabled = !this.isMuted && !this.isCovered;
    for (const track of this.stream?.getVideoTracks() ?? []) track.enabled = !this.isCovered || this.pictures !== null;
  }

  /** Sends less while the line is slow, more again when it has been quick for a while. */
  private look(): void {
    const { uplink, pictures } = this;
    if (!uplink || !pictures) return;
    pictures.repeat();
    const waiting = uplink.waiting;
    this.calm = waiting < LITTLE_BYTES && !uplink.isPressed ? this.calm + 1 : 0;
    this.held -= 1;
    this.slow = pictures.takeLeftOut() > TOO_SLOW ? this.slow + 1 : 0;
    const isTooMuch = waiting > TOO_MUCH_BYTES[this.level] || uplink.isPressed;
    if (isTooMuch && this.held < 0) this.step(uplink.isPressed || waiting > this.waited * SHRINKS ? 1 : 0);
    else if (this.slow > SLOW_TURNS) this.spare();
    else if (this.calm > CALM_TURNS) this.step(-1);
  }

  /** Gives up the largest picture for good: this phone encodes too slowly, whatever its line may carry. */
  private spare(): void {
    this.slow = 0;
    const smaller = this.levels.slice(this.levels.indexOf(this.level) + 1);
    if (smaller[0] === undefined || smaller[0] === "still") return;
    this.levels = smaller;
    this.isSlow = true;
    this.go(smaller[0]);
  }

  private step(by: number): void {
    const at = this.levels.indexOf(this.level) + by;
    this.go(this.levels[Math.min(this.levels.length - 1, Math.max(0, at))] ?? "still");
  }

  private go(level: Level): void {
    this.calm = this.slow = 0;
    this.held = HOLD_TURNS;
    this.waited = this.uplink?.waiting ?? 0;
    if (level === this.level) return;
    this.level = level;
    this.pictures?.setLevel(level);
    if (this.getAttribute("data-is") !== "connecting") this.set(this.levelName);
  }

  /** What is said of the level: a slow phone is no slow line. */
  private get levelName(): string {
    return this.isSlow && this.level === this.levels[0] ? "spared" : NAMES[this.level];
  }

  private told(state: "waiting" | "live" | "away" | "over" | "refused", code?: string): void {
    if (code) this.dataset["code"] = code;
    if (state === "live") this.set(this.isLost ? "lost" : this.levelName);
    else this.set(state);
    if (state === "over" || state === "refused") this.stop();
    if (state === "refused") this.uplink = null;
    this.dispatchEvent(new CustomEvent(`dure-${state}`, { bubbles: true, detail: { code } }));
  }

  /** Films no more; what is owed to the studio is still sent. */
  private stop(): void {
    this.rest();
    this.release();
  }

  private rest(): void {
    clearInterval(this.timer);
    this.reading.abort();
    this.recorder?.close();
    this.pictures?.close();
    this.sounds?.close();
    this.pictures = this.sounds = this.recorder = null;
    this.level = "full";
    this.isSlow = false;
  }

  private release(): void {
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = null;
  }

  private set(state: string): void {
    this.setAttribute("data-is", state);
    const words = this.querySelector("[data-state]");
    if (words) words.textContent = this.dataset[`say${state[0]?.toUpperCase()}${state.slice(1)}`] ?? "";
    this.dispatchEvent(new CustomEvent("dure-camera", { bubbles: true, detail: { is: state } }));
  }
}

function socketAddress(address: string): string {
  return new URL(address, location.href).href.replace(/^http/, "ws");
}

customElements.define("dure-publisher", Publisher);
