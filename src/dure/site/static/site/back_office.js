// A box of select2 is named by what is chosen in it, so an empty one has no name: its field's label names it too.
new MutationObserver(() => {
  for (const box of document.querySelectorAll(".select2-selection[role=combobox]:not([data-is-named])")) {
    const field = box.closest(".select2-container")?.previousElementSibling;
    const label = field?.id && document.querySelector(`label[for="${field.id}"]`);
    if (!label) continue;
    label.id ||= `${field.id}-label`;
    box.dataset.isNamed = "";
    for (const part of [box, ...box.querySelectorAll("[role=textbox]")]) {
      part.setAttribute("aria-labelledby", `${label.id} ${part.getAttribute("aria-labelledby") ?? ""}`.trim());
    }
  }
}).observe(document, { childList: true, subtree: true });
