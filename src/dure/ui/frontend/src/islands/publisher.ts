/**
 * `<dure-publisher>`: a phone's camera and microphone, and the way to the studio. Buttons inside with `data-do`
 * (`camera`, `begin`, `turn`, `picture`, `sound`, `end`) do what they say; what happens is said in `[data-state]`, with
 * the words of the element's own `data-say-…`.
 */
import { type Level, Pictures, Sounds, canEncode } from "../live/encoders";
import { Recorder, recordedKind } from "../live/recorder";
import { canRead, read } from "../live/sources";
import { Uplink } from "../live/uplink";
import type { Frame } from "../live/wire";

const LOOK_EVERY_MS = 250;
const TOO_MUCH_BYTES = 400 * 1024;
const LITTLE_BYTES = 50 * 1024;
const CALM_TURNS = 40;
const LEVELS: readonly Level[] = ["full", "small", "still"];
const HOLD_TURNS = 8;

class Publisher extends HTMLElement {
  private stream: MediaStream | null = null;
  private uplink: Uplink | null = null;
  private pictures: Pictures | null = null;
  private sounds: Sounds | null = null;
  private recorder: Recorder | null = null;
  private reading = new AbortController();
  private facing: "environment" | "user" = "environment";
  private level = 0;
  private calm = 0;
  private held = 0;
  private timer = 0;

  connectedCallback(): void {
    this.addEventListener("click", this.pressed);
    this.set("off");
  }

  disconnectedCallback(): void {
    this.removeEventListener("click", this.pressed);
    this.stop();
  }

  private readonly pressed = (event: Event): void => {
    const button = (event.target as Element).closest<HTMLButtonElement>("[data-do]");
    if (!button) return;
    const wish = button.dataset["do"];
    if (wish === "camera") void this.open();
    else if (wish === "begin") void this.begin();
    else if (wish === "turn") void this.turn();
    else if (wish === "picture" || wish === "sound") this.mute(wish, button);
    else if (wish === "end") this.uplink?.end();
  };

  /** Asks for camera and microphone, and shows the picture. */
  private async open(): Promise<boolean> {
    try {
      const video = { facingMode: this.facing, width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } };
      const audio = { echoCancellation: true, noiseSuppression: true, channelCount: 1 };
      const stream = await navigator.mediaDevices.getUserMedia({ video, audio });
      for (const track of this.stream?.getTracks() ?? []) track.stop();
      this.stream = stream;
      const preview = this.querySelector("video");
      if (preview) {
        preview.srcObject = stream;
        preview.muted = true;
        await preview.play().catch(() => undefined);
      }
      if (!this.uplink) this.set("seen");
      return true;
    } catch (problem) {
      this.set((problem as Error).name === "NotAllowedError" ? "denied" : "missing");
      return false;
    }
  }

  private async begin(): Promise<void> {
    if (this.uplink || (!this.stream && !(await this.open()))) return;
    const isByFrames = !this.hasAttribute("data-recorded") && canRead() && (await canEncode());
    if (!isByFrames && !recordedKind()) return this.set("unable");
    const tracks = isByFrames ? ["high", "low", "sound"] : ["low", "sound"];
    const { ingest = "", pass = "" } = this.dataset;
    this.uplink = new Uplink(socketAddress(ingest), pass, tracks, isByFrames ? "frames" : "recorded", {
      state: (state, code) => this.told(state, code),
      freshKey: () => this.fresh(),
    });
    this.set("connecting");
    if (isByFrames) this.encode();
    else this.recorder = new Recorder(this.stream as MediaStream, this.send);
    this.uplink.open();
    this.timer = setInterval(() => this.look(), LOOK_EVERY_MS);
  }

  private readonly send = (frame: Frame): void => this.uplink?.send(frame);

  /** Begins to encode what the camera gives; sound goes on while the camera is turned. */
  private encode(): void {
    const failed = (): void => this.set("unable");
    this.pictures ??= new Pictures(this.send, failed);
    this.sounds ??= new Sounds(this.send, failed);
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

  private async turn(): Promise<void> {
    this.facing = this.facing === "user" ? "environment" : "user";
    if (!(await this.open()) || !this.uplink) return;
    this.reading.abort();
    this.reading = new AbortController();
    if (this.pictures) this.encode();
    else {
      this.recorder?.close();
      this.recorder = new Recorder(this.stream as MediaStream, this.send);
      this.recorder.begin();
    }
  }

  private mute(kind: "picture" | "sound", button: HTMLButtonElement): void {
    const tracks = kind === "picture" ? this.stream?.getVideoTracks() : this.stream?.getAudioTracks();
    const isOn = button.getAttribute("aria-pressed") === "true";
    for (const track of tracks ?? []) track.enabled = isOn;
    button.setAttribute("aria-pressed", String(!isOn));
  }

  /** Sends less while the line is slow, more again when it has been quick for a while. */
  private look(): void {
    const { uplink, pictures } = this;
    if (!uplink || !pictures) return;
    const waiting = uplink.waiting;
    this.calm = waiting < LITTLE_BYTES && !uplink.isPressed ? this.calm + 1 : 0;
    this.held -= 1;
    if ((waiting > TOO_MUCH_BYTES || uplink.isPressed) && this.held < 0) this.step(1);
    else if (this.calm > CALM_TURNS) this.step(-1);
  }

  private step(by: number): void {
    const level = Math.min(LEVELS.length - 1, Math.max(0, this.level + by));
    this.calm = 0;
    this.held = HOLD_TURNS;
    if (level === this.level) return;
    this.level = level;
    this.pictures?.setLevel(LEVELS[level] ?? "full");
    this.set(["live", "small", "still"][level] ?? "live");
  }

  private told(state: "waiting" | "live" | "away" | "over" | "refused", code?: string): void {
    if (code) this.dataset["code"] = code;
    if (state === "live") this.set(["live", "small", "still"][this.level] ?? "live");
    else this.set(state);
    if (state === "over" || state === "refused") this.stop();
    this.dispatchEvent(new CustomEvent(`dure-${state}`, { bubbles: true, detail: { code } }));
  }

  private stop(): void {
    clearInterval(this.timer);
    this.reading.abort();
    this.recorder?.close();
    this.pictures?.close();
    this.sounds?.close();
    this.pictures = this.sounds = this.recorder = null;
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = null;
  }

  private set(state: string): void {
    this.setAttribute("data-is", state);
    const words = this.querySelector("[data-state]");
    if (words) words.textContent = this.dataset[`say${state[0]?.toUpperCase()}${state.slice(1)}`] ?? "";
  }
}

function socketAddress(address: string): string {
  return new URL(address, location.href).href.replace(/^http/, "ws");
}

customElements.define("dure-publisher", Publisher);
