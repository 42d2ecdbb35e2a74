/**
 * Everything a show sells, in a list the page brings and the room keeps true. Only when lines have come that the list
 * does not have is it asked for anew, and then not by everybody in the same moment.
 */
import type { Cue, Facts, Screen } from "../live";
import { type Goods, draw, goodsOf, shutBy, tick } from "./card";
import type { Words } from "./words";

const SPREAD_MS = 2_000;

/** What the house calls a line in the reader's language; its cue speaks the host's. */
export interface Named {
  readonly title: string;
  readonly unit: string;
}

export class Bag {
  private goods = new Map<string, Goods>();
  private shown = "";
  private now = 0;
  private isStale = false;
  private asking = 0;

  constructor(
    private readonly dialog: HTMLDialogElement,
    private readonly opener: HTMLElement | null,
    private readonly words: Words,
    private readonly checkout: string,
    private readonly chosen: (goods: Goods) => void,
  ) {
    dialog.addEventListener("click", this.pressed);
    opener?.addEventListener("click", this.opened);
  }

  /** Stops asking: the page goes. */
  leave(): void {
    clearTimeout(this.asking);
    this.opener?.removeEventListener("click", this.opened);
  }

  /** Takes what the room tells: the lines of the sheet, and what is true of them now. */
  learn(screen: Screen, facts: Readonly<Record<string, Facts>>): void {
    const cues = (screen.cues ?? []).map((cue): Cue => ({ ...cue, facts: { ...cue.facts, ...facts[cue.key] } }));
    const found = cues.map((cue) => [cue, this.goodsOf(cue)] as const).filter((each): each is [Cue, Goods] => each[1] !== null);
    this.goods = new Map(found.map(([cue, goods]) => [cue.key, goods]));
    this.shown = screen.cue?.key ?? "";
    if ([...this.goods.keys()].some((key) => !this.line(key))) this.askSoon();
    for (const [key, goods] of this.goods) this.draw(key, goods);
  }

  /** Draws what changes from second to second, and how many things there are. */
  follow(now: number, taken: ReadonlySet<string>): void {
    this.now = now;
    const had = new Set([...this.goods].filter(([, goods]) => shutBy(goods, now) !== "over").map(([key]) => key));
    for (const goods of this.goods.values()) if (goods.of && !shutBy(goods, now)) had.delete(goods.of);
    this.count(had.size);
    for (const line of this.lines) this.followLine(line, had, taken);
  }

  /** Returns what a line is called in the reader's language; null for one the list does not have. */
  named(key: string): Named | null {
    const line = this.line(key);
    return line && { title: line.dataset["title"] ?? "", unit: line.dataset["unit"] ?? "" };
  }

  private goodsOf(cue: Cue): Goods | null {
    const goods = goodsOf(cue);
    return goods && { ...goods, ...this.named(cue.key) };
  }

  private draw(key: string, goods: Goods): void {
    const line = this.line(key);
    if (!line) return;
    draw(line, goods, this.words, this.checkout);
    const isShown = key === this.shown;
    const mark = line.querySelector<HTMLElement>("[data-of=now]");
    if (mark) mark.hidden = !isShown;
    if (isShown && line.previousElementSibling && !line.contains(document.activeElement)) line.parentElement?.prepend(line);
  }

  private followLine(line: HTMLElement, had: ReadonlySet<string>, taken: ReadonlySet<string>): void {
    const goods = this.goods.get(line.dataset["key"] ?? "");
    line.hidden = !had.has(line.dataset["key"] ?? "");
    if (!goods || line.hidden || !this.dialog.open) return;
    tick(line, goods, this.words, this.now, taken.has(goods.coupon));
    line.toggleAttribute("data-shut", shutBy(goods, this.now) !== "");
  }

  private count(number: number): void {
    const none = this.dialog.querySelector<HTMLElement>("[data-none]");
    if (none) none.hidden = number > 0;
    if (!this.opener) return;
    this.opener.hidden = number === 0 && !this.dialog.open;
    this.write("[data-bag-count]", this.words.number(number));
    this.write("[data-bag-words]", this.words.said("bag", { number: this.words.number(number) }));
  }

  private write(place: string, said: string): void {
    const found = this.opener?.querySelector(place);
    if (found && found.textContent !== said) found.textContent = said;
  }

  private readonly opened = (): void => {
    if (this.isStale) void this.ask();
  };

  private readonly pressed = (event: Event): void => {
    const line = (event.target as Element).closest("[data-of=buy]")?.closest<HTMLElement>("[data-key]");
    const goods = this.goods.get(line?.dataset["key"] ?? "");
    if (!line || !goods) return; // the room has told nothing yet: the link leads on
    event.preventDefault();
    if (shutBy(goods, this.now)) return;
    this.dialog.close();
    this.chosen(goods);
  };

  private askSoon(): void {
    this.isStale = true;
    if (!this.dialog.open) return;
    clearTimeout(this.asking);
    this.asking = window.setTimeout(() => void this.ask(), SPREAD_MS * Math.random());
  }

  private async ask(): Promise<void> {
    this.isStale = false;
    try {
      const answer = await fetch(this.dialog.dataset["bag"] ?? "", { headers: { Accept: "text/html" } });
      const drawn = new DOMParser().parseFromString(answer.ok ? await answer.text() : "", "text/html").querySelector("[data-lines]");
      if (drawn) this.dialog.querySelector("[data-lines]")?.replaceChildren(...drawn.children);
      this.isStale = !drawn;
    } catch {
      this.isStale = true;
    }
    for (const [key, goods] of this.goods) this.draw(key, { ...goods, ...this.named(key) });
  }

  private get lines(): HTMLElement[] {
    return [...this.dialog.querySelectorAll<HTMLElement>("[data-key]")];
  }

  private line(key: string): HTMLElement | null {
    return this.dialog.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
  }
}
