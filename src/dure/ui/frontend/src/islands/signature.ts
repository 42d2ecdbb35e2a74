/**
 * `<dure-signature>`: a field to sign in with a finger. The lines go into the hidden input inside it, as points in
 * thousandths of the width; without script the typed name is signature enough.
 */
type Point = readonly [number, number];

const THOUSAND = 1000;
const POINTS_MAX = 4000;
const LINE_PX = 2.5;

class Signature extends HTMLElement {
  private readonly canvas = document.createElement("canvas");
  private strokes: Point[][] = [];
  private current: Point[] | null = null;

  connectedCallback(): void {
    this.canvas.setAttribute("role", "img");
    this.canvas.setAttribute("aria-label", this.dataset["label"] ?? "");
    const note = document.createElement("p");
    note.className = "small";
    note.textContent = this.dataset["label"] ?? "";
    this.append(note, this.canvas, this.clearButton());
    this.fit();
    new ResizeObserver(() => this.fit()).observe(this.canvas);
    this.canvas.addEventListener("pointerdown", (event) => this.begin(event));
    this.canvas.addEventListener("pointermove", (event) => this.go(event));
    for (const end of ["pointerup", "pointercancel"]) this.canvas.addEventListener(end, () => this.lift());
  }

  private clearButton(): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--line button--small";
    button.textContent = this.dataset["clear"] ?? "";
    button.addEventListener("click", () => {
      this.strokes = [];
      this.keep();
      this.draw();
    });
    return button;
  }

  private fit(): void {
    const box = this.canvas.getBoundingClientRect();
    this.canvas.width = box.width * devicePixelRatio;
    this.canvas.height = box.height * devicePixelRatio;
    this.draw();
  }

  private begin(event: PointerEvent): void {
    event.preventDefault();
    this.canvas.setPointerCapture(event.pointerId);
    this.current = [this.point(event)];
    this.strokes.push(this.current);
  }

  private go(event: PointerEvent): void {
    if (!this.current || this.strokes.flat().length > POINTS_MAX) return;
    this.current.push(this.point(event));
    this.draw();
  }

  private lift(): void {
    this.current = null;
    this.keep();
  }

  private point(event: PointerEvent): Point {
    const box = this.canvas.getBoundingClientRect();
    const scale = THOUSAND / box.width;
    return [Math.round((event.clientX - box.left) * scale), Math.round((event.clientY - box.top) * scale)];
  }

  private keep(): void {
    const input = this.querySelector("input");
    if (input) input.value = JSON.stringify(this.strokes);
  }

  private draw(): void {
    const pen = this.canvas.getContext("2d");
    if (!pen) return;
    const scale = this.canvas.width / THOUSAND;
    pen.clearRect(0, 0, this.canvas.width, this.canvas.height);
    pen.strokeStyle = getComputedStyle(this).color;
    pen.lineWidth = LINE_PX * devicePixelRatio;
    pen.lineCap = pen.lineJoin = "round";
    for (const stroke of this.strokes) {
      pen.beginPath();
      for (const [x, y] of stroke) pen.lineTo(x * scale, y * scale);
      pen.stroke();
    }
  }
}

customElements.define("dure-signature", Signature);

export {};
