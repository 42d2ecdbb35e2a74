/** The card of what is sold over a live film: drawn from the facts of the cue on screen, by the house's clock. */
import type { Cue, Facts } from "../live";
import type { Words } from "./words";

export interface Goods {
  readonly offer: string;
  readonly kind: string;
  readonly title: string;
  readonly unit: string;
  readonly picture: string;
  readonly currency: string;
  readonly price: number;
  readonly was: number;
  readonly full: number;
  readonly left: number | null;
  readonly total: number;
  readonly until: number;
  readonly isOpen: boolean;
  readonly coupon: string;
  /** Of a flash price, the key of the ordinary offer. */
  readonly of: string;
}

const OFFER = /^offer:(\d+)$/;

/** Returns the offer a cue stands for; null where it stands for something else. */
export function goodsOf(cue: Cue | null): Goods | null {
  const number = OFFER.exec(cue?.key ?? "")?.[1];
  if (!cue || !number) return null;
  const { facts } = cue;
  return {
    offer: number,
    kind: text(facts, "kind"),
    title: cue.title || text(facts, "title"),
    unit: text(facts, "unit"),
    picture: text(facts, "picture"),
    currency: text(facts, "currency"),
    price: count(facts, "price_minor"),
    was: count(facts, "was_minor"),
    full: count(facts, "full_minor"),
    left: typeof facts["left"] === "number" ? facts["left"] : null,
    total: count(facts, "total"),
    until: Date.parse(text(facts, "until")) || 0,
    isOpen: facts["open"] !== false,
    coupon: text(facts, "coupon"),
    of: text(facts, "of"),
  };
}

/** Why it cannot be bought just now; empty when it can. */
export function shutBy(goods: Goods, now: number): "" | "sold_out" | "over" {
  if (!goods.isOpen || (goods.until && goods.until <= now)) return "over";
  return goods.left !== null && goods.left <= 0 ? "sold_out" : "";
}

/** Draws an offer into the card's parts. */
export function draw(card: HTMLElement, goods: Goods, words: Words, checkout: string): void {
  const part = (name: string): HTMLElement | null => card.querySelector(`[data-of=${name}]`);
  const put = (name: string, content: string): void => {
    const place = part(name);
    if (place && place.textContent !== content) place.textContent = content;
  };
  const show = (name: string, isShown: boolean): void => {
    const place = part(name);
    if (place) place.hidden = !isShown;
  };
  const picture = part("picture") as HTMLImageElement | null;
  if (picture && goods.picture && picture.getAttribute("src") !== goods.picture) picture.src = goods.picture;
  show("picture", goods.picture !== "");
  show("cloth", goods.picture === "" && part("cloth")?.dataset["offer"] === goods.offer);
  put("title", goods.title);
  put("unit", goods.unit);
  put("price", words.money(goods.full || goods.price, goods.currency));
  const percent = goods.was > 0 ? Math.max(Math.floor(100 - (100 * goods.price) / goods.was), 0) : 0;
  put("percent", String(percent));
  show("off", percent > 0);
  put("was", goods.was ? words.money(goods.was, goods.currency) : "");
  show("before", goods.was > 0);
  put("deposit", goods.full ? words.said("deposit", { sum: words.money(goods.price, goods.currency) }) : "");
  show("deposit", goods.full > 0);
  part("buy")?.setAttribute("href", `${checkout}?offer=${goods.offer}`);
}

/** Draws what changes from second to second: what is left, how long, and whether it can be bought. */
export function tick(card: HTMLElement, goods: Goods, words: Words, now: number, isTaken: boolean): void {
  const shut = shutBy(goods, now);
  const left = card.querySelector<HTMLElement>("[data-of=left]");
  const counted = goods.kind === "coupon" ? "coupons_left" : "left";
  if (left) left.textContent = goods.left === null ? "" : words.said(counted, { number: words.number(Math.max(goods.left, 0)) });
  const bar = card.querySelector<HTMLProgressElement>("[data-of=bar]");
  if (bar) {
    bar.hidden = !goods.total || goods.left === null;
    bar.max = goods.total || 1;
    bar.value = Math.max(goods.left ?? 0, 0);
  }
  const time = card.querySelector<HTMLElement>("[data-of=time]");
  if (time) {
    time.hidden = !goods.until || shut !== "";
    time.textContent = words.said("ends", { time: clock(goods.until - now) });
  }
  drawButton(card.querySelector("[data-of=buy]"), goods, words, shut, isTaken);
}

function drawButton(button: HTMLElement | null, goods: Goods, words: Words, shut: string, isTaken: boolean): void {
  if (!button) return;
  button.hidden = false;
  const take = words.said("take", { sum: words.money(goods.was - goods.price, goods.currency) });
  const open = goods.kind === "booking" ? words.said("book") : goods.coupon && !isTaken ? take : words.said("buy");
  const said = shut ? words.said(shut) : open;
  if (button.textContent !== said) button.textContent = said;
  if (shut) button.setAttribute("aria-disabled", "true");
  else button.removeAttribute("aria-disabled");
}

/** Minutes and seconds, and hours where there are any. */
function clock(left_ms: number): string {
  const left_s = Math.max(Math.ceil(left_ms / 1000), 0);
  const two = (number: number): string => String(number).padStart(2, "0");
  const [hours, minutes, seconds] = [Math.floor(left_s / 3600), Math.floor((left_s % 3600) / 60), left_s % 60];
  return hours ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}

function text(facts: Facts, name: string): string {
  const found = facts[name];
  return typeof found === "string" ? found : "";
}

function count(facts: Facts, name: string): number {
  const found = facts[name];
  return typeof found === "number" ? found : 0;
}
