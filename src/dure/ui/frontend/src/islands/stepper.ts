/** `<dure-stepper>`: minus and plus beside a number input; the input alone works without script. */
class Stepper extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("click", (event) => {
      const button = (event.target as Element).closest<HTMLButtonElement>("button[data-by]");
      if (button) this.step(Number(button.dataset["by"]));
    });
  }

  private step(by: number): void {
    const input = this.querySelector("input");
    if (!input) return;
    if (by > 0) input.stepUp();
    else input.stepDown();
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

customElements.define("dure-stepper", Stepper);

export {};
