/** `<dure-unsent>`: before signing out, which clears this browser, tells of a till's sales that still wait in it. */
const NO_SHOP = "00000000-0000-0000-0000-000000000000";

class Unsent extends HTMLElement {
  connectedCallback(): void {
    const shop = this.shops().find((each) => (localStorage.getItem(this.keptAs + each) ?? "[]") !== "[]");
    const told = this.querySelector<HTMLElement>("[data-told]");
    if (!shop || !told) return;
    told.querySelector("a")?.setAttribute("href", (this.dataset["till"] ?? "").replace(NO_SHOP, shop));
    told.hidden = false;
  }

  private get keptAs(): string {
    return this.dataset["keptAs"] ?? "";
  }

  private shops(): string[] {
    const names = Object.keys(localStorage).filter((name) => name.startsWith(this.keptAs));
    return names.map((name) => name.slice(this.keptAs.length));
  }
}

customElements.define("dure-unsent", Unsent);

export {};
