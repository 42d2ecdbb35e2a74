/**
 * `<dure-order>` around an order's button: sends the order over the gate, then the form, which leads on. Whatever the
 * gate does not settle, the form does: it is the same order under the same key. Without script there is only the form.
 */
import { type Slip, freshSlip, isAsShown, isMadeOf, place, slipIn, submit } from "../ordering";

const BUSY_TRIES = 3;
const PATIENT_AFTER_MS = 2_000;
const RENEWED_BEFORE_S = 40;

class Order extends HTMLElement {
  private form!: HTMLFormElement;
  private slip: Slip | null = null;
  private isGoing = false;
  private renewal = 0;

  connectedCallback(): void {
    this.form = this.closest("form") as HTMLFormElement;
    this.take(slipIn(this));
    this.form.addEventListener("submit", this.pressed);
    addEventListener("pageshow", this.shownAgain);
  }

  disconnectedCallback(): void {
    clearTimeout(this.renewal);
    removeEventListener("pageshow", this.shownAgain);
    this.form.removeEventListener("submit", this.pressed);
  }

  private readonly pressed = (event: SubmitEvent): void => {
    const button = event.submitter as HTMLButtonElement | null;
    if (button && button.name !== "order") return;
    event.preventDefault();
    if (!this.isGoing) void this.go();
  };

  /** A page that comes back from the browser's memory can be pressed again: the same key, the same order. */
  private readonly shownAgain = (event: PageTransitionEvent): void => {
    if (event.persisted) this.rest("");
  };

  private async go(): Promise<void> {
    this.isGoing = true;
    this.setAttribute("aria-busy", "true");
    this.say("sending");
    const patience = setTimeout(() => this.say("waiting"), PATIENT_AFTER_MS);
    try {
      await this.order();
    } finally {
      clearTimeout(patience);
    }
  }

  private async order(): Promise<void> {
    const { form } = this;
    let isFresh = false;
    let isPlaced = false;
    for (let busy = 0; busy < BUSY_TRIES; ) {
      if (!this.slip || !isMadeOf(this.slip, form)) {
        this.take(await freshSlip(this.dataset["slip"] ?? "", form, true));
        isFresh = true;
      }
      if (!this.slip || !isAsShown(this.slip, form)) break;
      const answer = await place(this.slip, form);
      if (answer.is === "often") return this.rest("often");
      if (answer.is === "busy" && answer.ticket) return submit(form, { ticket: answer.ticket });
      if (answer.is === "silent" && !navigator.onLine) {
        this.say("away");
        await online();
      } else if (answer.is === "stale" && !isFresh) {
        this.take(null);
      } else if (answer.is === "busy") {
        busy += 1;
        await after(answer.again_s);
      } else {
        isPlaced = answer.is === "placed";
        break;
      }
    }
    submit(form, { isPlaced });
  }

  /** Takes a slip into use, and has it renewed in time while the page is looked at. */
  private take(slip: Slip | null): void {
    this.slip = slip;
    clearTimeout(this.renewal);
    if (!slip) return;
    const in_s = slip.holds_s - RENEWED_BEFORE_S * (0.5 + Math.random());
    this.renewal = window.setTimeout(() => void this.renew(), Math.max(in_s, 1) * 1000);
  }

  private async renew(): Promise<void> {
    if (this.isGoing || document.hidden) return this.take(this.isGoing ? this.slip : null);
    this.take(await freshSlip(this.dataset["slip"] ?? "", this.form, false));
  }

  private rest(words: string): void {
    this.isGoing = false;
    this.removeAttribute("aria-busy");
    this.say(words);
  }

  private say(words: string): void {
    const state = this.querySelector("[data-state]");
    if (state) state.textContent = this.dataset[words] ?? "";
  }
}

function after(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}

/** Waits until there is a line again. */
function online(): Promise<void> {
  return new Promise((resolve) => addEventListener("online", () => resolve(), { once: true }));
}

customElements.define("dure-order", Order);

export {};
