/**
 * `<dure-waiting>`: a show that is still to come. Counts down by the house's clock, and goes on to the show when it has
 * begun: the gate tells it, and not everybody comes in the same moment. Without script the page says when it begins.
 */
import { type Frame, LiveRoom, showsSeat } from "../live";
import { houseClock } from "../live/clock";

const TICK_MS = 1_000;
const TOLD_BEFORE_S = [600, 60];
const COMING_A_SECOND = 100;
const SPREAD_MAX_S = 15;
const DAY_S = 86_400;

class Waiting extends HTMLElement {
  private room: LiveRoom | null = null;
  private timer = 0;
  private viewers = 1;
  private isGoing = false;

  connectedCallback(): void {
    const { gate, show, seat, at } = this.dataset;
    houseClock.hear(Date.parse(at ?? ""));
    const address = new URL(`${gate}/live/${show}`, location.href).href;
    this.room = new LiveRoom(address, seat ?? "", showsSeat(this), this.heard, () => undefined);
    this.room.enter();
    this.timer = window.setInterval(() => this.count(), TICK_MS);
    this.count();
  }

  disconnectedCallback(): void {
    this.room?.leave();
    clearInterval(this.timer);
  }

  private readonly heard = (frame: Frame): void => {
    if (frame.viewers !== undefined) this.showViewers(frame.viewers);
    if (frame.state && frame.state.status !== "planned") this.go();
  };

  private showViewers(viewers: number): void {
    this.viewers = viewers;
    const place = this.piece("watching");
    const number = viewers.toLocaleString(document.documentElement.lang);
    if (place && viewers > 1) place.textContent = (place.dataset["words"] ?? "").replace("{number}", number);
  }

  /** A crowd's pages are spread over some seconds. */
  private go(): void {
    if (this.isGoing) return;
    this.isGoing = true;
    this.say("begun");
    const spread_s = Math.min(this.viewers / COMING_A_SECOND, SPREAD_MAX_S);
    setTimeout(() => location.reload(), 1000 * spread_s * Math.random());
  }

  private count(): void {
    const left_s = Math.ceil((Date.parse(this.dataset["starts"] ?? "") - houseClock.now()) / 1000);
    const place = this.piece("left");
    if (!place || this.isGoing) return;
    const words = left_s > 0 ? this.written(left_s) : (this.dataset["soon"] ?? "");
    if (place.textContent !== words) place.textContent = words;
    if (TOLD_BEFORE_S.includes(left_s) || left_s === 0) this.write("told", words);
  }

  /** The two largest units, as the reader's language counts them: "1 day 6 hours". */
  private written(left_s: number): string {
    const parts: [string, number][] = [
      ["day", Math.floor(left_s / DAY_S)],
      ["hour", Math.floor((left_s % DAY_S) / 3600)],
      ["minute", Math.floor((left_s % 3600) / 60)],
      ["second", left_s % 60],
    ];
    const largest = Math.min(Math.max(0, parts.findIndex(([, number]) => number > 0)), 2);
    const shown = parts.slice(largest, largest + 2);
    return shown.map(([unit, number]) => counted(unit, number)).join(" ");
  }

  private say(words: string): void {
    this.write("left", this.dataset[words] ?? "");
    this.write("told", this.dataset[words] ?? "");
  }

  private piece(name: string): HTMLElement | null {
    return this.querySelector(`[data-part=${name}]`);
  }

  private write(name: string, words: string): void {
    const place = this.piece(name);
    if (place) place.textContent = words;
  }
}

function counted(unit: string, number: number): string {
  const style = { style: "unit", unit, unitDisplay: "long" } as const;
  return new Intl.NumberFormat(document.documentElement.lang, style).format(number);
}

customElements.define("dure-waiting", Waiting);

export {};
