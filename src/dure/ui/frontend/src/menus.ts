/** `<details class="menu">` opens by itself; script only closes it again. */

/** Closes open menus on Escape and on a click elsewhere. */
export function startMenus(): void {
  document.addEventListener("click", (event) => closeAll(event.target as Node));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.activeElement?.closest<HTMLDetailsElement>("details.menu[open]");
    closeAll(null);
    open?.querySelector("summary")?.focus();
  });
}

function closeAll(except: Node | null): void {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.menu[open]")) {
    if (!except || !menu.contains(except)) menu.open = false;
  }
}
