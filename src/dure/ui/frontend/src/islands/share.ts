/** `<dure-share>`: hands an address to the telephone's own list of programs; copies it where there is none. */
class Share extends HTMLElement {
  connectedCallback(): void {
    const button = this.querySelector("button");
    if (!button) return;
    button.hidden = false;
    button.addEventListener("click", () => void this.share());
  }

  private async share(): Promise<void> {
    const url = this.dataset["address"] || location.href;
    try {
      if (navigator.share) return await navigator.share({ title: this.dataset["title"] ?? "", url });
      await navigator.clipboard.writeText(url);
    } catch {
      return; // called off
    }
    const said = this.querySelector("[data-said]");
    if (said) said.textContent = this.dataset["done"] ?? "";
  }
}

customElements.define("dure-share", Share);

export {};
