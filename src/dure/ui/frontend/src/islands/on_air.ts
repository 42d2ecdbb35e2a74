/**
 * `<dure-on-air>`: a host's page on the phone, or a second host's. It stands `before` (all is tried), `again` (the show
 * is on air, and this page has not filmed), `live`, `ending`, or `elsewhere` (another telephone took the picture); parts
 * are shown by `data-when`. Who films stands in `#air-films`; who was just replaced goes on when that is given back.
 * The camera is the `<dure-publisher>` inside, the chat a `<dure-room>`; what is pressed goes to the house by htmx.
 */
import { Awake } from "../on_air/awake";
import { Checks, type Mark } from "../on_air/checks";
import { type Entrance, Refused, ask } from "../on_air/house";
import type { Screen } from "../live";
import type { Level } from "../live/encoders";
import type { Publisher } from "./publisher";

type Is = "before" | "again" | "live" | "ending" | "elsewhere";

/** What the studio says when another telephone has the picture. */
const TAKEN = new Set(["replaced", "stage_taken"]);
const FAULTS = new Set(["denied", "missing", "soundless", "pictureless", "busy", "insecure", "unable"]);
const LINES: Readonly<Record<string, string>> = {
  live: "good", small: "small", spared: "spared", least: "least", still: "still", away: "away", lost: "lost",
};
const END_WITHIN_MS = 4_000;
const BACK_MS = 6_000;
const UNDO_LOOK_S = 10;
const FILMS_LOOK_S = 2;
/** So long after it lost the picture a phone goes on by itself when it is given back: as an undo of the change. */
const GIVEN_BACK_WITHIN_MS = 30_000;

class OnAir extends HTMLElement {
  private readonly awake = new Awake();
  private readonly checks = new Checks((check, mark, word, number) => this.mark(check, mark, word, number));
  private words: Readonly<Record<string, string>> = {};
  private camera!: Publisher;
  private began = 0;
  private clock = 0;
  private sequence = -1;
  private wasAway = false;
  private lostAt = -Infinity;
  private wasOffered = false;
  private isOnAir = false;
  private isBusy = false;
  /** A refusal is read on the page, so the sheets over it close. */
  private readonly refusals = new MutationObserver((changes) => {
    if (changes.some((each) => each.addedNodes.length)) this.closeSheets();
  });

  connectedCallback(): void {
    const written = this.querySelector(":scope > script[type='application/json']")?.textContent;
    this.words = written ? (JSON.parse(written) as Record<string, string>) : {};
    this.began = Date.parse(this.dataset["started"] ?? "");
    this.clock = setInterval(() => this.tick(), 1_000);
    this.addEventListener("click", this.pressed);
    this.addEventListener("submit", this.submitted);
    this.addEventListener("dure-camera", this.filmed);
    this.addEventListener("dure:screen", this.screened);
    document.addEventListener("htmx:before:request", this.asked);
    document.addEventListener("htmx:after:swap", this.swapped);
    const toasts = document.getElementById("toasts");
    if (toasts) this.refusals.observe(toasts, { childList: true });
    void this.prepare();
  }

  disconnectedCallback(): void {
    clearInterval(this.clock);
    document.removeEventListener("htmx:before:request", this.asked);
    document.removeEventListener("htmx:after:swap", this.swapped);
    this.refusals.disconnect();
    this.checks.stop();
    this.awake.end();
  }

  /** Waits for the camera's own code, shows the picture, and tries the line. */
  private async prepare(): Promise<void> {
    await customElements.whenDefined("dure-publisher");
    this.camera = this.querySelector<Publisher>("dure-publisher") as Publisher;
    this.be(this.dataset["status"] === "live" ? "again" : "before");
    void this.checks.hints();
    await this.camera.open();
    await this.tryLine();
  }

  private async tryLine(): Promise<void> {
    await this.checks.line(this.dataset["trial"] ?? "", this.dataset["trialPass"] ?? "");
    this.settle();
  }

  // What is pressed.

