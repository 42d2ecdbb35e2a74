/**
 * `<dure-player>`: plays a broadcast or its replay. Nothing is fetched before play is pressed. Buttons inside with
 * `data-do` (`play`, `listen`, `save`, `catch-up`) do what they say; states are said in `[data-state]`.
 */
import type HlsType from "hls.js";
import type { ErrorData } from "hls.js";

const STALLS_MAX = 2;
const AGAIN_MS = 1_500;
const BEHIND_S = 10;
const CAPTIONS_LANGUAGE = "und";

class Player extends HTMLElement {
  private hls: HlsType | null = null;
  private isPlain = false;
  private isPressed = false;
  private stalls = 0;
  private timer = 0;

  connectedCallback(): void {
    this.addEventListener("click", this.pressed);
    this.furnish();
    this.set("ready");
  }

  disconnectedCallback(): void {
    this.removeEventListener("click", this.pressed);
    this.drop();
  }

  private get video(): HTMLVideoElement {
    return this.querySelector("video") as HTMLVideoElement;
  }

  private get isLive(): boolean {
    return this.dataset["state"] === "live";
  }

  /** Makes the video element, and without buttons of the page's own lets the picture be pressed. */
  private furnish(): void {
    if (this.querySelector("video")) return;
    const video = document.createElement("video");
    video.playsInline = true;
    video.controls = true;
    video.preload = "none";
    if (this.dataset["poster"]) video.poster = this.dataset["poster"];
    if (this.dataset["captions"]) video.append(captions(this.dataset["captions"]));
    video.addEventListener("play", () => void this.start());
    this.prepend(video);
  }

  private readonly pressed = (event: Event): void => {
    const button = (event.target as Element).closest<HTMLButtonElement>("[data-do]");
    const wish = button?.dataset["do"];
    if (wish === "play") void this.start();
    else if (wish === "catch-up") this.catchUp();
    else if (button && (wish === "listen" || wish === "save")) {
      const isOn = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(isOn));
      this.toggleAttribute(`data-${wish}`, isOn);
      if (this.isPressed) void this.load();
    }
  };

  private async start(): Promise<void> {
    if (this.isPressed) return;
    this.isPressed = true;
    await this.load();
    clearInterval(this.timer);
    this.timer = setInterval(() => this.look(), 1_000);
  }

  private get address(): string {
    const name = this.hasAttribute("data-listen")
      ? this.isLive
        ? "audio"
        : "sound/replay"
      : this.isLive
        ? this.isPlain
          ? "plain"
          : "master"
        : "replay";
    return new URL(`${name}.m3u8`, new URL(this.dataset["hls"] ?? "", location.href)).href;
  }

  private async load(): Promise<void> {
    this.set("loading");
    this.hls?.destroy();
    this.hls = null;
    const { default: Hls } = await import("hls.js");
    if (Hls.isSupported()) this.loadWith(Hls);
    else this.video.src = this.address;
    await this.video.play().catch(() => this.set("ready"));
  }

  private loadWith(Hls: typeof HlsType): void {
    const isSaving = this.hasAttribute("data-save");
    const hls = new Hls({
      enableWorker: false, // a worker from a blob is against the pages' rules
      lowLatencyMode: !this.isPlain,
      maxLiveSyncPlaybackRate: 1.2,
      capLevelToPlayerSize: true,
      backBufferLength: 30,
      ...(isSaving ? { startLevel: 0 } : {}),
    });
    this.hls = hls;
    if (isSaving) hls.autoLevelCapping = 0;
    hls.on(Hls.Events.ERROR, (_name, problem) => this.mend(Hls, hls, problem));
    hls.on(Hls.Events.FRAG_BUFFERED, () => this.set("playing"));
    hls.on(Hls.Events.LEVEL_UPDATED, (_name, level) => {
      if (this.isLive && !level.details.live) this.set("over");
    });
    hls.loadSource(this.address);
    hls.attachMedia(this.video);
  }

  /** A stall or two and the plain playlist takes over; what is not there yet is asked for again. */
  private mend(Hls: typeof HlsType, hls: HlsType, problem: ErrorData): void {
    if (problem.details === Hls.ErrorDetails.BUFFER_STALLED_ERROR && this.isLive && !this.isPlain) {
      this.stalls += 1;
      if (this.stalls < STALLS_MAX) return;
      this.isPlain = true;
      void this.load();
    } else if (problem.fatal && problem.type === Hls.ErrorTypes.MEDIA_ERROR) {
      hls.recoverMediaError();
    } else if (problem.fatal) {
      this.set("waiting");
      setTimeout(() => this.hls === hls && void this.load(), AGAIN_MS);
    }
  }

  private look(): void {
    const live = this.hls?.liveSyncPosition;
    const isBehind = this.isLive && typeof live === "number" && live - this.video.currentTime > BEHIND_S;
    this.toggleAttribute("data-behind", isBehind);
  }

  private catchUp(): void {
    const live = this.hls?.liveSyncPosition;
    if (typeof live === "number") this.video.currentTime = live;
    void this.video.play().catch(() => undefined);
  }

  private drop(): void {
    clearInterval(this.timer);
    this.hls?.destroy();
    this.hls = null;
  }

  private set(state: string): void {
    if (this.getAttribute("data-is") === state) return;
    this.setAttribute("data-is", state);
    const words = this.querySelector("[data-state]");
    if (words) words.textContent = this.dataset[`say${state[0]?.toUpperCase()}${state.slice(1)}`] ?? "";
  }
}

function captions(address: string): HTMLTrackElement {
  const track = document.createElement("track");
  track.kind = "captions";
  track.src = address;
  track.srclang = document.documentElement.lang || CAPTIONS_LANGUAGE;
  track.default = true;
  return track;
}

customElements.define("dure-player", Player);
