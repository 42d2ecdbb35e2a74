/**
 * `<dure-sale>`: what is sold in a live show. The card follows what the room tells (`dure:screen`, `dure:facts`);
 * its button opens the sheet over the running film. Without script the button leads to the checkout. Times are counted
 * by the house's clock, whatever the phone's own says.
 */
import type { Cue, Facts, Screen } from "../live";
import { Bag } from "../sale/bag";
import { type Goods, draw, goodsOf, shutBy, tick } from "../sale/card";
import type { Room } from "./room";
import { Sheet } from "../sale/sheet";
import { Words } from "../sale/words";
import { houseClock } from "../live/clock";

const TICK_MS = 500;
const TOLD_EVERY_MS = 30_000;

class Sale extends HTMLElement {
  private words!: Words;
  private sheet!: Sheet;
  private bag!: Bag;
  private screen: Screen | null = null;
  private room: Room | null = null;
  private cue: Cue | null = null;
  private facts: Readonly<Record<string, Facts>> = {};
  private goods: Goods | null = null;
  private readonly taken = new Set<string>();
  private timer = 0;
  private shut = "";
  private toldLeft: number | null = null;
  private toldAt = 0;

  connectedCallback(): void {
    this.words = new Words(this.querySelector(":scope > script[type='application/json']")?.textContent ?? "");
    this.sheet = new Sheet(this.querySelector("[data-sale]") as HTMLDialogElement, this.dataset["sheet"] ?? "", this.dataset["show"] ?? "", this.words);
    this.bag = this.madeBag();
    houseClock.hear(Date.parse(this.dataset["at"] ?? ""));
    this.room = this.closest<Room>("dure-room");
    this.room?.addEventListener("dure:screen", this.shown);
    this.room?.addEventListener("dure:facts", this.told);
    this.button?.addEventListener("click", this.pressed);
    this.timer = window.setInterval(() => this.follow(), TICK_MS);
    if (this.room?.told?.screen) this.catchUp(this.room.told.screen);
    this.openAtOnce();
  }

  /** The room may have heard of the screen before this part of the page was there. */
  private catchUp(screen: Screen): void {
    const facts = this.room?.told.facts ?? {};
    this.takeScreen(screen);
    this.facts = facts;
    this.take();
  }

  disconnectedCallback(): void {
    clearInterval(this.timer);
    this.sheet.leave();
    this.bag.leave();
    this.room?.removeEventListener("dure:screen", this.shown);
    this.room?.removeEventListener("dure:facts", this.told);
  }

  private madeBag(): Bag {
    const dialog = this.querySelector("[data-bag]") as HTMLDialogElement;
    const opener = this.closest("dure-room")?.querySelector<HTMLElement>("[data-bag-opener]") ?? null;
    return new Bag(dialog, opener, this.words, this.dataset["checkout"] ?? "", (goods) => this.choose(goods));
  }

  private get card(): HTMLElement {
    return this.querySelector("[data-card]") as HTMLElement;
  }

  private get button(): HTMLElement | null {
    return this.querySelector("[data-of=buy]");
  }

  /** An order that was under way goes on; and who comes back from signing in finds the sheet open. */
  private openAtOnce(): void {
    const here = new URL(location.href);
    const wanted = here.searchParams.get("buy");
    if (wanted) {
      here.searchParams.delete("buy");
      history.replaceState(history.state, "", here);
    }
    if (!this.sheet.resume() && wanted) void this.sheet.open(wanted);
  }

  // What the room tells.

  private readonly shown = (event: Event): void => this.takeScreen((event as CustomEvent<Screen>).detail);

  private readonly told = (event: Event): void => {
    this.facts = (event as CustomEvent<Record<string, Facts>>).detail;
    this.take();
  };

  private takeScreen(screen: Screen): void {
    const { cue } = screen;
    const isOther = cue?.key !== this.cue?.key;
    [this.screen, this.cue, this.facts] = [screen, cue, {}];
    this.take();
    if (isOther && this.goods) this.announce(this.goods);
  }

  private take(): void {
    const { cue, screen } = this;
    if (screen) this.bag.learn(screen, this.facts);
    const goods = goodsOf(cue && { ...cue, facts: { ...cue.facts, ...this.facts[cue.key] } });
    this.goods = goods && { ...goods, ...this.bag.named(cue?.key ?? "") };
    this.card.hidden = this.goods === null;
    if (this.goods) draw(this.card, this.goods, this.words, this.dataset["checkout"] ?? "");
    this.follow();
  }

  /** Keeps card and clock together. */
  private follow(): void {
    const { goods } = this;
    const now = houseClock.now();
    if (this.screen) this.bag.follow(now, this.taken);
    if (!goods) return;
    tick(this.card, goods, this.words, now, this.taken.has(goods.coupon));
    const shut = shutBy(goods, now);
    this.card.toggleAttribute("data-shut", shut !== "");
    if (shut && shut !== this.shut) this.say(`${goods.title}. ${this.words.said(shut)}`);
    else if (!shut) this.tellLeft(goods);
    this.shut = shut;
  }

  /** What is left is read out now and then, not at each box. */
  private tellLeft({ left }: Goods): void {
    if (left === null || left === this.toldLeft || Date.now() - this.toldAt < TOLD_EVERY_MS) return;
    const isFirst = this.toldLeft === null;
    [this.toldLeft, this.toldAt] = [left, Date.now()];
    if (!isFirst) this.say(this.words.said("left", { number: this.words.number(left) }));
  }

  private announce(goods: Goods): void {
    [this.toldLeft, this.toldAt, this.shut] = [null, Date.now(), ""];
    this.say(this.words.said("shown_now", { title: goods.title, sum: this.words.money(goods.full || goods.price, goods.currency) }));
  }

  private say(words: string): void {
    const place = this.querySelector("[data-told]");
    if (place) place.textContent = words;
  }

  // What is pressed.

  private readonly pressed = (event: Event): void => {
    const offer = this.goods?.offer ?? new URL((event.currentTarget as HTMLAnchorElement).href).searchParams.get("offer");
    event.preventDefault();
    if (this.shut || !offer) return;
    if (this.goods) this.choose(this.goods);
    else void this.sheet.open(offer);
  };

  /** Opens the sheet with something that can be had, and takes its coupon first. */
  private choose({ coupon, offer }: Goods): void {
    if (coupon && !this.taken.has(coupon)) void this.takeCoupon(coupon, offer);
    else void this.sheet.open(offer);
  }

  private async takeCoupon(coupon: string, offer: string): Promise<void> {
    if (await this.sheet.takeCoupon(coupon, offer)) this.taken.add(coupon);
    this.follow();
  }
}

customElements.define("dure-sale", Sale);

export {};
