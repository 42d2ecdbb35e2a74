/**
 * Islands: custom elements whose code is fetched when they first come near the screen; with `data-now`, at once.
 * To add one: write `islands/<name>.ts` that defines `<dure-name>`, and add its line here.
 */

const ISLANDS: Readonly<Record<string, () => Promise<unknown>>> = {
  "dure-captioning": () => import("./islands/captioning"),
  "dure-clip-feed": () => import("./islands/clip_feed"),
  "dure-copy": () => import("./islands/copy"),
  "dure-counter": () => import("./islands/counter"),
  "dure-cutter": () => import("./islands/cutter"),
  "dure-file-drop": () => import("./islands/file_drop"),
  "dure-on-air": () => import("./islands/on_air"),
  "dure-film-drop": () => import("./islands/film_drop"),
  "dure-order": () => import("./islands/order"),
  "dure-player": () => import("./islands/player"),
  "dure-publisher": () => import("./islands/publisher"),
  "dure-push": () => import("./islands/push"),
  "dure-queue": () => import("./islands/queue"),
  "dure-replay": () => import("./islands/replay"),
  "dure-room": () => import("./islands/room"),
  "dure-sale": () => import("./islands/sale"),
  "dure-scanner": () => import("./islands/scanner"),
  "dure-share": () => import("./islands/share"),
  "dure-signature": () => import("./islands/signature"),
  "dure-stepper": () => import("./islands/stepper"),
  "dure-telling": () => import("./islands/telling"),
  "dure-till": () => import("./islands/till"),
  "dure-unsent": () => import("./islands/unsent"),
  "dure-waiting": () => import("./islands/waiting"),
};

const NAMES = Object.keys(ISLANDS).join(",");
const MARGIN = "160px";

/** Watches for islands in the page, in whatever htmx brings later, and in what a script says it put in (`dure:put`). */
export function startIslands(): void {
  const seen = new IntersectionObserver(wake, { rootMargin: MARGIN });
  const watch = (root: ParentNode): void => {
    for (const island of root.querySelectorAll<HTMLElement>(NAMES)) {
      if ("now" in island.dataset) load(island);
      else seen.observe(island);
    }
  };
  watch(document);
  document.addEventListener("htmx:after:swap", () => watch(document));
  document.addEventListener("dure:put", (event) => {
    for (const island of (event.target as Element).querySelectorAll(NAMES)) load(island);
  });
}

function wake(entries: IntersectionObserverEntry[], observer: IntersectionObserver): void {
  for (const entry of entries) {
    if (!entry.isIntersecting) continue;
    observer.unobserve(entry.target);
    load(entry.target);
  }
}

function load(island: Element): void {
  void ISLANDS[island.localName]?.();
}
