/**
 * `<dure-film-drop>`: chooses or films a clip, tells before it is sent what can be told (kind, size, length), lets the
 * picture be chosen that stands for it, and sends it in pieces: a lost line ends nothing, and a film that was begun on
 * an earlier visit goes on where it was when it is chosen again. Without this script the form is sent as any other.
 */
import { Ended, fingerprint, Sending } from "../live/sending";
import type { Words } from "../live/sending";

const KINDS = /^(video\/.+|)$/;
const ENDINGS = /\.(mp4|m4v|mov|webm|mkv|3gp)$/i;
const BOXES = new Set(["ftyp", "moov", "wide", "mdat"]);
const MATROSKA = "\u001aE\u00df\u00a3";
const SPARE_S = 0.5;
const MEGABYTE = 1024 * 1024;

type Lock = { release(): Promise<void> };

class FilmDrop extends HTMLElement {
  private sending: Sending | null = null;
  private isBusy = false;
  private film = "";
  private lock: Lock | null = null;
  private recalled = "";

  connectedCallback(): void {
    this.dataset["is"] = "on";
    this.piece("ways").hidden = false;
    this.piece("poster").hidden = true;
    this.addEventListener("click", this.pressed);
    this.input.addEventListener("change", () => void this.chosen());
    this.piece("at").addEventListener("input", () => this.seek());
    this.form.addEventListener("submit", (event) => this.submit(event));
    this.video.addEventListener("loadedmetadata", () => this.measured());
    this.video.addEventListener("error", () => this.film && this.unseen());
    document.addEventListener("visibilitychange", this.turned);
    if (this.file) void this.chosen();
  }

  disconnectedCallback(): void {
    this.sending?.stop();
    document.removeEventListener("visibilitychange", this.turned);
    URL.revokeObjectURL(this.film);
  }

  private piece(name: string): HTMLElement {
    return this.querySelector<HTMLElement>(`[data-part=${name}]`) as HTMLElement;
  }

  private get form(): HTMLFormElement {
    return this.querySelector("form") as HTMLFormElement;
  }

  private get input(): HTMLInputElement {
    return this.querySelector("input[type=file]") as HTMLInputElement;
  }

  private get file(): File | undefined {
    return this.input.files?.[0];
  }

  private get video(): HTMLVideoElement {
    return this.piece("film") as HTMLVideoElement;
  }

  private field(name: string): HTMLInputElement | HTMLSelectElement | null {
    return this.form.elements.namedItem(name) as HTMLInputElement | HTMLSelectElement | null;
  }

  private readonly pressed = (event: Event): void => {
    const wish = (event.target as Element).closest<HTMLElement>("[data-do]")?.dataset["do"];
    if (wish === "stop") this.sending?.stop();
    else if (wish === "give-up") void this.giveUp();
    if (wish !== "film" && wish !== "choose") return;
    if (wish === "film") this.input.setAttribute("capture", "environment");
    else this.input.removeAttribute("capture");
    this.input.click();
  };

  private async chosen(): Promise<void> {
    const file = this.file;
    this.sending = null;
    URL.revokeObjectURL(this.film);
    this.film = "";
    for (const name of ["look", "sending", "begun", "give-up"]) this.piece(name).hidden = true;
    this.refuse(undefined);
    const title = this.field("title");
    if (title && this.recalled && title.value === this.recalled) title.value = "";
    this.recalled = "";
    if (!file) return;
    const fault = await this.fault(file).catch(() => this.dataset["sayUnread"]);
    if (file !== this.file) return;
    this.refuse(fault);
    if (fault) return;
    this.piece("look").hidden = false;
    this.show(true);
    this.film = URL.createObjectURL(file);
    this.video.src = this.film;
    this.tell("facts", megabytes(file));
    await this.recall(file);
    if (title && !title.value) title.focus({ preventScroll: true });
  }

  private async fault(file: File): Promise<string | undefined> {
    if (!file.size) return this.dataset["sayEmpty"];
    if (!KINDS.test(file.type) || (!file.type && !ENDINGS.test(file.name))) return this.dataset["sayKind"];
    if (file.size > Number(this.dataset["bytes"])) return this.dataset["sayLarge"];
    const begins = String.fromCharCode(...new Uint8Array(await file.slice(0, 8).arrayBuffer()));
    return BOXES.has(begins.slice(4)) || begins.startsWith(MATROSKA) ? undefined : this.dataset["sayKind"];
  }

  /** A film that was begun on an earlier visit goes on, under the words it was begun with. */
  private async recall(file: File): Promise<void> {
    const mark = await fingerprint(file).catch(() => "");
    const begun = document.querySelector<HTMLElement>(`[data-sending][data-fingerprint="${CSS.escape(mark)}"]`);
    if (!begun || !mark || file !== this.file) return;
    this.sending = this.sender(file, begun.dataset["sending"]);
    const { title = "", host = "", poster = "0", percent = "" } = begun.dataset;
    const [named, shown] = [this.field("title"), this.field("organisation_id")];
    if (named && !named.value) named.value = this.recalled = title;
    if (shown) shown.value = host;
    (this.piece("at") as HTMLInputElement).value = poster;
    this.piece("begun").hidden = false;
    this.tell("begun", this.dataset["sayBegun"]?.replace("%", `${percent} %`));
  }

