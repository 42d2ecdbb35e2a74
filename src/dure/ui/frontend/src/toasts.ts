/** Toasts arrive from the server, in the page or by htmx; refusals stay until they are read and dismissed. */

const GOOD_NEWS_MS = 8000;

/** Lets every toast, present and future, be dismissed; good news leaves by itself. */
export function startToasts(): void {
  const region = document.getElementById("toasts");
  if (!region) return;
  region.addEventListener("click", (event) => {
    if ((event.target as Element).closest("[data-dismiss]")) (event.target as Element).closest(".toast")?.remove();
  });
  for (const toast of region.querySelectorAll<HTMLElement>(".toast")) fade(toast);
  new MutationObserver((changes) => {
    for (const change of changes) {
      for (const node of change.addedNodes) if (node instanceof HTMLElement) fade(node);
    }
  }).observe(region, { childList: true });
}

function fade(toast: HTMLElement): void {
  if (!toast.classList.contains("toast--good")) return;
  const leave = (): void => {
    if (toast.matches(":hover, :focus-within")) setTimeout(leave, GOOD_NEWS_MS);
    else toast.remove();
  };
  setTimeout(leave, GOOD_NEWS_MS);
}