  private readonly pressed = (event: Event): void => {
    const target = event.target as Element;
    const message = target.closest<HTMLElement>("[data-message]")?.closest<HTMLElement>("[data-id]");
    if (message) this.openMessage(message);
    const opener = target.closest<HTMLElement>("[data-opens]");
    if (opener) this.send(`#${opener.dataset["opens"]}`, "air-opened");
    const button = target.closest<HTMLButtonElement>("[data-air]");
    if (!button) return;
    const wish = button.dataset["air"];
    if (wish === "begin") void this.goOn(button, () => this.begin());
    else if (wish === "resume") void this.goOn(button, () => this.resume());
    else if (wish === "camera") void this.camera.open();
    else if (wish === "line") void this.tryLine();
    else if (wish === "turn") void this.camera.turn();
    else if (wish === "offer") void this.goOn(button, () => this.offer());
    else this.toggle(wish ?? "", button);
  };

  private toggle(wish: string, button: HTMLButtonElement): void {
    const isOn = button.getAttribute("aria-pressed") !== "true";
    if (wish === "mute") this.camera.mute(isOn);
    else if (wish === "cover") this.camera.cover(isOn);
    else if (wish === "light") void this.camera.light(isOn);
    else return;
    button.setAttribute("aria-pressed", String(isOn));
    if (wish === "light") return;
    const words = this.words[`${wish}_${isOn ? "on" : "off"}`] ?? "";
    if (isOn) this.write("told", words);
    else this.tell(words);
  }

  /** Does something that the house may refuse; its words stand above the button. */
  private async goOn(button: HTMLButtonElement, step: () => Promise<void>): Promise<void> {
    button.disabled = this.isBusy = true;
    this.write("answer", "");
    try {
      await step();
    } catch (problem) {
      if (!(problem instanceof Refused)) throw problem;
      this.write("answer", problem.message || (this.words["no_house"] ?? ""));
    } finally {
      button.disabled = this.isBusy = false;
      this.noteBegun();
    }
  }

  private async begin(): Promise<void> {
    if (!(await this.agreed())) return;
    const { hasCamera, kbps, level } = this.checks;
    const found = { has_camera: hasCamera, has_microphone: this.hasSound, uplink_kbps: kbps ?? 0 };
    const entrance = await ask<Entrance>(this.dataset["starting"] ?? "", found);
    this.began = Date.now();
    await this.live(entrance, level);
  }

  /** Takes the picture; who sends goes on until this phone's comes. */
  private async resume(): Promise<void> {
    if (!(await this.agreed())) return;
    await this.live(await ask<Entrance>(this.dataset["resuming"] ?? ""), this.checks.level);
    this.tell(this.words["mine"] ?? "");
  }

  /** Asks the others to film; this phone does until one of them has taken the picture. */
  private async offer(): Promise<void> {
    await ask(this.dataset["offering"] ?? "", { is_offered: true }, "PUT");
    this.closeSheets();
    this.tell(this.words["asked"] ?? "");
  }

  private async live(entrance: Entrance, level: Level): Promise<void> {
    this.checks.stop();
    await this.camera.begin(entrance.stage_pass, level);
    this.be("live");
    this.awake.begin();
    this.dispatchEvent(new CustomEvent("air-live", { bubbles: true }));
  }

  /** Everybody in the picture agrees: said before, or by ticking it now. */
  private async agreed(): Promise<boolean> {
    const tick = this.querySelector<HTMLInputElement>("[name=is_given]");
    if (!tick) return true;
    if (!tick.checked) {
      this.write("answer", this.words["consent"] ?? "");
      tick.focus();
      return false;
    }
    const has_children = this.querySelector<HTMLInputElement>("[name=has_children]")?.checked ?? false;
    const words = this.dataset["consentWords"] ?? "";
    await ask(this.dataset["consenting"] ?? "", { is_given: true, has_children, words });
    tick.closest("[data-part=consent]")?.remove();
    return true;
  }

