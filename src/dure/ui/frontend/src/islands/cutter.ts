/**
 * `<dure-cutter>`: two handles on a strip choose a piece of the film beside it, which then plays round and round. The
 * two numbers of the form stay what is sent; without this script they are filled in by hand. Every move can be undone.
 */
import type { Player } from "./player";

const WINDOW_S = 120;
const STEP_S = 0.1;
const FAR_S = 1;
const UNDONE_MOST = 100;
/** So long a row of presses on one key is one move. */
const ONE_MOVE_MS = 700;

type End = "from" | "to";

class Cutter extends HTMLElement {
  private starts = 0;
  private isLooping = false;
  private timer = 0;
  private grip = 0;
  private readonly places: string[][] = [];
  private typedAt = -Infinity;

  connectedCallback(): void {
    for (const end of ["from", "to"] as const) this.furnish(end);
    this.piece("tool").hidden = false;
    this.piece("numbers").hidden = !this.querySelector("[data-part=numbers] [aria-invalid]");
    this.addEventListener("click", this.pressed);
    this.timer = setInterval(() => this.look(), 100);
    this.show();
  }

  disconnectedCallback(): void {
    clearInterval(this.timer);
  }

  private piece(name: string): HTMLElement {
    return this.querySelector<HTMLElement>(`[data-part=${name}]`) as HTMLElement;
  }

  private input(end: End): HTMLInputElement {
    return this.querySelector<HTMLInputElement>(`input[name=${end}_s]`) as HTMLInputElement;
  }

  private get player(): Player | null {
    return document.querySelector<Player>("dure-player");
  }

  private get length(): number {
    return Number(this.dataset["length"]);
  }

  private get span(): number {
    return Math.max(STEP_S, Math.min(WINDOW_S, this.length));
  }

  private at(end: End): number {
    return Number(this.input(end).value);
  }

