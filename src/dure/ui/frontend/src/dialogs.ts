/** Opens `<dialog>`s. Without script the same links open them by `:target`. */

/** Lets `data-opens="id"` open a dialog, and `data-closes` inside it close it. */
export function startDialogs(): void {
  document.addEventListener("click", (event) => {
    const target = event.target as Element;
    const opener = target.closest<HTMLElement>("[data-opens]");
    if (opener) open(event, opener.dataset["opens"] ?? "");
    const closer = target.closest("[data-closes]");
    if (closer) close(event, closer);
    if (target instanceof HTMLDialogElement) target.close();
  });
}

function open(event: Event, id: string): void {
  const dialog = document.getElementById(id);
  if (!(dialog instanceof HTMLDialogElement) || !dialog.showModal) return;
  event.preventDefault();
  dialog.showModal();
}

function close(event: Event, closer: Element): void {
  const dialog = closer.closest("dialog");
  if (!dialog?.open) return;
  event.preventDefault();
  dialog.close();
}