  /** The film's length is known; some browsers learn it only at its end and say it is endless. */
  private measured(): void {
    const length = this.video.duration;
    if (!Number.isFinite(length)) return;
    if (length > Number(this.dataset["seconds"]) + SPARE_S) return this.refuse(this.dataset["sayLong"]);
    (this.piece("at") as HTMLInputElement).max = Math.max(0, length - 0.1).toFixed(1);
    if (this.file) this.tell("facts", `${megabytes(this.file)} · ${length.toFixed(1)}″`);
    this.seek();
  }

  /** This browser does not know its codec: nothing to look at, and no picture to choose. */
  private unseen(): void {
    this.show(false);
    this.tell("facts", this.dataset["sayUnseen"]);
  }

  private show(isSeen: boolean): void {
    for (const name of ["film", "at", "at-words"]) this.piece(name).hidden = !isSeen;
  }

  private seek(): void {
    const { value } = this.piece("at") as HTMLInputElement;
    this.video.pause();
    this.video.currentTime = Number(value);
    const poster = this.field("poster_s");
    if (poster) poster.value = Number(value).toFixed(1);
  }

  /** Says why this film cannot be sent; nothing lets it be sent again. */
  private refuse(words: string | undefined): void {
    this.piece("fault").hidden = !words;
    this.tell("fault", words);
    this.setBusy(Boolean(words));
  }

  private setBusy(isBusy: boolean): void {
    (this.piece("send") as HTMLButtonElement).disabled = isBusy;
  }

  private tell(part: string, words: string | undefined): void {
    const piece = this.piece(part);
    if (piece.textContent !== (words ?? "")) piece.textContent = words ?? "";
  }

  private submit(event: Event): void {
    const file = this.file;
    if (!file) return; // the page answers what is missing
    event.preventDefault();
    if (!this.isBusy) void this.send(file);
  }

  private sender(file: File, id = ""): Sending {
    const limits = {
      address: this.dataset["address"] ?? "",
      token: this.field("csrfmiddlewaretoken")?.value ?? "",
      least: Number(this.dataset["least"]),
      most: Number(this.dataset["most"]),
      language: document.documentElement.lang,
    };
    return new Sending(file, limits, (there, isWaiting) => this.progress(there / file.size, isWaiting), id);
  }

  private get words(): Words {
    const value = (name: string): string => this.field(name)?.value ?? "";
    const poster_ms = Math.round(Number(value("poster_s")) * 1_000);
    return { title: value("title"), organisation_id: value("organisation_id") || null, poster_ms };
  }

  private async send(file: File): Promise<void> {
    const sending = (this.sending = this.sender(file, this.sending?.id));
    this.isBusy = true;
    this.refuse(undefined);
    this.setBusy(true);
    this.input.disabled = true;
    for (const name of ["begun", "give-up"]) this.piece(name).hidden = true;
    this.piece("sending").hidden = false;
    this.tell("said", this.dataset["saySending"]);
    await this.wakeful();
    try {
      await sending.send(this.words);
      location.assign(`${this.dataset["clips"]}${sending.id}/`);
    } catch (problem) {
      this.ended(problem);
    } finally {
      this.isBusy = false;
      void this.lock?.release();
      this.lock = null;
    }
  }

  private progress(share: number, isWaiting: boolean): void {
    const percent = `${Math.floor(share * 100)} %`;
    (this.piece("bar") as HTMLProgressElement).value = share * 100;
    this.piece("sending").toggleAttribute("data-waits", isWaiting);
    if (isWaiting) this.tell("said", this.dataset["sayWaiting"]?.replace("%", percent));
    else this.tell("said", share >= 1 ? this.dataset["sayKept"] : `${this.dataset["saySending"]} · ${percent}`);
  }

  private ended(problem: unknown): void {
    const code = problem instanceof Ended ? problem.code : "unknown";
    const percent = `${Math.floor((this.piece("bar") as HTMLProgressElement).value)} %`;
    const ours: Readonly<Record<string, string | undefined>> = {
      "": this.dataset["sayStopped"]?.replace("%", percent), file_gone: this.dataset["sayUnread"],
    };
    const told = problem instanceof Ended ? problem.message : "";
    this.input.disabled = false;
    this.piece("sending").hidden = true;
    this.piece("give-up").hidden = !this.sending?.id;
    this.refuse(ours[code] ?? (told || this.dataset["sayFailed"]));
    this.setBusy(false);
  }

  private async giveUp(): Promise<void> {
    const id = this.sending?.id;
    const isGone = await this.sending?.giveUp().then(() => true, () => false);
    if (!isGone) return this.refuse(this.dataset["sayFailed"]);
    document.querySelector(`[data-sending="${id}"]`)?.remove();
    this.sending = null;
    this.form.reset();
    await this.chosen();
    this.input.focus();
  }

  /** A telephone that goes to sleep sends nothing: it is asked to stay awake, where it can be. */
  private async wakeful(): Promise<void> {
    const { wakeLock } = navigator as Navigator & { wakeLock?: { request(kind: "screen"): Promise<Lock> } };
    this.lock = (await wakeLock?.request("screen").catch(() => null)) ?? null;
  }

  private readonly turned = (): void => {
    if (this.isBusy && !document.hidden) void this.wakeful();
  };
}

function megabytes(file: File): string {
  return `${(file.size / MEGABYTE).toFixed(1)} MB`;
}

customElements.define("dure-film-drop", FilmDrop);
