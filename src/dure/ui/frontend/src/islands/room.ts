/**
 * `<dure-room>`: the live room of a show's page: chat, hearts, how many watch, the pinned message, captions.
 * What is on screen is told to the page as the event `dure:screen`. Without script the page shows how it stood.
 */
import { type Frame, type Line, LiveRoom, type Posted, type Screen, freshKey } from "../live";

const LINES_MAX = 100;
const HEARTS_MAX = 20;
const HEARTS_EVERY_MS = 1_000;
const CAPTION_MS = 7_000;
const TOLD_EVERY_MS = 8_000;
const AWAY_AFTER_MS = 1_500;
const TRIES = 3;
const NEAR_END_PX = 80;

class Room extends HTMLElement {
  private room!: LiveRoom;
  private words: Readonly<Record<string, string>> = {};
  private key = "";
  private keyOf = "";
  private hearts = 0;
  private heartTimer = 0;
  private awayTimer = 0;
  private captionTimer = 0;
  private toldTimer = 0;
  private untold = "";
  private pinned: string | null = null;

  connectedCallback(): void {
    const written = this.querySelector("script[type='application/json']")?.textContent;
    this.words = written ? (JSON.parse(written) as Record<string, string>) : {};
    const address = new URL(`${this.dataset["gate"]}/live/${this.dataset["show"]}`, location.href).href;
    const isPublic = !("closed" in this.dataset);
    const seat = this.dataset["seat"] ?? "";
    this.room = new LiveRoom(address, seat, isPublic, this.heard, this.changed);
    for (const part of this.querySelectorAll<HTMLElement>("[data-live]")) part.hidden = false;
    this.piece("form")?.addEventListener("submit", this.submitted);
    this.piece("heart")?.addEventListener("click", this.given);
    this.piece("newest")?.addEventListener("click", () => this.toEnd());
    this.piece("lines")?.addEventListener("scroll", () => this.isNearEnd() && this.show("newest", false));
    this.toEnd();
    this.room.enter();
  }

  disconnectedCallback(): void {
    this.room.leave();
  }

  // What is heard.

  private readonly heard = (frame: Frame): void => {
    if (frame.refused) this.write("state", this.words[frame.refused] ?? this.words["away"] ?? "");
    if (frame.state) this.showScreen(frame.state);
    if (frame.chat && frame.state) this.piece("lines")?.replaceChildren();
    if (frame.chat) this.showLines(frame.chat, frame.state !== undefined);
    if (frame.more) this.write("more", this.said("more", frame.more));
    for (const id of frame.gone ?? []) this.line(id)?.remove();
    for (const caption of frame.captions ?? []) this.showCaption(caption.text);
    if (frame.viewers !== undefined) this.write("viewers", this.said("viewers", frame.viewers));
    if (frame.hearts !== undefined) this.write("hearts", frame.hearts.toLocaleString(document.documentElement.lang));
  };

  private readonly changed = (isThere: boolean): void => {
    clearTimeout(this.awayTimer);
    if (isThere) this.write("state", "");
    else this.awayTimer = setTimeout(() => this.write("state", this.words["away"] ?? ""), AWAY_AFTER_MS);
  };

  private showScreen(screen: Screen): void {
    this.show("pinned", screen.pinned !== "");
    this.write("pinned_text", screen.pinned);
    if (this.pinned !== null && this.pinned !== screen.pinned) this.tell(screen.pinned);
    this.pinned = screen.pinned;
    const isQuiet = screen.is_frozen && !("keeper" in this.dataset);
    this.write("quiet", isQuiet ? (this.words["chat_frozen"] ?? "") : "");
    const field = this.piece<HTMLInputElement>("text");
    if (field) field.disabled = isQuiet;
    this.dispatchEvent(new CustomEvent("dure:screen", { bubbles: true, detail: screen }));
  }

  private showLines(lines: readonly Line[], isAll: boolean): void {
    const list = this.piece("lines");
    const sample = this.querySelector<HTMLTemplateElement>("template[data-part=line]");
    if (!list || !sample) return;
    const wasNear = isAll || this.isNearEnd();
    for (const line of lines) {
      if (this.line(line.id)) continue;
      list.append(this.drawn(line, sample));
      if (line.role !== "viewer" && !isAll) this.tell(`${line.who}: ${line.text}`);
    }
    while (list.childElementCount > LINES_MAX) list.firstElementChild?.remove();
    this.show("none", !list.childElementCount);
    if (wasNear) this.toEnd();
    else this.show("newest", true);
  }

