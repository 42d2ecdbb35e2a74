/**
 * The sheet over a live film: the house draws its form and says what stands in the way, the gate takes the order. One
 * press is one order: it bears the form's key until somebody answers, also when the page is loaded again meanwhile.
 */
import { Counter, type Order, type Told } from "../counter";
import { type Slip, isAsShown, isMadeOf, slipIn } from "../ordering";
import { type Going, forget, remember, underWay } from "./going";
import { pause, quantityOf, reasonOf, said, token } from "./reading";
import { turn } from "./row";
import type { Words } from "./words";

type Part = "answer" | "state";

const SILENT_MAX = 3;
const AGAIN_MS = 1_000;
const PATIENT_AFTER_MS = 2_000;
const COUNTED_AFTER_MS = 250;
const ASKED_EVERY_MS = 4_000;
const STALE = 401;
const BUSY = 429;
const IN_ROW = 202;
const DRAWN = new Set([200, 409, 422]);

export class Sheet {
  private slip: Slip | null = null;
  private counter: Counter | null = null;
  private counterOf: Slip | null = null;
  private leaving = new AbortController();
  private counting = new AbortController();
  private countTimer = 0;
  private counted: Promise<void> = Promise.resolve();
  private askTimer = 0;
  private isGoing = false;

  constructor(
    private readonly dialog: HTMLDialogElement,
    private readonly address: string,
    private readonly show: string,
    private readonly words: Words,
  ) {
    dialog.addEventListener("submit", this.pressed);
    dialog.addEventListener("change", this.changed);
    dialog.addEventListener("close", this.closed);
    dialog.querySelector("[data-leaves]")?.addEventListener("click", () => this.leaving.abort());
    document.addEventListener("visibilitychange", this.lookedAt);
  }

  /** Stops whatever is under way: the page goes. */
  leave(): void {
    document.removeEventListener("visibilitychange", this.lookedAt);
    this.leaving.abort();
    this.counter?.hangUp();
    clearInterval(this.askTimer);
  }

  /** Opens with an offer as it can be had now. */
  async open(offer: string): Promise<void> {
    this.appear();
    if (this.isGoing) return;
    this.body.replaceChildren();
    await this.draw(() => fetch(`${this.address}?offer=${offer}`, { headers: { Accept: "text/html" } }));
  }

  /** Takes a coupon and opens with it; returns whether it was given. */
  async takeCoupon(coupon: string, offer: string): Promise<boolean> {
    this.appear();
    this.body.replaceChildren();
    this.write("state", "loading");
    try {
      const body = new FormData();
      body.set("csrfmiddlewaretoken", token());
      const answer = await fetch(`/market/coupons/${coupon}/taking/`, { method: "POST", body, headers: { Accept: "application/json" } });
      const told = (await answer.json()) as { offer?: string; detail?: string; status?: number };
      if (!answer.ok && answer.status !== STALE) return this.tell(told.detail ?? this.words.said("refused_other"));
      await this.open(told.offer ?? offer);
      return answer.ok;
    } catch {
      return this.tell(this.words.said("silent"));
    }
  }

  /** Goes on with an order that was on its way when the page was loaded again; false where there is none. */
  resume(): boolean {
    const going = underWay(this.show);
    if (!going) return false;
    this.appear();
    void this.goOn(going);
    return true;
  }

  private async goOn(going: Going): Promise<void> {
    const sent = new URLSearchParams(going.sent);
    sent.set("csrfmiddlewaretoken", token());
    if (!(await this.draw(() => this.post(sent)))) return;
    const { form } = this;
    if (!form) return forget();
    const said = new FormData(form);
    const isSame = said.get("total") === sent.get("total") && said.getAll("seen").join() === sent.getAll("seen").join();
    if (isSame) await this.go(going.ticket);
    else forget();
  }

  // The form.

  private readonly changed = (event: Event): void => {
    if ((event.target as HTMLInputElement).name !== "quantity") return;
    clearTimeout(this.countTimer);
    this.counted = new Promise((resolve) => {
      this.countTimer = window.setTimeout(() => void this.count().finally(resolve), COUNTED_AFTER_MS);
    });
  };

  /** Has the house count what so many come to; only the sum and what is told of the line are drawn anew. */
  private async count(): Promise<void> {
    const { form } = this;
    if (!form) return;
    this.counting.abort();
    this.counting = new AbortController();
    form.setAttribute("aria-busy", "true");
    try {
      const answer = await this.post(said(form), { signal: this.counting.signal });
      if (!DRAWN.has(answer.status)) return this.write("answer", answer.status === BUSY ? "often" : "refused_other");
      const drawn = new DOMParser().parseFromString(await answer.text(), "text/html");
      const sum = drawn.querySelector("[data-part=sum]");
      if (!sum) return this.put(drawn.body.innerHTML);
      form.querySelector("[data-part=sum]")?.replaceWith(sum);
      form.querySelector("[data-part=told]")?.replaceWith(drawn.querySelector("[data-part=told]") as Element);
      this.bound(form, drawn);
      this.slip = slipIn(sum);
    } catch {
      if (!this.counting.signal.aborted) this.write("answer", "silent");
    } finally {
      form.removeAttribute("aria-busy");
    }
  }

