/**
 * `<dure-queue>`: asks the gate which number one has, shows it, and orders when the turn has come: over the gate while
 * the slip in the page holds, and by the form in any case, which leads on. Without script the page asks by itself.
 */
import { isAsShown, place, slipIn, submit } from "../ordering";

interface Place {
  readonly ahead: number;
  readonly admitted: boolean;
  readonly per_minute: number;
}

const ASKED_EVERY_MS = 3_000;
const TOLD_EVERY_MS = 20_000;
const SILENT_MAX = 5;

class Queue extends HTMLElement {
  private silent = 0;
  private toldAt = 0;
  private readonly loadedAt = Date.now();

  connectedCallback(): void {
    this.askLater();
  }

  /** Not everybody at the same moment. */
  private askLater(): void {
    setTimeout(() => void this.ask(), ASKED_EVERY_MS * (0.7 + 0.6 * Math.random()));
  }

  private async ask(): Promise<void> {
    if (!this.isConnected) return;
    const found = await this.asked();
    if (found?.admitted) return this.order();
    if (found) this.show(found);
    else this.missAnswer();
    this.askLater();
  }

  private async asked(): Promise<Place | null> {
    try {
      const ticket = encodeURIComponent(this.dataset["ticket"] ?? "");
      const answer = await fetch(`${this.dataset["url"]}?ticket=${ticket}`, { credentials: "omit" });
      return answer.ok ? ((await answer.json()) as Place) : null;
    } catch {
      return null;
    }
  }

  private async order(): Promise<void> {
    this.say("turn");
    const form = this.querySelector("form") as HTMLFormElement;
    const slip = slipIn(form);
    const holds = slip !== null && Date.now() - this.loadedAt < slip.holds_s * 1000;
    const isPlaced = slip && holds && isAsShown(slip, form) ? (await place(slip, form)).is === "placed" : false;
    submit(form, { isPlaced });
  }

  private show(place: Place): void {
    this.silent = 0;
    this.write("state", "");
    const first = Math.max(Number(this.dataset["first"]), place.ahead, 1);
    const number = (place.ahead + 1).toLocaleString(document.documentElement.lang);
    this.write("number", (this.dataset["number"] ?? "").replace("{number}", number));
    this.write("time", this.timeFor(place));
    const bar = this.querySelector("progress");
    if (bar) bar.value = Math.floor((100 * (first - place.ahead)) / first);
    this.tell();
  }

  private timeFor({ ahead, per_minute }: Place): string {
    if (!per_minute) return this.dataset["unknown"] ?? "";
    const minutes = Math.ceil(ahead / per_minute);
    return minutes <= 1 ? (this.dataset["soon"] ?? "") : (this.dataset["minutes"] ?? "").replace("{number}", String(minutes));
  }

  /** Has the place read out now and then, not at every step. */
  private tell(): void {
    if (Date.now() - this.toldAt < TOLD_EVERY_MS) return;
    this.toldAt = Date.now();
    this.write("told", `${this.shown("number")?.textContent ?? ""}. ${this.shown("time")?.textContent ?? ""}`);
  }

  /** Shows words that matter at once, and has them read out. */
  private say(words: string): void {
    this.write("state", this.dataset[words] ?? "");
    this.write("told", this.dataset[words] ?? "");
  }

  /** After a while without an answer the page itself is asked: it knows whether there is a row at all. */
  private missAnswer(): void {
    this.silent += 1;
    if (this.silent === 2) this.say("away");
    if (this.silent >= SILENT_MAX && navigator.onLine) location.assign(this.dataset["here"] ?? "");
  }

  private shown(name: string): HTMLElement | null {
    return this.querySelector(`[data-shown=${name}]`);
  }

  private write(name: string, words: string): void {
    const area = this.shown(name);
    if (area) area.textContent = words;
  }
}

customElements.define("dure-queue", Queue);

export {};
