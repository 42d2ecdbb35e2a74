/**
 * `<dure-counter>` in a page where people may order several times, with the papers of a slip inside as JSON. Its
 * `order(order, ticket?)` places an order over the gate and returns what was told; `show(papers)` takes fresh ones.
 */
import { Counter, type Order, type Papers, type Told } from "../counter";

class CounterElement extends HTMLElement {
  private counter: Counter | null = null;

  disconnectedCallback(): void {
    this.counter?.hangUp();
  }

  /** Whether orders still go over the open line; after a failure they go by HTTP. */
  get isLine(): boolean {
    return this.counter?.isLine ?? true;
  }

  order(order: Order, ticket = ""): Promise<Told> {
    this.counter ??= new Counter(this.written());
    return this.counter.order(order, ticket);
  }

  show(papers: Papers): void {
    if (this.counter) this.counter.show(papers);
    else this.counter = new Counter(papers);
  }

  private written(): Papers {
    return JSON.parse(this.querySelector("script[type='application/json']")?.textContent ?? "{}") as Papers;
  }
}

customElements.define("dure-counter", CounterElement);

export {};