  /** What was counted is what can be had: fewer than wished where fewer are left. */
  private bound(form: HTMLFormElement, drawn: Document): void {
    const [here, there] = [form, drawn].map((root) => root.querySelector<HTMLInputElement>("[name=quantity]"));
    if (!here || !there) return;
    here.value = there.value;
    here.max = there.max;
  }

  private readonly pressed = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!this.isGoing) void this.go();
  };

  // The order.

  private async go(ticket = ""): Promise<void> {
    this.isGoing = true;
    this.dialog.setAttribute("aria-busy", "true");
    this.clear("answer");
    this.write("state", "sending");
    const patience = setTimeout(() => this.write("state", "waiting"), PATIENT_AFTER_MS);
    try {
      await this.counted;
      await this.order(ticket);
    } finally {
      clearTimeout(patience);
      this.isGoing = false;
      this.dialog.removeAttribute("aria-busy");
      this.clear("state");
    }
  }

  private async order(first: string): Promise<void> {
    const { form } = this;
    if (!form) return;
    let [ticket, silent, isFresh] = [first, 0, false];
    remember(this.show, said(form), ticket);
    for (;;) {
      if (!this.isCurrent(form)) {
        this.slip = await this.freshSlip(form);
        isFresh = true;
      }
      if (!this.slip || !isAsShown(this.slip, form)) return this.orderByForm(form, ticket);
      const told = await this.say(this.slip, form, ticket);
      if (told?.answer) return this.placed(form, told);
      if (!told || told.status >= 500) {
        silent += 1;
        if (silent >= SILENT_MAX && navigator.onLine) return this.orderByForm(form, ticket);
        await this.line(silent);
      } else if (told.status === STALE && !isFresh) {
        this.slip = null;
      } else if (told.code === "intake_busy") {
        ticket = told.ticket ?? ticket;
        if (!(await this.stand(form, this.slip.gate, ticket, told))) return;
      } else if (told.status === BUSY) {
        return this.rest("often");
      } else if (told.lines) {
        return this.refused(told.lines);
      } else {
        return this.orderByForm(form, ticket);
      }
    }
  }

  private isCurrent(form: HTMLFormElement): boolean {
    return this.slip !== null && isMadeOf(this.slip, form) && quantityOf(this.slip) === new FormData(form).get("quantity");
  }

  private async freshSlip(form: HTMLFormElement): Promise<Slip | null> {
    try {
      const body = said(form);
      body.set("order", "on");
      const answer = await this.post(body, { headers: { Accept: "application/json" } });
      return answer.ok ? ((await answer.json()) as Slip) : null;
    } catch {
      return null;
    }
  }

  /** Says the order over the open line, else by request; null when nobody answers. */
  private async say(slip: Slip, form: HTMLFormElement, ticket: string): Promise<Told | null> {
    if (!this.counter) this.counter = new Counter(slip);
    else if (this.counterOf !== slip) this.counter.show(slip);
    this.counterOf = slip;
    const fields = new FormData(form);
    const key = String(fields.get("idempotency_key"));
    const order = { ...(slip.order as unknown as Order), key, live: this.show, shown: fields.has("shown") };
    return this.counter.order(order, ticket).catch(() => null);
  }

  /** Waits for the line: until there is one, or a moment longer each time. */
  private async line(silent: number): Promise<void> {
    if (navigator.onLine) return pause(AGAIN_MS * silent * (0.5 + Math.random()));
    this.write("state", "away");
    await new Promise((resolve) => addEventListener("online", resolve, { once: true }));
    this.write("state", "sending");
  }

  /** Stands in the row; false when its person waits no longer, and then nothing is ordered. */
  private async stand(form: HTMLFormElement, gate: string, ticket: string, told: Told): Promise<boolean> {
    if (!ticket) {
      await pause(AGAIN_MS * (told.retry_after_s ?? 2));
      return true;
    }
    remember(this.show, said(form), ticket);
    this.leaving = new AbortController();
    const row = this.dialog.querySelector("[data-row]") as HTMLElement;
    this.body.hidden = true;
    const isTurn = await turn(gate, ticket, row, this.words, this.leaving.signal);
    this.body.hidden = false;
    if (isTurn) this.write("state", "row_turn");
    else forget();
    return isTurn;
  }

  /** The house itself takes the same order under the same key, or says what is in the way. */
  private async orderByForm(form: HTMLFormElement, ticket: string): Promise<void> {
    const body = said(form);
    body.set("order", "on");
    if (ticket) body.set("ticket", ticket);
    try {
      const answer = await this.post(body);
      if (answer.status === IN_ROW) {
        const row = (await answer.json()) as { gate: string; ticket: string };
        if (await this.stand(form, row.gate, row.ticket, { status: BUSY })) await this.orderByForm(form, row.ticket);
        return;
      }
      if (!DRAWN.has(answer.status)) return this.rest(answer.status === BUSY ? "often" : "refused_other");
      this.put(await answer.text());
      forget();
    } catch {
      this.write("answer", "unsure"); // the key is kept: another press asks again, and it counts once
    }
  }

  /** The order stands: the house is told, and says how it is paid. */
  private async placed(form: HTMLFormElement, told: Told): Promise<void> {
    const body = said(form);
    body.set("placed", "on");
    forget();
    if (await this.draw(() => this.post(body))) return;
    this.write("answer", "placed");
    const link = document.createElement("a");
    Object.assign(link, { href: told.next ?? "/market/orders/", target: "_blank", rel: "noopener", className: "link", textContent: told.next ?? "" });
    this.body.replaceChildren(link);
  }

  private refused(lines: NonNullable<Told["lines"]>): void {
    forget();
    const line = lines.find((each) => each.answer !== "fits");
    const number = this.words.number(line?.left ?? 0);
    const currency = String(this.form ? new FormData(this.form).get("currency") : "");
    const sum = line?.price ? this.words.money(Number(line.price), currency) : "";
    this.tell(this.words.said(reasonOf(line), { number, sum }));
    if (line?.price || line?.left) void this.count();
  }

  private rest(words: string): void {
    forget();
    this.write("answer", words);
  }

  // The sheet.

  private get body(): HTMLElement {
    return this.dialog.querySelector("[data-body]") as HTMLElement;
  }

  private get form(): HTMLFormElement | null {
    return this.body.querySelector("form");
  }

  private appear(): void {
    if (!this.dialog.open) this.dialog.showModal();
    this.clear("answer");
  }

  private post(body: URLSearchParams, options: RequestInit = {}): Promise<Response> {
    return fetch(this.address, { method: "POST", body, headers: { Accept: "text/html" }, ...options });
  }

  /** Asks for a part of the page and shows it; returns whether there was one. */
  private async draw(ask: () => Promise<Response>): Promise<boolean> {
    this.write("state", "loading");
    try {
      const answer = await ask();
      if (!DRAWN.has(answer.status)) return this.tell(this.words.said(answer.status === BUSY ? "often" : "refused_closed"));
      this.put(await answer.text());
      return true;
    } catch {
      return this.tell(this.words.said("silent"));
    } finally {
      if (!this.isGoing) this.clear("state");
    }
  }

  private put(html: string): void {
    this.body.innerHTML = html;
    this.body.dispatchEvent(new CustomEvent("dure:put", { bubbles: true }));
    this.head(this.form?.dataset["heading"]);
    const sum = this.body.querySelector("[data-part=sum]");
    this.slip = sum && slipIn(sum);
    clearInterval(this.askTimer);
    if (this.openOrder) this.askTimer = window.setInterval(() => void this.ask(), ASKED_EVERY_MS);
    this.dialog.scrollTop = 0;
  }

  /** Says above the sheet what is done in it; what comes without words of its own stands under those before. */
  private head(words: string | undefined): void {
    const heading = this.dialog.querySelector("h2");
    if (heading && words) heading.textContent = words;
  }

  /** The order that waits for its money, whose payment goes on in another window. */
  private get openOrder(): string {
    return this.body.querySelector<HTMLElement>("[data-order][data-open]")?.dataset["order"] ?? "";
  }

  private readonly lookedAt = (): void => {
    if (document.visibilityState === "visible") void this.ask();
  };

  private async ask(): Promise<void> {
    const order = this.openOrder;
    if (!order || !this.dialog.open || document.visibilityState === "hidden") return;
    try {
      const answer = await fetch(`${this.address}?order=${order}`, { headers: { Accept: "text/html" } });
      const drawn = answer.ok ? await answer.text() : "";
      if (drawn && !drawn.includes("data-open") && this.openOrder === order) this.put(drawn);
    } catch {
      return;
    }
  }

  private readonly closed = (): void => {
    clearInterval(this.askTimer);
    if (!this.isGoing) this.counter?.hangUp();
  };

  private write(part: Part, words: string): void {
    this.set(part, this.words.said(words));
  }

  private clear(part: Part): void {
    this.set(part, "");
  }

  private tell(words: string): false {
    this.set("answer", words);
    this.clear("state");
    this.dialog.scrollTop = 0;
    return false;
  }

  private set(part: Part, words: string): void {
    const place = this.dialog.querySelector(`[data-${part}]`);
    if (place && place.textContent !== words) place.textContent = words;
  }
}
