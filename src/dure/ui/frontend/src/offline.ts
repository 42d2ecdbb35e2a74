/** Registers the service worker, which keeps public pages for when the line drops. */

/** Registers `/sw.js` once the page is quiet. */
export function startOffline(): void {
  if (!("serviceWorker" in navigator)) return;
  addEventListener("load", () => void navigator.serviceWorker.register("/sw.js").catch(() => undefined));
}
