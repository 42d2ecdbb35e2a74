/** `<dure-push>`: lets this browser take notifications of the house, or stops it; its forms do the telling. */
class Push extends HTMLElement {
  connectedCallback(): void {
    void this.look();
    this.form("on")?.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.subscribe();
    });
    this.form("off")?.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.unsubscribe();
    });
  }

  private form(name: string): HTMLFormElement | null {
    return this.querySelector(`[data-${name}]`);
  }

  private show(name: "on" | "off" | "refused" | "cannot"): void {
    for (const each of ["on", "off", "refused", "cannot"]) {
      this.querySelector(`[data-${each}]`)?.toggleAttribute("hidden", each !== name);
    }
  }

  private async look(): Promise<void> {
    if (!("serviceWorker" in navigator) || !("PushManager" in window)) return this.show("cannot");
    if (Notification.permission === "denied") return this.show("refused");
    const registration = await navigator.serviceWorker.getRegistration();
    const known = await registration?.pushManager.getSubscription();
    this.show(known ? "off" : "on");
  }

  private async subscribe(): Promise<void> {
    try {
      const registration = await navigator.serviceWorker.ready;
      const key = bytesOf(this.dataset["key"] ?? "");
      const made = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
      const keys = made.toJSON().keys ?? {};
      this.send("on", { endpoint: made.endpoint, browser_key: keys["p256dh"] ?? "", secret: keys["auth"] ?? "" });
    } catch {
      this.show(Notification.permission === "denied" ? "refused" : "cannot");
    }
  }

  private async unsubscribe(): Promise<void> {
    const registration = await navigator.serviceWorker.ready;
    const known = await registration.pushManager.getSubscription();
    await known?.unsubscribe();
    this.send("off", { endpoint: known?.endpoint ?? "" });
  }

  private send(name: "on" | "off", values: Readonly<Record<string, string>>): void {
    const form = this.form(name);
    if (!form) return;
    for (const [field, value] of Object.entries(values)) {
      const input = form.elements.namedItem(field);
      if (input instanceof HTMLInputElement) input.value = value;
    }
    form.submit();
  }
}

/** Returns the bytes behind URL-safe base64. */
function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0));
}

customElements.define("dure-push", Push);

export {};
