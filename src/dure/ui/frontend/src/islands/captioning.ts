/** `<dure-captioning>`: a helper types what is said; each line goes to the gate, and what everybody reads stands above. */
import { type Frame, LiveRoom, freshKey } from "../live";

const LINES_MAX = 30;

class Captioning extends HTMLElement {
  private room!: LiveRoom;
  private words: Readonly<Record<string, string>> = {};

  connectedCallback(): void {
    const written = this.querySelector("script[type='application/json']")?.textContent;
    this.words = written ? (JSON.parse(written) as Record<string, string>) : {};
    const address = new URL(`${this.dataset["gate"]}/live/${this.dataset["show"]}`, location.href).href;
    this.room = new LiveRoom(address, this.dataset["seat"] ?? "", true, this.heard, this.changed);
    this.querySelector("form")?.addEventListener("submit", this.submitted);
    this.room.enter();
  }

  disconnectedCallback(): void {
    this.room.leave();
  }

  private readonly heard = (frame: Frame): void => {
    const list = this.querySelector("ol");
    for (const caption of frame.captions ?? []) {
      list?.append(Object.assign(document.createElement("li"), { textContent: caption.text }));
    }
    while ((list?.childElementCount ?? 0) > LINES_MAX) list?.firstElementChild?.remove();
    if (frame.captions?.length) list?.lastElementChild?.scrollIntoView({ block: "nearest" });
  };

  private readonly changed = (isThere: boolean): void => this.write(isThere ? "" : (this.words["away"] ?? ""));

  private readonly submitted = (event: Event): void => {
    event.preventDefault();
    const field = this.querySelector<HTMLInputElement>("input[name=text]");
    const text = field?.value.trim() ?? "";
    if (field && text) void this.send(field, text);
  };

  /** The field is empty at once: whoever types goes on, and a line that was not taken comes back. */
  private async send(field: HTMLInputElement, text: string): Promise<void> {
    field.value = "";
    field.focus();
    this.write("");
    const answer = await this.room.post("captions", { text, client_key: freshKey() });
    if (answer.is === "kept") return;
    field.value = field.value ? `${text} ${field.value}` : text;
    const code = answer.is === "refused" && answer.code in this.words ? answer.code : answer.is;
    this.write((this.words[code] ?? "").replace("{number}", String(answer.is === "refused" ? answer.again_s : 0)));
  }

  private write(words: string): void {
    const place = this.querySelector("[role=status]");
    if (place) place.textContent = words;
  }
}

customElements.define("dure-captioning", Captioning);
