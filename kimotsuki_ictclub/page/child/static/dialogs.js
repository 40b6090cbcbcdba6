// Tablets whose browser knows no dialog yet (Safari before 15.4) get what of it is used here.
export function makeDialogs() {
  for (const dialog of document.querySelectorAll("dialog")) {
    if (dialog.showModal) continue;
    dialog.classList.add("made");
    dialog.setAttribute("role", "dialog");
    dialog.setAttribute("aria-modal", "true");
    dialog.tabIndex = -1;
    dialog.showModal = () => { dialog.setAttribute("open", ""); dialog.open = true; dialog.focus(); };
    dialog.close = () => {
      dialog.removeAttribute("open");
      dialog.open = false;
      dialog.dispatchEvent(new Event("close"));
    };
    dialog.addEventListener("keydown", event => {
      if (event.key === "Escape" && dialog.dispatchEvent(new Event("cancel", { cancelable: true }))) dialog.close();
    });
    for (const form of dialog.querySelectorAll("form[method=dialog]")) {
      form.addEventListener("submit", event => { event.preventDefault(); dialog.close(); });
    }
  }
}
