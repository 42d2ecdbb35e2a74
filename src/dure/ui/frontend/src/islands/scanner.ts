/**
 * `<dure-scanner>`: scans parcels one after another. It reads codes with the camera where the browser can, and takes
 * what a hand scanner types. Without a line the scans are kept in this browser and sent when there is one; each bears
 * a name of its own, so that it counts once however often it is sent.
 */
interface Scan {
  readonly client_id: string;
  readonly code: string;
  readonly step: string;
  readonly hub_id: string | null;
  readonly happened_at: string;
}

interface Detector {
  detect(source: HTMLVideoElement): Promise<ReadonlyArray<{ rawValue: string }>>;
}

type Detecting = new (options: { formats: string[] }) => Detector;

const KEPT = "dure-scans";
const LOOK_EVERY_MS = 250;
const SEND_AGAIN_MS = 15_000;
const SAME_CODE_MS = 3_000;
const LIST_MAX = 30;

class Scanner extends HTMLElement {
  private last = { code: "", at: 0 };
  private isSending = false;

  connectedCallback(): void {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      const input = this.form.elements.namedItem("code") as HTMLInputElement;
      this.take(input.value.trim());
      input.value = "";
      input.focus();
    });
    addEventListener("online", () => void this.send());
    setInterval(() => void this.send(), SEND_AGAIN_MS);
    if ("BarcodeDetector" in window && "mediaDevices" in navigator) this.offerCamera();
    for (const scan of this.kept()) this.show(scan.client_id, scan.code, this.dataset["waiting"] ?? "", "ochre");
    void this.send();
  }

  private get form(): HTMLFormElement {
    return this.querySelector("form") as HTMLFormElement;
  }

  private take(code: string): void {
    const now = Date.now();
    if (!code || (code === this.last.code && now - this.last.at < SAME_CODE_MS)) return;
    this.last = { code, at: now };
    const chosen = new FormData(this.form);
    const scan: Scan = {
      client_id: newName(),
      code,
      step: String(chosen.get("step") ?? ""),
      hub_id: String(chosen.get("hub") ?? "") || null,
      happened_at: new Date(now).toISOString(),
    };
    this.keep([...this.kept(), scan]);
    this.show(scan.client_id, code, this.dataset["waiting"] ?? "", "ochre");
    void this.send();
  }

  private kept(): Scan[] {
    try {
      return JSON.parse(localStorage.getItem(KEPT) ?? "[]") as Scan[];
    } catch {
      return [];
    }
  }

  private keep(scans: readonly Scan[]): void {
    localStorage.setItem(KEPT, JSON.stringify(scans));
  }

  /** Sends what is kept, oldest first, and stops at the first that finds no line: order matters. */
  private async send(): Promise<void> {
    if (this.isSending) return;
    this.isSending = true;
    try {
      for (let scan = this.kept()[0]; scan; scan = this.kept()[0]) {
        const isDone = await this.sendOne(scan);
        this.say(isDone ? "" : (this.dataset["kept"] ?? ""));
        if (!isDone) return;
        const { client_id } = scan;
        this.keep(this.kept().filter((each) => each.client_id !== client_id));
      }
    } finally {
      this.isSending = false;
    }
  }

  /** Sends one scan; false where there is no line, or the house is not well: it is sent again later. */
  private async sendOne(scan: Scan): Promise<boolean> {
    let answer: Response;
    try {
      answer = await fetch(this.dataset["url"] ?? "", {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.token() },
        body: JSON.stringify(scan),
      });
    } catch {
      return false;
    }
    if (answer.status >= 500 || answer.status === 429) return false;
    const told = (await answer.json()) as Record<string, string>;
    const words = answer.ok ? `${told["short"]} · ${told["place_words"]} · ${told["receiver"]}` : (told["detail"] ?? "");
    this.show(scan.client_id, answer.ok ? words : `${scan.code}: ${words}`, "", answer.ok ? "pine" : "jujube");
    if ("vibrate" in navigator) navigator.vibrate(answer.ok ? 60 : [120, 80, 120]);
    return true;
  }

  private token(): string {
    return String(new FormData(this.form).get("csrfmiddlewaretoken") ?? "");
  }

  private say(words: string): void {
    const state = this.querySelector("[data-state]");
    if (state) state.textContent = words;
  }

  private show(name: string, words: string, chip: string, tone: string): void {
    const list = this.querySelector("[data-list]");
    if (!list) return;
    const line = list.querySelector(`[data-name="${name}"]`) ?? document.createElement("li");
    line.setAttribute("data-name", name);
    const row = document.createElement("div");
    row.className = "row";
    const mark = document.createElement("span");
    mark.className = `chip chip--${tone}`;
    mark.textContent = chip || (tone === "pine" ? "✓" : "!");
    const text = document.createElement("span");
    text.className = "row__words";
    text.textContent = words;
    row.append(mark, text);
    line.replaceChildren(row);
    if (!line.parentNode) list.prepend(line);
    while (list.children.length > LIST_MAX) list.lastElementChild?.remove();
  }

  private offerCamera(): void {
    const area = this.querySelector<HTMLElement>("[data-camera]");
    area?.removeAttribute("hidden");
    area?.querySelector("[data-start]")?.addEventListener("click", () => void this.look());
  }

  private async look(): Promise<void> {
    const picture = this.querySelector<HTMLVideoElement>("[data-picture]");
    if (!picture || picture.srcObject) return;
    picture.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    picture.hidden = false;
    await picture.play();
    const Detecting = (window as unknown as { BarcodeDetector: Detecting }).BarcodeDetector;
    const detector = new Detecting({ formats: ["code_128", "qr_code"] });
    setInterval(() => {
      void detector.detect(picture).then((found) => {
        for (const each of found) this.take(each.rawValue);
      }, () => undefined);
    }, LOOK_EVERY_MS);
  }
}

/** Returns a random name (UUID); `crypto.randomUUID` is missing on pages without https. */
function newName(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

customElements.define("dure-scanner", Scanner);

export {};
