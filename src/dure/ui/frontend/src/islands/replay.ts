/** `<dure-replay>`: a recording with its chapters. A chapter that is touched is played; the one that plays is marked. */
import type { Player } from "./player";

const JUMP_S = 10;

class Replay extends HTMLElement {
  private timer = 0;

  connectedCallback(): void {
    if (!this.player) return;
    this.querySelector("[data-part=keys]")?.removeAttribute("hidden");
    this.addEventListener("click", this.pressed);
    document.addEventListener("keydown", this.typed);
    addEventListener("hashchange", this.addressed);
    this.timer = setInterval(() => this.mark(), 500);
    this.addressed();
  }

  disconnectedCallback(): void {
    clearInterval(this.timer);
    document.removeEventListener("keydown", this.typed);
    removeEventListener("hashchange", this.addressed);
  }

  private get player(): Player | null {
    return this.querySelector<Player>("dure-player");
  }

  private get chapters(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>("[data-chapter]")];
  }

  private readonly pressed = (event: Event): void => {
    const target = event.target as Element;
    const chapter = target.closest("a.chapter__jump") && target.closest<HTMLElement>("[data-chapter]");
    if (!chapter) return;
    event.preventDefault();
    history.replaceState(null, "", target.closest("a")?.hash);
    this.play(Number(chapter.dataset["chapter"]) / 1000);
  };

  /** An address with `#t=90` begins there, once the film can be played. */
  private readonly addressed = (): void => {
    const second = /^#t=(\d+)$/.exec(location.hash)?.[1];
    if (second) this.play(Number(second));
  };

  private play(moment: number): void {
    void customElements.whenDefined("dure-player").then(() => this.player?.go(moment));
    this.player?.scrollIntoView({ block: "nearest" });
  }

  private readonly typed = (event: KeyboardEvent): void => {
    const target = event.target as Element;
    if (event.ctrlKey || event.metaKey || event.altKey || target.closest("input,select,textarea,button,a,[role=slider]")) return;
    const act = this.acts[event.key.toLowerCase()];
    if (!act || !this.player?.video) return;
    event.preventDefault();
    act(this.player.video);
  };

  private readonly acts: Readonly<Record<string, (video: HTMLVideoElement) => void>> = {
    " ": (video) => void (video.paused ? video.play().catch(() => undefined) : video.pause()),
    arrowleft: (video) => (video.currentTime = Math.max(0, video.currentTime - JUMP_S)),
    arrowright: (video) => (video.currentTime += JUMP_S),
    n: () => this.step(1),
    p: () => this.step(-1),
  };

  private step(by: number): void {
    const chapters = this.chapters;
    const next = chapters[chapters.findIndex((each) => each.hasAttribute("data-plays")) + by];
    if (next) this.play(Number(next.dataset["chapter"]) / 1000);
  }

  private mark(): void {
    const player = this.player;
    if (!player?.video || player.dataset["is"] === "ready") return;
    const moment = player.moment * 1000 + 300;
    const now = this.chapters.filter((each) => Number(each.dataset["chapter"]) <= moment).at(-1);
    for (const each of this.chapters) {
      each.toggleAttribute("data-plays", each === now);
      const jump = each.querySelector("a");
      if (each === now) jump?.setAttribute("aria-current", "true");
      else jump?.removeAttribute("aria-current");
      each.querySelector<HTMLElement>("[data-now-words]")?.toggleAttribute("hidden", each !== now);
    }
  }
}

customElements.define("dure-replay", Replay);