  /** The end waits, not for long, until the studio has everything. */
  private readonly submitted = (event: SubmitEvent): void => {
    const form = event.target as HTMLFormElement;
    if (!("leaves" in form.dataset)) return;
    this.awake.end();
    if (this.dataset["is"] !== "live") return;
    event.preventDefault();
    this.be("ending");
    this.closeSheets();
    const leave = (): void => form.submit();
    const patience = setTimeout(leave, END_WITHIN_MS);
    this.addEventListener("dure-over", () => {
      clearTimeout(patience);
      leave();
    }, { once: true });
    this.camera.end();
  };

  private openMessage(line: HTMLElement): void {
    const sheet = this.querySelector<HTMLDialogElement>("#air-message");
    const form = sheet?.querySelector("form");
    if (!sheet || !form) return;
    const said = (name: string): string => line.querySelector(`[data-of=${name}]`)?.textContent ?? "";
    this.write("message", `${said("who")}: ${said("text")}`);
    form.querySelector<HTMLInputElement>("[name=message_id]")?.setAttribute("value", line.dataset["id"] ?? "");
    for (const each of sheet.querySelectorAll<HTMLElement>("[data-of-viewer]")) each.hidden = line.dataset["role"] !== "viewer";
    sheet.showModal();
  }

  /** What the house answers is seen behind the sheets, but for that which stands in the sheet itself. */
  private readonly asked = (event: Event): void => {
    const form = (event.target as Element).closest("dialog form");
    if (form && !form.closest("dialog")?.querySelector(form.getAttribute("hx-target") ?? "form")) this.closeSheets();
  };

  private closeSheets(): void {
    for (const each of this.querySelectorAll<HTMLDialogElement>("dialog[open]")) each.close();
  }

  // What is heard.

  private readonly filmed = (event: Event): void => {
    const { is } = (event as CustomEvent<{ is: string }>).detail;
    if (!this.camera) return;
    if (is === "seen" || FAULTS.has(is)) this.looked(is);
    else if (is === "refused" || (is === "away" && TAKEN.has(this.camera.dataset["code"] ?? ""))) this.lose();
    else if (is in LINES && this.dataset["is"] === "live") this.showLine(is);
    if (is === "over" && this.dataset["is"] === "live") this.leave();
  };

  private looked(is: string): void {
    if (this.dataset["is"] === "elsewhere") return;
    this.checks.camera(is === "seen" ? this.camera.stream : null, is, (loudness) => {
      this.piece<HTMLMeterElement>("loudness")?.setAttribute("value", loudness.toFixed(2));
    });
    const lamp = this.querySelector<HTMLElement>("[data-air=light]");
    if (lamp) lamp.hidden = !this.camera.hasLamp;
    this.settle();
  }

  private showLine(is: string): void {
    this.setAttribute("data-line", LINES[is] ?? "");
    this.write("line", this.words[`on_${LINES[is]}`] ?? "");
    if (this.wasAway && is !== "away") this.tell(this.words["back"] ?? "");
    this.wasAway = is === "away";
    if (this.wasAway) this.write("told", this.words["gone"] ?? "");
  }

  /** Somebody ended the show: what was of it stands on this very page. */
  private leave(): void {
    this.awake.end();
    location.reload();
  }

  /** Another telephone sends: this one rests until it takes the picture back. */
  private lose(): void {
    if (this.dataset["is"] === "elsewhere") return;
    const isUnlike = this.camera.dataset["code"] === "other_tracks";
    this.awake.end();
    this.lostAt = Date.now();
    this.wasOffered = false;
    this.be("elsewhere");
    this.write("answer", isUnlike ? (this.words["unlike"] ?? "") : "");
    this.wasAway = false;
    delete this.camera.dataset["code"];
    this.camera.leave();
    this.tell(isUnlike ? "" : (this.words["taken"] ?? ""));
    this.lookWhoFilms();
  }

  /** Who films is told anew; asked to film, a phone that was just replaced goes on, any other one is shaken. */
  private readonly swapped = (): void => {
    const films = this.querySelector<HTMLElement>("#air-films");
    if (!films) return;
    films.hidden = !this.isWaiting;
    const isOffered = "offered" in films.dataset && this.isWaiting;
    if (isOffered && !this.wasOffered) this.wake();
    this.wasOffered = isOffered;
  };

