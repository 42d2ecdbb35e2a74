/**
 * `<dure-room>`: the live room of a show's page: chat, hearts, how many watch, the pinned message, captions.
 * What is on screen is told to the page as the event `dure:screen`, what changes of its facts as `dure:facts`. Without
 * script the page shows how it stood. A part the page leaves out is not missed.
 */
import { type Bought, type Facts, type Frame, type Line, LiveRoom, type Posted, type Screen, freshKey, showsSeat } from "../live";
import { aboveKeyboard } from "../live/keyboard";
import { keep, kept } from "../kept";

const LINES_MAX = 100;
const HEARTS_MAX = 20;
const HEARTS_EVERY_MS = 1_000;
const CAPTION_MS = 7_000;
const TOLD_EVERY_MS = 8_000;
const AWAY_AFTER_MS = 1_500;
const ANSWER_MS = 6_000;
const TRIES = 3;
const NEAR_END_PX = 80;
const BOUGHT_MAX = 5;
const CAPTIONS_KEPT_AS = "dure-room-captions";

class Room extends HTMLElement {
  private room!: LiveRoom;
  private words: Readonly<Record<string, string>> = {};
  private key = "";
  private keyOf = "";
  private hearts = 0;
  private heartTimer = 0;
  private awayTimer = 0;
  private captionTimer = 0;
  private answerTimer = 0;
  private toldTimer = 0;
  private untold = "";
  private pinned: string | null = null;
  /** What is on screen, and what is true of it now, for parts of the page that come later than it was told. */
  readonly told: { screen: Screen | null; facts: Record<string, Facts> } = { screen: null, facts: {} };
  private settle = (): void => undefined;

  connectedCallback(): void {
    const written = this.querySelector(":scope > script[type='application/json']")?.textContent;
    this.words = written ? (JSON.parse(written) as Record<string, string>) : {};
    const address = new URL(`${this.dataset["gate"]}/live/${this.dataset["show"]}`, location.href).href;
    const seat = this.dataset["seat"] ?? "";
    this.room = new LiveRoom(address, seat, showsSeat(this), this.heard, this.changed);
    for (const part of this.querySelectorAll<HTMLElement>("[data-live]")) part.hidden = false;
    this.piece("form")?.addEventListener("submit", this.submitted);
    this.piece("heart")?.addEventListener("click", this.given);
    this.piece("captions")?.addEventListener("click", () => this.showCaptions(this.dataset["captions"] === "off"));
    this.showCaptions(kept(CAPTIONS_KEPT_AS) !== "off");
    if (this.piece("form")) this.settle = aboveKeyboard(this);
    this.piece("newest")?.addEventListener("click", () => this.toEnd());
    this.piece("lines")?.addEventListener("scroll", () => this.isNearEnd() && this.show("newest", false));
    this.toEnd();
    this.room.enter();
  }

  disconnectedCallback(): void {
    this.room.leave();
    this.settle();
  }

  // What is heard.

  private readonly heard = (frame: Frame): void => {
    if (frame.refused) this.write("state", this.words[frame.refused] ?? this.words["away"] ?? "");
    if (frame.state) this.showScreen(frame.state);
    if (frame.facts) this.takeFacts(frame.facts);
    if (frame.chat && frame.state) this.piece("lines")?.replaceChildren();
    if (frame.chat) this.showLines(frame.chat, frame.state !== undefined);
    if (frame.bought) this.showBought(frame.bought, frame.bought_more ?? 0);
    if (frame.more) this.write("more", this.said("more", frame.more));
    for (const id of frame.gone ?? []) this.line(id)?.remove();
    for (const caption of frame.captions ?? []) this.showCaption(caption.text);
    if (frame.viewers !== undefined) this.write("viewers", this.said("viewers", frame.viewers));
    if (frame.hearts !== undefined) this.write("hearts", this.short(frame.hearts));
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
    if (isQuiet) this.write("answer", "");
    this.write("quiet", isQuiet ? (this.words["chat_frozen"] ?? "") : "");
    const field = this.piece<HTMLInputElement>("text");
    if (field) field.disabled = isQuiet;
    this.showFilm(screen);
    [this.told.screen, this.told.facts] = [screen, {}];
    this.announce("screen", screen);
  }

  private takeFacts(facts: Readonly<Record<string, Facts>>): void {
    for (const [key, fresh] of Object.entries(facts)) this.told.facts[key] = { ...this.told.facts[key], ...fresh };
    this.announce("facts", this.told.facts);
  }

  /** The film is that of the broadcast that is on; when the show is over, the page says so and what there is then. */
  private showFilm(screen: Screen): void {
    const film = this.querySelector<HTMLElement>("dure-player");
    const address = `${this.dataset["studio"]}/hls/${screen.broadcast_id}/`;
    if (film && screen.broadcast_id && film.dataset["hls"] !== address) film.dataset["hls"] = address;
    const isOver = screen.status === "ended" || screen.status === "cancelled";
    if (isOver && this.piece("over")?.hidden) this.show("over", true);
    this.toggleAttribute("data-over", isOver);
  }

  private announce(what: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(`dure:${what}`, { bubbles: true, detail }));
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
    this.settleLines(list, wasNear);
  }

  private settleLines(list: HTMLElement, wasNear: boolean): void {
    while (list.childElementCount > LINES_MAX) list.firstElementChild?.remove();
    this.show("none", !list.childElementCount);
    if (wasNear) this.toEnd();
    else this.show("newest", true);
  }

  /** Who bought how many stands among the chat; of a crowd that buys at once only a few, and how many more. */
  private showBought(bought: readonly Bought[], more: number): void {
    const list = this.piece("lines");
    const sample = this.querySelector<HTMLTemplateElement>("template[data-part=bought]");
    if (!list || !sample) return;
    const wasNear = this.isNearEnd();
    const words = bought
      .slice(-BOUGHT_MAX)
      .map(({ who, count, key }) => this.said(this.isBooked(key) ? "booked" : "bought", count).replace("{name}", who));
    const hidden = more + Math.max(bought.length - BOUGHT_MAX, 0);
    for (const each of hidden ? [...words, this.said("bought_more", hidden)] : words) {
      const drawn = sample.content.cloneNode(true) as DocumentFragment;
      const place = drawn.querySelector("[data-of=text]");
      if (place) place.textContent = each;
      list.append(drawn);
    }
    this.settleLines(list, wasNear);
  }

  /** Whether a thing on the sheet is booked by a deposit, so that nobody has bought it yet. */
  private isBooked(key: string): boolean {
    const screen = this.told.screen;
    const cue = [...(screen?.cues ?? []), screen?.cue].find((each) => each?.key === key);
    return cue?.facts["kind"] === "booking";
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

  private showCaptions(isOn: boolean): void {
    this.dataset["captions"] = isOn ? "on" : "off";
    this.piece("captions")?.setAttribute("aria-pressed", String(isOn));
    keep(CAPTIONS_KEPT_AS, isOn ? "on" : "off");
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
      this.answer(this.said(answer.code in this.words ? answer.code : "refused", answer.again_s), answer.again_s);
    } else {
      this.answer(this.words["silent"] ?? "");
    }
  }

  /** Says why something was not taken, for as long as it is true or can be read. */
  private answer(words: string, seconds = 0): void {
    clearTimeout(this.answerTimer);
    this.write("answer", words);
    this.answerTimer = setTimeout(() => this.write("answer", ""), Math.max(seconds * 1_000, ANSWER_MS));
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

  private short(number: number): string {
    return number.toLocaleString(document.documentElement.lang, { notation: "compact", maximumFractionDigits: 1 });
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

export type { Room };
