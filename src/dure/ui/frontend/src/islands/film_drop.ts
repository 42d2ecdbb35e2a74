/**
 * `<dure-film-drop>`: chooses or films a clip, tells before it is sent what can be told (kind, size, length), lets the
 * picture be chosen that stands for it, and shows how much is sent. Without this script the form is sent as any other.
 */

const KINDS = /^(video\/(mp4|quicktime|webm|x-matroska|3gpp|x-m4v)|)$/;
const ENDINGS = /\.(mp4|m4v|mov|webm|mkv|3gp)$/i;
const SPARE_S = 0.5;
const MEGABYTE = 1024 * 1024;

class FilmDrop extends HTMLElement {
  private sent: XMLHttpRequest | null = null;
  private film = "";

  connectedCallback(): void {
    this.dataset["is"] = "on";
    this.piece("ways").hidden = false;
    this.piece("poster").hidden = true;
    this.addEventListener("click", this.pressed);
    this.input.addEventListener("change", () => this.chosen());
    this.piece("at").addEventListener("input", () => this.seek());
    this.form.addEventListener("submit", (event) => this.submit(event));
    this.video.addEventListener("loadedmetadata", () => this.measured());
    this.video.addEventListener("error", () => this.film && this.tell("facts", this.dataset["sayUnseen"]));
    if (this.input.files?.length) this.chosen();
  }

  disconnectedCallback(): void {
    this.sent?.abort();
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

  private get video(): HTMLVideoElement {
    return this.piece("film") as HTMLVideoElement;
  }

  private readonly pressed = (event: Event): void => {
    const wish = (event.target as Element).closest<HTMLElement>("[data-do]")?.dataset["do"];
    if (wish === "stop") this.sent?.abort();
    if (wish !== "film" && wish !== "choose") return;
    if (wish === "film") this.input.setAttribute("capture", "environment");
    else this.input.removeAttribute("capture");
    this.input.click();
  };

  private chosen(): void {
    const file = this.input.files?.[0];
    URL.revokeObjectURL(this.film);
    this.film = "";
    const fault = file ? this.fault(file) : undefined;
    this.refuse(fault);
    this.piece("look").hidden = !file || Boolean(fault);
    if (!file || fault) return;
    this.film = URL.createObjectURL(file);
    this.video.src = this.film;
    this.tell("facts", `${(file.size / MEGABYTE).toFixed(1)} MB`);
    const title = this.form.elements.namedItem("title") as HTMLInputElement | null;
    if (title && !title.value) title.focus({ preventScroll: true });
  }

  private fault(file: File): string | undefined {
    if (!KINDS.test(file.type) || (!file.type && !ENDINGS.test(file.name))) return this.dataset["sayKind"];
    return file.size > Number(this.dataset["bytes"]) ? this.dataset["sayLarge"] : undefined;
  }

  /** The film's length is known; some browsers learn it only at its end and say it is endless. */
  private measured(): void {
    const length = this.video.duration;
    if (!Number.isFinite(length)) return;
    if (length > Number(this.dataset["seconds"]) + SPARE_S) return this.refuse(this.dataset["sayLong"]);
    (this.piece("at") as HTMLInputElement).max = Math.max(0, length - 0.1).toFixed(1);
    this.tell("facts", `${(this.size() / MEGABYTE).toFixed(1)} MB · ${length.toFixed(1)}″`);
    this.seek();
  }

  private size(): number {
    return this.input.files?.[0]?.size ?? 0;
  }

  private seek(): void {
    const at = (this.piece("at") as HTMLInputElement).value;
    this.video.pause();
    this.video.currentTime = Number(at);
    const poster = this.form.elements.namedItem("poster_s") as HTMLInputElement | null;
    if (poster) poster.value = Number(at).toFixed(1);
  }

  /** Says why this film cannot be sent; nothing lets it be sent again. */
  private refuse(words: string | undefined): void {
    this.piece("fault").hidden = !words;
    this.tell("fault", words);
    (this.piece("send") as HTMLButtonElement).disabled = Boolean(words);
  }

  private tell(part: string, words: string | undefined): void {
    this.piece(part).textContent = words ?? "";
  }

  private submit(event: Event): void {
    if (!this.size()) return; // the page answers what is missing
    event.preventDefault();
    if (this.sent) return;
    const request = (this.sent = new XMLHttpRequest());
    request.open("POST", this.form.action || location.href);
    request.upload.addEventListener("progress", (told) => this.progress(told));
    request.addEventListener("load", () => this.answered(request));
    request.addEventListener("error", () => this.ended(this.dataset["sayLost"]));
    request.addEventListener("abort", () => this.ended(this.dataset["sayStopped"]));
    this.piece("sending").hidden = false;
    (this.piece("send") as HTMLButtonElement).disabled = true;
    this.refuseNothing();
    request.send(new FormData(this.form));
  }

  private refuseNothing(): void {
    this.piece("fault").hidden = true;
    this.tell("said", this.dataset["saySending"]);
  }

  private progress(told: ProgressEvent): void {
    if (!told.lengthComputable) return;
    const share = (told.loaded / told.total) * 100;
    (this.piece("bar") as HTMLProgressElement).value = share;
    const words = share >= 100 ? this.dataset["sayKept"] : `${this.dataset["saySending"]} · ${Math.floor(share)} %`;
    if (this.piece("said").textContent !== words) this.tell("said", words);
  }

  /** The clip's page, or this one with what was wrong. */
  private answered(request: XMLHttpRequest): void {
    this.sent = null;
    if (request.status < 400) return location.assign(request.responseURL || location.href);
    const page = new DOMParser().parseFromString(request.responseText, "text/html").getElementById("main");
    const main = document.getElementById("main");
    if (!page || !main) return this.ended(this.dataset["sayLost"]);
    main.replaceChildren(...page.childNodes);
    main.focus();
  }

  private ended(words: string | undefined): void {
    this.sent = null;
    this.piece("sending").hidden = true;
    (this.piece("bar") as HTMLProgressElement).value = 0;
    this.piece("fault").hidden = false;
    this.tell("fault", words);
    (this.piece("send") as HTMLButtonElement).disabled = false;
  }
}

customElements.define("dure-film-drop", FilmDrop);

export {};