  private furnish(end: End): void {
    const handle = this.piece(end);
    handle.addEventListener("keydown", (event) => this.typed(end, event));
    handle.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      handle.focus();
      handle.setPointerCapture(event.pointerId);
      this.note();
      this.grip = this.at(end) - this.moment(event.clientX);
    });
    handle.addEventListener("pointermove", (event) => {
      if (handle.hasPointerCapture(event.pointerId)) this.set(end, this.moment(event.clientX) + this.grip);
    });
    handle.addEventListener("pointerup", () => this.let(end));
    this.input(end).addEventListener("change", () => this.set(end, this.at(end)));
  }

  /** The moment under a place on the screen. */
  private moment(x: number): number {
    const box = this.piece("strip").getBoundingClientRect();
    return this.starts + ((x - box.left) / box.width) * this.span;
  }

  private get ends(): string[] {
    return [this.input("from").value, this.input("to").value];
  }

  /** Remembers where the piece is, before it moves. */
  private note(): void {
    if (String(this.places.at(-1)) !== String(this.ends)) this.places.push(this.ends);
    if (this.places.length > UNDONE_MOST) this.places.shift();
  }

  private undo(): void {
    while (this.places.length && String(this.places.at(-1)) === String(this.ends)) this.places.pop();
    const [from, to] = this.places.pop() ?? [];
    if (from === undefined || to === undefined) return;
    [this.input("from").value, this.input("to").value] = [from, to];
    this.typedAt = -Infinity;
    this.show();
    this.let("from");
  }

  private typed(end: End, event: KeyboardEvent): void {
    if (event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      return this.undo();
    }
    const step = event.shiftKey ? FAR_S : STEP_S;
    const moves: Readonly<Record<string, number>> = {
      ArrowLeft: -step, ArrowDown: -step, ArrowRight: step, ArrowUp: step, PageDown: -FAR_S, PageUp: FAR_S,
      Home: -this.length, End: this.length,
    };
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    if (event.timeStamp - this.typedAt > ONE_MOVE_MS) this.note();
    this.typedAt = event.timeStamp;
    this.set(end, this.at(end) + move);
    this.let(end);
  }

  /** Moves one end; the other one gives way so far as the piece must not be too short or too long. */
  private set(end: End, moment: number): void {
    const [least, most] = [Number(this.dataset["least"]), Number(this.dataset["most"])];
    const other = end === "from" ? "to" : "from";
    const way = end === "from" ? 1 : -1;
    const low = end === "from" ? 0 : Math.min(least, this.length);
    const high = end === "from" ? Math.max(0, this.length - least) : this.length;
    const at = Math.min(high, Math.max(low, moment));
    const apart = Math.min(most, Math.max(least, way * (this.at(other) - at)));
    this.write(end, at);
    this.write(other, Math.min(this.length, Math.max(0, at + way * apart)));
    this.show();
  }

  private write(end: End, moment: number): void {
    this.input(end).value = moment.toFixed(1);
  }

  /** A handle was let go: the film shows what is there. */
  private let(end: End): void {
    if (this.isLooping) void this.player?.go(end === "from" ? this.at("from") : Math.max(this.at("from"), this.at("to") - 2));
  }

  private readonly pressed = (event: Event): void => {
    const button = (event.target as Element).closest<HTMLButtonElement>("[data-do]");
    const wish = button?.dataset["do"];
    if (wish === "loop") this.loop(!this.isLooping);
    else if (wish === "undo") this.undo();
    else if (wish === "here") this.move((this.player?.moment ?? 0) - this.at("from"));
    else if (wish === "earlier") this.move(-this.span / 2);
    else if (wish === "later") this.move(this.span / 2);
  };

  /** Moves the piece as a whole. */
  private move(by: number): void {
    this.note();
    const piece = this.at("to") - this.at("from");
    const from = Math.min(Math.max(0, this.at("from") + by), Math.max(0, this.length - piece));
    this.write("from", from);
    this.write("to", from + piece);
    this.starts = this.within(from + piece / 2 - this.span / 2);
    this.show();
    if (this.isLooping) void this.player?.go(from);
  }

  private within(start: number): number {
    return Math.min(Math.max(0, start), Math.max(0, this.length - this.span));
  }

  private loop(isOn: boolean): void {
    this.isLooping = isOn;
    this.querySelector("[data-do=loop]")?.setAttribute("aria-pressed", String(isOn));
    if (isOn) void this.player?.go(this.at("from"));
    else this.player?.video?.pause();
  }

  private look(): void {
    const player = this.player;
    if (!player?.video || typeof player.moment !== "number") return;
    const moment = player.moment;
    this.piece("head").style.insetInlineStart = `${this.share(moment)}%`;
    const isOut = moment >= this.at("to") || moment < this.at("from") - 1;
    if (this.isLooping && !player.video.seeking && (isOut || player.video.ended)) void player.go(this.at("from"));
  }

  private share(moment: number): number {
    return Math.min(100, Math.max(0, ((moment - this.starts) / this.span) * 100));
  }

  private show(): void {
    const [from, to] = [this.at("from"), this.at("to")];
    this.starts = this.within(Math.min(from, Math.max(this.starts, to - this.span)));
    const part = this.piece("part");
    part.style.insetInlineStart = `${this.share(from)}%`;
    part.style.inlineSize = `${this.share(to) - this.share(from)}%`;
    for (const end of ["from", "to"] as const) this.tell(end);
    const undo = this.querySelector<HTMLButtonElement>("[data-do=undo]");
    if (undo) undo.disabled = this.places.every((each) => String(each) === String(this.ends));
    this.piece("begins").textContent = face(this.starts);
    this.piece("ends").textContent = face(this.starts + this.span);
    this.piece("said").textContent = `${face(from)} – ${face(to)} · ${(to - from).toFixed(1)} ${this.dataset["unit"]}`;
  }

  private tell(end: End): void {
    const handle = this.piece(end);
    handle.style.insetInlineStart = `${this.share(this.at(end))}%`;
    handle.setAttribute("aria-valuemin", "0");
    handle.setAttribute("aria-valuemax", String(this.length));
    handle.setAttribute("aria-valuenow", this.at(end).toFixed(1));
    handle.setAttribute("aria-valuetext", face(this.at(end)));
  }
}

/** A moment as a clock shows it, to a tenth of a second. */
function face(moment: number): string {
  const tenths = Math.round(moment * 10);
  const minutes = Math.floor(tenths / 600);
  return `${minutes}:${((tenths - minutes * 600) / 10).toFixed(1).padStart(4, "0")}`;
}

customElements.define("dure-cutter", Cutter);