  /** Another telephone began the show: this one may film in it. */
  private noteBegun(): void {
    if (this.isOnAir && !this.isBusy && this.dataset["is"] === "before") this.be("again");
  }

  private wake(): void {
    const button = this.querySelector<HTMLButtonElement>("[data-air=resume]:not([hidden])");
    if (Date.now() - this.lostAt < GIVEN_BACK_WITHIN_MS && button) void this.goOn(button, () => this.resume());
    else if ("vibrate" in navigator) navigator.vibrate([200, 100, 200]);
  }

  private readonly screened = (event: Event): void => {
    const screen = (event as CustomEvent<Screen>).detail;
    const isNew = screen.sequence !== this.sequence && this.sequence >= 0;
    this.sequence = screen.sequence;
    if (screen.status === "ended" && this.dataset["is"] === "live") this.camera.end();
    if (screen.status === "ended" && this.isWaiting) this.leave();
    this.isOnAir = screen.status === "live";
    if (this.isOnAir && screen.started_at) this.began = Date.parse(screen.started_at);
    this.noteBegun();
    if (isNew) this.lookWhoFilms();
    if (isNew) this.send("#air-deck", "air-changed");
  };

  // The page.

  private get isWaiting(): boolean {
    return this.dataset["is"] === "again" || this.dataset["is"] === "elsewhere";
  }

  private lookWhoFilms(): void {
    if (this.isWaiting) this.send("#air-films", "air-films");
  }

  private be(is: Is): void {
    this.dataset["is"] = is;
    for (const part of this.querySelectorAll<HTMLElement>("[data-when]")) {
      part.hidden = !(part.dataset["when"] ?? "").split(" ").includes(is);
    }
    this.settle();
  }

  private settle(): void {
    for (const each of this.querySelectorAll<HTMLButtonElement>("[data-air=begin], [data-air=resume]")) {
      each.disabled = !this.checks.isReady;
    }
  }

  private mark(check: string, mark: Mark, word: string, number = 0): void {
    const item = this.querySelector<HTMLElement>(`[data-check=${check}]`);
    const place = item?.querySelector("[data-of=words]");
    if (!item || !place) return;
    item.hidden = false;
    item.dataset["mark"] = mark;
    place.textContent = (this.words[word] ?? "").replace("{number}", String(number));
    for (const each of item.querySelectorAll<HTMLElement>("[data-mend]")) each.hidden = mark !== "bad";
  }

  private get hasSound(): boolean {
    return (this.camera.stream?.getAudioTracks().length ?? 0) > 0;
  }

  private tick(): void {
    if (document.visibilityState === "visible" && Math.floor(Date.now() / 1_000) % FILMS_LOOK_S === 0) this.lookWhoFilms();
    if (this.dataset["is"] !== "live" || Number.isNaN(this.began)) return;
    const seconds = Math.max(0, Math.floor((Date.now() - this.began) / 1_000));
    const two = (count: number): string => String(count).padStart(2, "0");
    const hours = Math.floor(seconds / 3_600);
    if (seconds % 2 === 0 && document.visibilityState === "visible") this.send("#air-numbers", "air-numbers");
    if (seconds % UNDO_LOOK_S === 0 && this.querySelector(".air__undo")) this.send("#air-deck", "air-changed");
    this.write("time", `${hours ? `${hours}:` : ""}${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`);
  }

  /** Lets a part of the page ask the house how things are. */
  private send(part: string, event: string): void {
    this.querySelector(part)?.dispatchEvent(new CustomEvent(event));
  }

  /** Says something for a moment. */
  private tell(words: string): void {
    this.write("told", words);
    setTimeout(() => this.piece("told")?.textContent === words && this.write("told", ""), BACK_MS);
  }

  private piece<Kind extends HTMLElement = HTMLElement>(name: string): Kind | null {
    return this.querySelector<Kind>(`[data-part=${name}]`);
  }

  private write(name: string, words: string): void {
    for (const place of this.querySelectorAll(`[data-part=${name}]`)) place.textContent = words;
  }
}

customElements.define("dure-on-air", OnAir);
