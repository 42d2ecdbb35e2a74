/**
 * `<dure-player>`: plays a broadcast or its replay. Nothing of the film is fetched before play is pressed. Buttons inside
 * with `data-do` (`play`, `pause`, `mute`, `listen`, `speed`, `catch-up`) do what they say, `[data-choose=picture]` chooses
 * how much is fetched, or, where the element stands in a `[data-around-film]`, those anywhere in that; states are said in
 * `[data-state]`. `data-bare` leaves out the browser's own controls. What was chosen is kept for the next film.
 */
import type HlsType from "hls.js";
import type { ErrorData, HlsConfig, LevelDetails, RetryConfig } from "hls.js";
import { type Choice, choiceKept, choiceOf, keepChoice, levelOf } from "../live/choice";
import { type Line, keepLine, lineNow } from "../live/line";
import { inFilm, inRecording } from "../live/moments";

const STALLS_MAX = 2;
const AGAIN_MS = 1_000;
/** A studio that was killed is back after a second or two: until then its viewers ask often, and keep their picture. */
const SOON = { maxNumRetry: 100, retryDelayMs: 300, maxRetryDelayMs: 600, backoff: "linear" } as const;
const MENDS_MAX = 10;
/** So long after an answer that did not come a film that stands still is no fault of its parts. */
const TROUBLED_MS = 10_000;
const BEHIND_S = 10;
const STILL_S = 4;
const SPEEDS = [1, 1.25, 1.5, 2];
const MEASURED_AFTER_S = 5;
/** A first answer that takes longer comes from far away, where the browser does not tell. */
const FAR_MS = 600;
const CAPTIONS_LANGUAGE = "und";
/** It hangs what stands in a stream on tracks from `data:`, against the pages' rules; captions come from the house. */
const NO_TRACKS_OF_ITS_OWN = {
  enableDateRangeMetadataCues: false, enableEmsgMetadataCues: false, enableID3MetadataCues: false,
  enableCEA708Captions: false, renderTextTracksNatively: false,
};

export class Player extends HTMLElement {
  static readonly observedAttributes = ["data-hls"];
  private hls: HlsType | null = null;
  private isPlain = false;
  private isPressed = false;
  private stalls = 0;
  private timer = 0;
  private mends = 0;
  private troubledAt = -Infinity;
  private shownAt = 0;
  private still = 0;
  private choice: Choice = "auto";
  private picture: Choice = "auto";

  connectedCallback(): void {
    this.around.addEventListener("click", this.pressed);
    this.around.addEventListener("change", this.chose);
    this.furnish();
    this.choose(choiceKept());
    this.set("ready");
  }

  disconnectedCallback(): void {
    this.around.removeEventListener("click", this.pressed);
    this.around.removeEventListener("change", this.chose);
    this.drop();
  }

  /** Another broadcast of the same show takes over by itself. */
  attributeChangedCallback(_name: string, was: string | null, is: string | null): void {
    if (was !== null && is !== was && this.isPressed) void this.load();
  }

  /** Where the buttons stand that this film listens to. */
  private get around(): HTMLElement {
    return this.closest<HTMLElement>("[data-around-film]") ?? this;
  }

  get video(): HTMLVideoElement {
    return this.querySelector("video") as HTMLVideoElement;
  }

  /** The moment of the recording that is shown: seconds since its first frame. */
  get moment(): number {
    return inRecording(this.details, this.video.currentTime);
  }

  /** Goes to a moment of the recording and plays on from there; begins to play where nothing was played yet. */
  async go(moment: number): Promise<void> {
    if (!this.isPressed) {
      this.isPressed = true;
      await this.load();
    }
    const video = this.video;
    if (video.readyState < HTMLMediaElement.HAVE_METADATA) {
      await new Promise((loaded) => video.addEventListener("loadedmetadata", loaded, { once: true }));
    }
    video.currentTime = inFilm(this.details, moment);
    await video.play().catch(() => undefined);
  }

  private get details(): LevelDetails | undefined {
    const hls = this.hls;
    return hls?.levels[Math.max(0, hls.currentLevel)]?.details;
  }

  private get isLive(): boolean {
    return this.dataset["state"] === "live";
  }

