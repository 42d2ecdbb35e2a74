/** A keyboard on the glass covers what stands at the bottom: how much, as `--keyboard`, and `data-typing` meanwhile. */

const KEYBOARD_MIN_PX = 120;

/** Keeps an element told until the function it returns is called. */
export function aboveKeyboard(element: HTMLElement): () => void {
  const view = visualViewport;
  if (!view) return () => undefined;
  const tell = (): void => {
    const covered = Math.max(Math.round(innerHeight - view.height - view.offsetTop), 0);
    const isOpen = covered > KEYBOARD_MIN_PX;
    element.style.setProperty("--keyboard", `${isOpen ? covered : 0}px`);
    element.toggleAttribute("data-typing", isOpen);
  };
  view.addEventListener("resize", tell);
  view.addEventListener("scroll", tell);
  return () => {
    view.removeEventListener("resize", tell);
    view.removeEventListener("scroll", tell);
  };
}
