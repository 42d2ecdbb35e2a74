/**
 * `<dure-till>`: the counter of a street shop. A tap on a tile counts one more; the total stands below. What is sold is
 * kept in this browser until the house has it, and sent as soon as there is a line. Each sale bears a name of its own,
 * so that it counts once however often it is sent. A sale the house refuses stays here, with the reason.
 */
interface Sale {
  readonly client_key: string;
  readonly means: string;
  readonly sold_at: string;
  readonly lines: ReadonlyArray<{ offer_id: string; quantity: number; unit_price: string }>;
}

type Answer = "done" | "later" | "refused";

const SEND_AGAIN_MS = 15_000;
const ANSWER_WITHIN_MS = 30_000;
const NO_LINE = new Set([401, 403, 408, 425, 429]);

class Till extends HTMLElement {
  private isSending = false;

  connectedCallback(): void {
    for (const area of this.querySelectorAll("[data-tap]")) {
      area.addEventListener("click", () => this.add(area.closest(".till__tile") as HTMLElement));
    }
    this.form.addEventListener("change", () => this.count());
    this.form.addEventListener("input", () => this.count());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.sell();
    });
    addEventListener("online", () => void this.send());
    setInterval(() => void this.send(), SEND_AGAIN_MS);
    this.count();
    void this.send();
  }

  private get form(): HTMLFormElement {
    return this.querySelector("form") as HTMLFormElement;
  }

  private get tiles(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>(".till__tile")];
  }

  private add(tile: HTMLElement): void {
    const input = tile.querySelector("input[type=number]") as HTMLInputElement;
    input.value = String(Number(input.value) + 1);
    this.count();
    if ("vibrate" in navigator) navigator.vibrate(20);
  }

  private lines(): Sale["lines"] {
    return this.tiles
      .map((tile) => ({
        offer_id: tile.dataset["offer"] ?? "",
        quantity: Math.floor(Number((tile.querySelector("input[type=number]") as HTMLInputElement).value)),
        unit_price: tile.dataset["price"] ?? "",
      }))
      .filter((line) => line.quantity > 0);
  }

  private count(): void {
    const lines = this.lines();
    const pieces = lines.reduce((sum, line) => sum + line.quantity, 0);
    for (const tile of this.tiles) {
      const wanted = lines.some((line) => line.offer_id === tile.dataset["offer"]);
      tile.classList.toggle("till__tile--chosen", wanted);
    }
    this.write("count", pieces ? `${pieces} ×` : "");
    this.write("total", this.amount(totalOf(lines)));
  }

  private sell(): void {
    const lines = this.lines();
    if (!lines.length) {
      this.write("state", this.dataset["nothing"] ?? "");
      return;
    }
    const means = String(new FormData(this.form).get("means") ?? "cash");
    this.keep([...this.kept(), { client_key: newName(), means, sold_at: new Date().toISOString(), lines }]);
    this.write("state", (this.dataset["sold"] ?? "").replace("{amount}", this.amount(totalOf(lines))));
    for (const input of this.querySelectorAll<HTMLInputElement>(".till__tile input[type=number]")) input.value = "0";
    this.count();
    void this.send();
  }

  private kept(): Sale[] {
    try {
      return JSON.parse(localStorage.getItem(this.dataset["keptAs"] ?? "") ?? "[]") as Sale[];
    } catch {
      return [];
    }
  }

  private keep(sales: readonly Sale[]): void {
    localStorage.setItem(this.dataset["keptAs"] ?? "", JSON.stringify(sales));
    const area = this.querySelector<HTMLElement>("[data-queue]");
    if (!area) return;
    area.hidden = sales.length === 0;
    area.textContent = (this.dataset["waiting"] ?? "").replace("{number}", String(sales.length));
  }

  /**
   * Sends what is kept, oldest first, and what is sold meanwhile; one the house refuses is left where it is and the
   * next ones go on.
   */
  private async send(): Promise<void> {
    if (this.isSending) return;
    this.isSending = true;
    const told = new Set<string>();
    try {
      this.keep(this.kept());
      for (let sale = this.kept()[0]; sale; sale = this.kept().find((each) => !told.has(each.client_key))) {
        const { client_key } = sale;
        told.add(client_key);
        const answer = await this.sendOne(sale);
        if (answer === "later") return;
        if (answer === "done") this.keep(this.kept().filter((each) => each.client_key !== client_key));
      }
    } finally {
      this.isSending = false;
    }
  }

  private async sendOne(sale: Sale): Promise<Answer> {
    let answer: Response;
    try {
      answer = await fetch(this.dataset["url"] ?? "", {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.token() },
        body: JSON.stringify(sale),
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
    } catch {
      return "later";
    }
    if (answer.status === 401 || answer.status === 403) this.write("state", this.dataset["signIn"] ?? "");
    if (answer.status >= 500 || NO_LINE.has(answer.status)) return "later";
    const told = (await answer.json()) as { missing?: number; detail?: string };
    if (!answer.ok) {
      this.write("state", (this.dataset["refused"] ?? "").replace("{reason}", told.detail ?? ""));
      return "refused";
    }
    if (told.missing) this.write("state", this.dataset["corrected"] ?? "");
    return "done";
  }

  private token(): string {
    return String(new FormData(this.form).get("csrfmiddlewaretoken") ?? "");
  }

  private amount(minor: number): string {
    const digits = Number(this.dataset["digits"]);
    const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
    const number = (minor / 10 ** digits).toLocaleString(document.documentElement.lang, options);
    return (this.dataset["nothingTaken"] ?? "0").replace(/0([.,]0+)?/, number);
  }

  private write(name: string, words: string): void {
    const area = this.querySelector(`[data-${name}]:not(dure-till)`);
    if (area) area.textContent = words;
  }
}

function totalOf(lines: Sale["lines"]): number {
  return lines.reduce((sum, line) => sum + line.quantity * Number(line.unit_price), 0);
}

/** Returns a random name (UUID); `crypto.randomUUID` is missing on pages without https. */
function newName(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

customElements.define("dure-till", Till);

export {};