  /** Makes the video element, and without buttons of the page's own lets the picture be pressed. */
  private furnish(): void {
    if (this.querySelector("video")) return;
    const video = document.createElement("video");
    video.playsInline = true;
    video.preload = "none";
    video.setAttribute("aria-label", this.dataset["label"] ?? "");
    video.addEventListener("resize", () => this.toggleAttribute("data-wide", video.videoWidth > video.videoHeight));
    video.addEventListener("playing", () => this.set("playing"));
    video.addEventListener("pause", () => this.dataset["is"] === "playing" && this.set("paused"));
    if (this.dataset["poster"]) video.poster = this.dataset["poster"];
    if (this.dataset["captions"]) video.append(captions(this.dataset["captions"]));
    video.addEventListener("play", () => void this.start());
    this.prepend(video);
  }

  private readonly pressed = (event: Event): void => {
    const button = (event.target as Element).closest<HTMLButtonElement>("[data-do]");
    const wish = button?.dataset["do"];
    if (wish === "play") void this.start();
    else if (wish === "pause") this.video.pause();
    else if (wish === "catch-up") this.catchUp();
    else if (button && wish === "speed") this.hasten(button);
    else if (wish === "mute") this.mark(wish, (this.video.muted = !this.video.muted));
    else if (wish === "listen") this.rechoose(this.choice === "sound" ? this.picture : "sound");
  };

  private readonly chose = (event: Event): void => {
    const field = event.target as HTMLSelectElement;
    if (field.dataset["choose"] === "picture") this.rechoose(choiceOf(field.value));
  };

  /** Goes on as was chosen now; only from picture to sound, or back, the film begins anew. */
  private rechoose(choice: Choice): void {
    const isOther = (choice === "sound") !== (this.choice === "sound");
    keepChoice(choice);
    this.choose(choice);
    if (!this.isPressed) return;
    if (isOther || !this.hls) void this.load();
    else this.hls.nextLevel = levelOf(choice, this.hls.levels);
  }

  /** Takes a choice, and shows it. */
  private choose(choice: Choice): void {
    this.choice = choice;
    if (choice !== "sound") this.picture = choice;
    this.toggleAttribute("data-listen", choice === "sound");
    this.mark("listen", choice === "sound");
    for (const field of this.around.querySelectorAll<HTMLSelectElement>("[data-choose=picture]")) field.value = choice;
  }

  /** Plays faster, and after the fastest as it is. */
  private hasten(button: HTMLButtonElement): void {
    const speed = SPEEDS[(SPEEDS.indexOf(this.video.playbackRate) + 1) % SPEEDS.length] ?? 1;
    this.video.playbackRate = this.video.defaultPlaybackRate = speed;
    const words = button.querySelector("[data-speed]");
    if (words) words.textContent = `${speed}×`;
  }

  /** Says on its button whether something is on. */
  private mark(wish: string, isOn: boolean): void {
    for (const button of this.around.querySelectorAll(`[data-do=${wish}]`)) button.setAttribute("aria-pressed", String(isOn));
  }

  private async start(): Promise<void> {
    if (this.isPressed) {
      if (this.video.paused) this.catchUp();
      return;
    }
    this.isPressed = true;
    await this.load();
    clearInterval(this.timer);
    this.timer = setInterval(() => this.look(), 1_000);
  }

  private get address(): string {
    const name = this.choice === "sound"
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
    if (!this.dataset["hls"]) return this.set("waiting"); // on air, and the picture is still to come
    this.video.controls = !("bare" in this.dataset); // without a film to play the browser's own cannot be pressed
    const { default: Hls } = await import("hls.js");
    const line = lineNow();
    this.isPlain ||= line.isThin || line.isFar || this.choice === "least";
    if (Hls.isSupported()) this.loadWith(Hls, line);
    else this.video.src = this.address;
    await this.video.play().catch(() => this.set("ready"));
  }

