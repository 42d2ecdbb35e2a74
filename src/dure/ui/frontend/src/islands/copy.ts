/** `<dure-copy>`: copies the text of its `<code>` and says so. */
class Copy extends HTMLElement {
  connectedCallback(): void {
    this.querySelector("button")?.addEventListener("click", () => void this.copy());
  }

  private async copy(): Promise<void> {
    const said = this.querySelector("[data-said]");
    await navigator.clipboard.writeText(this.querySelector("code")?.textContent ?? "");
    if (said) said.textContent = this.dataset["done"] ?? "";
  }
}

customElements.define("dure-copy", Copy);

export {};
