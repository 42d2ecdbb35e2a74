/**
 * `<dure-clip-feed>`: clips over the whole screen, one at a time, the sound off until it is asked for. The one in view
 * plays, the next one is fetched ahead; who saves data or wants no movement presses play. Without this script: a list.
 */
import { keep, kept } from "../kept";

const IN_VIEW = 0.6;
const KEPT_AS = "dure-clips-sound";
const PAGE_CLASS = "is-feeding";

class ClipFeed extends HTMLElement {
  private now: HTMLElement | null = null;
  private isFetching = false;
  private hasSound = false;
  private readonly seen = new IntersectionObserver((entries) => this.looked(entries), { threshold: IN_VIEW });

  connectedCallback(): void {
    document.documentElement.classList.add(PAGE_CLASS);
    this.dataset["is"] = "on";
    this.piece("top")?.removeAttribute("hidden");
    for (const clip of this.clips) this.furnish(clip);
    this.hasSound = kept(KEPT_AS, "session") === "on" && navigator.userActivation?.hasBeenActive === true;
    this.sound(this.hasSound);
    this.addEventListener("click", this.pressed);
    document.addEventListener("visibilitychange", this.turned);
  }

  disconnectedCallback(): void {
    document.documentElement.classList.remove(PAGE_CLASS);
    document.removeEventListener("visibilitychange", this.turned);
    this.seen.disconnect();
  }

  private piece(name: string): HTMLElement | null {
    return this.querySelector<HTMLElement>(`[data-part=${name}]`);
  }

  private get clips(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>("[data-clip]")];
  }

  /** Whether nothing plays before it is pressed. */
  private get isCalm(): boolean {
    return isSaving() || matchMedia("(prefers-reduced-motion: reduce)").matches;
  }

  private furnish(clip: HTMLElement): void {
    const video = film(clip);
    video.muted = !this.hasSound;
    video.controls = false;
    video.loop = true;
    video.addEventListener("click", () => (video.paused ? this.play(clip) : video.pause()));
    video.addEventListener("play", () => this.mark(clip));
    video.addEventListener("pause", () => this.mark(clip));
    for (const hidden of clip.querySelectorAll<HTMLElement>("[data-do][hidden]")) hidden.hidden = false;
    this.mark(clip);
    this.seen.observe(clip);
  }

  private mark(clip: HTMLElement): void {
    clip.toggleAttribute("data-plays", !film(clip).paused);
  }

  private looked(entries: IntersectionObserverEntry[]): void {
    for (const entry of entries) {
      const clip = entry.target as HTMLElement;
      if (entry.isIntersecting) this.enter(clip);
      else film(clip).pause();
    }
  }

  private enter(clip: HTMLElement): void {
    this.now = clip;
    const next = this.clips[this.clips.indexOf(clip) + 1];
    if (next) film(next).preload = isSaving() ? "metadata" : "auto";
    else void this.more();
    if (!this.isCalm && !document.hidden) this.play(clip);
  }

  private play(clip: HTMLElement): void {
    void film(clip)
      .play()
      .catch(() => this.mark(clip));
  }

  private readonly turned = (): void => {
    if (!this.now) return;
    if (document.hidden) film(this.now).pause();
    else if (!this.isCalm) this.play(this.now);
  };

  private readonly pressed = (event: Event): void => {
    const button = (event.target as Element).closest<HTMLElement>("[data-do]");
    const clip = button?.closest<HTMLElement>("[data-clip]") ?? null;
    const wish = button?.dataset["do"];
    if (wish === "sound") this.sound(!this.hasSound);
    else if (wish === "play" && clip) this.play(clip);
    else if (wish === "next" && clip) this.clips[this.clips.indexOf(clip) + 1]?.scrollIntoView();
    else if (wish === "share" && button) void this.share(button);
  };

  private sound(isOn: boolean): void {
    this.hasSound = isOn;
    keep(KEPT_AS, isOn ? "on" : "off", "session");
    const button = this.querySelector("[data-do=sound]");
    button?.setAttribute("aria-pressed", String(isOn));
    for (const words of button?.querySelectorAll<HTMLElement>("[data-when]") ?? []) {
      words.hidden = (words.dataset["when"] === "on") !== isOn;
    }
    for (const clip of this.clips) film(clip).muted = !isOn;
  }

  private async share(button: HTMLElement): Promise<void> {
    const url = button.dataset["address"] ?? location.href;
    try {
      if (navigator.share) return await navigator.share({ title: button.dataset["title"] ?? "", url });
      await navigator.clipboard.writeText(url);
      this.say(this.dataset["sayShared"]);
    } catch {
      return; // called off
    }
  }

  private say(words: string | undefined): void {
    const said = this.piece("say");
    if (!said) return;
    said.textContent = words ?? "";
    setTimeout(() => (said.textContent = ""), 4_000);
  }

  /** Fetches the next page when the last clip is in view. */
  private async more(): Promise<void> {
    const link = this.piece("more")?.querySelector("a");
    if (!link || this.isFetching) return;
    this.isFetching = true;
    try {
      const answer = await fetch(link.href);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const found = [...page.querySelectorAll<HTMLElement>("[data-clip]")];
      this.piece("more")?.replaceWith(...found, ...page.querySelectorAll("[data-part=more]"));
      for (const clip of found) this.furnish(clip);
    } catch {
      return; // the link stays, and can be pressed
    } finally {
      this.isFetching = false;
    }
  }
}

function film(clip: HTMLElement): HTMLVideoElement {
  return clip.querySelector("video") as HTMLVideoElement;
}

/** Whether this person saves data: as chosen here, or in the browser. */
function isSaving(): boolean {
  const line = (navigator as Navigator & { connection?: { saveData?: boolean } }).connection;
  return document.documentElement.dataset["saver"] === "on" || line?.saveData === true;
}

customElements.define("dure-clip-feed", ClipFeed);