  /** On a thin line the least picture comes first; whole segments, for their lists and questions are few. */
  private loadWith(Hls: typeof HlsType, line: Line): void {
    const hls = new Hls({
      enableWorker: false, // a worker from a blob is against the pages' rules
      ...NO_TRACKS_OF_ITS_OWN,
      lowLatencyMode: !this.isPlain,
      maxLiveSyncPlaybackRate: 1.2,
      capLevelToPlayerSize: true,
      backBufferLength: 30,
      startFragPrefetch: true,
      preserveManualLevelOnError: true,
      ...(this.isLive ? patience(Hls.DefaultConfig) : {}),
      ...(line.kbps ? { abrEwmaDefaultEstimate: line.kbps * 1_000 } : {}),
      ...(line.isThin ? { startLevel: 0 } : {}),
    });
    this.hls = hls;
    hls.on(Hls.Events.MANIFEST_PARSED, (_name, { stats }) => {
      if (stats && stats.loading.first - stats.loading.start > FAR_MS) hls.lowLatencyMode = false;
      const level = levelOf(this.choice, hls.levels);
      if (level >= 0) hls.loadLevel = level;
    });
    hls.on(Hls.Events.ERROR, (_name, problem) => this.mend(Hls, hls, problem));
    hls.on(Hls.Events.FRAG_BUFFERED, () => {
      this.mends = 0;
      this.set(this.video.paused ? "paused" : "playing");
    });
    hls.on(Hls.Events.LEVEL_UPDATED, (_name, level) => {
      if (this.isLive && !level.details.live) this.set("over");
    });
    hls.loadSource(this.address);
    hls.attachMedia(this.video);
  }

  /** A stall or two and the plain playlist takes over; what is not there yet is asked for again. */
  private mend(Hls: typeof HlsType, hls: HlsType, problem: ErrorData): void {
    if (problem.type === Hls.ErrorTypes.NETWORK_ERROR) this.troubledAt = performance.now();
    const isTroubled = performance.now() - this.troubledAt < TROUBLED_MS;
    if (problem.details === Hls.ErrorDetails.BUFFER_STALLED_ERROR && this.isLive && !this.isPlain && !isTroubled) {
      this.stalls += 1;
      if (this.stalls < STALLS_MAX) return;
      this.isPlain = true;
      void this.load();
    } else if (problem.fatal && problem.type === Hls.ErrorTypes.MEDIA_ERROR) {
      hls.recoverMediaError();
    } else if (problem.fatal) {
      this.goOn(hls);
    }
  }

  /** Asks again where the film stands; it is loaded anew when there was none, or when that does not help. */
  private goOn(hls: HlsType): void {
    const isShown = this.video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA;
    this.set(isShown ? "away" : "waiting");
    this.mends += 1;
    const isAnew = !isShown || !hls.levels.length || this.mends % MENDS_MAX === 0;
    const again = (): void => (isAnew ? void this.load() : hls.startLoad());
    setTimeout(() => this.hls === hls && again(), isAnew ? AGAIN_MS : SOON.maxRetryDelayMs);
  }

  private look(): void {
    const live = this.hls?.liveSyncPosition;
    const isBehind = this.isLive && typeof live === "number" && live - this.video.currentTime > BEHIND_S;
    this.toggleAttribute("data-behind", isBehind);
    if (this.isLive && !this.video.paused) this.watch(this.video.currentTime);
    const { hls, video } = this;
    if (hls && video.currentTime > MEASURED_AFTER_S && this.choice !== "sound") keepLine(hls.bandwidthEstimate);
  }

  /** A live picture that stands still for some seconds: its sender has no line, and goes on when there is one. */
  private watch(at: number): void {
    this.still = at === this.shownAt ? this.still + 1 : 0;
    this.shownAt = at;
    if (this.still >= STILL_S && this.dataset["is"] === "playing") this.set("away");
    else if (!this.still && this.dataset["is"] === "away") this.set("playing");
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

/** Returns how a live film asks anew: as long as nobody answers, or a proxy says that nobody is there. */
function patience({ playlistLoadPolicy, fragLoadPolicy }: HlsConfig): Partial<HlsConfig> {
  const shouldRetry: RetryConfig["shouldRetry"] = (_config, count, _isTimeout, answer) =>
    count < SOON.maxNumRetry && (!answer?.code || answer.code >= 500);
  const errorRetry = { ...SOON, shouldRetry };
  return {
    playlistLoadPolicy: { default: { ...playlistLoadPolicy.default, errorRetry } },
    fragLoadPolicy: { default: { ...fragLoadPolicy.default, errorRetry } },
  };
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