  private drawn(line: Line, sample: HTMLTemplateElement): DocumentFragment {
    const drawn = sample.content.cloneNode(true) as DocumentFragment;
    const item = drawn.firstElementChild as HTMLElement;
    item.dataset["id"] = line.id;
    item.dataset["role"] = line.role;
    const put = (name: string, words: string): void => {
      const place = item.querySelector(`[data-of=${name}]`);
      if (place) place.textContent = words;
    };
    put("who", line.who);
    put("role", line.role === "viewer" ? "" : (this.words[line.role] ?? ""));
    put("text", line.text);
    return drawn;
  }

  private showCaption(words: string): void {
    clearTimeout(this.captionTimer);
    this.write("caption", words);
    this.captionTimer = setTimeout(() => this.write("caption", ""), CAPTION_MS);
  }

  /** Has something read out, a few seconds apart: a crowd's chat is not read out at all. */
  private tell(words: string): void {
    this.untold = words;
    if (this.toldTimer) return;
    const now = (): void => {
      this.toldTimer = 0;
      if (!this.untold) return;
      this.write("told", this.untold);
      this.untold = "";
      this.toldTimer = setTimeout(now, TOLD_EVERY_MS);
    };
    now();
  }

  // What is said.

  private readonly submitted = (event: Event): void => {
    event.preventDefault();
    const field = this.piece<HTMLInputElement>("text");
    const text = field?.value.trim() ?? "";
    if (field && text && !this.hasAttribute("aria-busy")) void this.say(field, text);
  };

  private async say(field: HTMLInputElement, text: string): Promise<void> {
    if (this.keyOf !== text) this.key = freshKey();
    this.keyOf = text;
    this.setAttribute("aria-busy", "true");
    this.write("answer", "");
    const answer = await this.sent(text);
    this.removeAttribute("aria-busy");
    if (answer.is === "kept") {
      this.keyOf = "";
      if (field.value.trim() === text) field.value = "";
      field.focus();
    } else if (answer.is === "refused") {
      this.keyOf = "";
      this.write("answer", this.said(answer.code in this.words ? answer.code : "refused", answer.again_s));
    } else {
      this.write("answer", this.words["silent"] ?? "");
    }
  }

  /** Sends under one key until somebody answers; it counts once. */
  private async sent(text: string): Promise<Posted> {
    let answer: Posted = { is: "silent" };
    for (let tries = 0; tries < TRIES && answer.is === "silent"; tries += 1) {
      if (tries) await new Promise((go) => setTimeout(go, 1_000 * tries * (0.5 + Math.random())));
      answer = await this.room.post("chat", { text, client_key: this.key });
    }
    return answer;
  }

  private readonly given = (): void => {
    this.hearts = Math.min(this.hearts + 1, HEARTS_MAX);
    this.piece("heart")?.classList.add("room__heart--given");
    this.heartTimer ||= setTimeout(() => void this.sendHearts(), HEARTS_EVERY_MS);
  };

  private async sendHearts(): Promise<void> {
    const count = this.hearts;
    this.hearts = this.heartTimer = 0;
    await this.room.post("hearts", { count });
  }

  // The page.

  private piece<Kind extends HTMLElement = HTMLElement>(name: string): Kind | null {
    return this.querySelector<Kind>(`[data-part=${name}]`);
  }

  private line(id: string): Element | null {
    return this.querySelector(`[data-id="${CSS.escape(id)}"]`);
  }

  private write(name: string, words: string): void {
    const area = this.piece(name);
    if (area && area.textContent !== words) area.textContent = words;
  }

  private show(name: string, isShown: boolean): void {
    const part = this.piece(name);
    if (part) part.hidden = !isShown;
  }

  private said(name: string, number: number): string {
    return (this.words[name] ?? "").replace("{number}", number.toLocaleString(document.documentElement.lang));
  }

  private isNearEnd(): boolean {
    const list = this.piece("lines");
    return !list || list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_END_PX;
  }

  private toEnd(): void {
    const list = this.piece("lines");
    if (list) list.scrollTop = list.scrollHeight;
    this.show("newest", false);
  }
}

customElements.define("dure-room", Room);

export {};
