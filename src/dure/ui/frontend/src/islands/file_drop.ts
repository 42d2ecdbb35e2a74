/** `<dure-file-drop>`: lets files be dropped on its area and shows small pictures of them. */
class FileDrop extends HTMLElement {
  connectedCallback(): void {
    const area = this.querySelector("label");
    const input = this.querySelector("input");
    if (!area || !input) return;
    const over = (is: boolean) => (event: DragEvent) => {
      event.preventDefault();
      area.classList.toggle("file-drop__area--over", is);
    };
    area.addEventListener("dragover", over(true));
    area.addEventListener("dragleave", over(false));
    area.addEventListener("drop", (event) => {
      over(false)(event);
      if (event.dataTransfer) input.files = event.dataTransfer.files;
      this.show(input);
    });
    input.addEventListener("change", () => this.show(input));
  }

  private show(input: HTMLInputElement): void {
    const list = this.querySelector("[data-list]");
    list?.replaceChildren(...[...(input.files ?? [])].map((file) => this.item(file)));
  }

  private item(file: File): HTMLElement {
    const item = document.createElement("li");
    if (!file.type.startsWith("image/")) {
      item.textContent = file.name;
      return item;
    }
    const picture = document.createElement("img");
    picture.src = URL.createObjectURL(file);
    picture.alt = file.name;
    item.append(picture);
    return item;
  }
}

customElements.define("dure-file-drop", FileDrop);

export {};
