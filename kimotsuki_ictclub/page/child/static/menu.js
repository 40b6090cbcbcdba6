// Where a header has no room for all of its buttons, some of them are in a menu (the style sheet says where).
import { at } from "./texts.js";

export function makeMenu() {
  const opener = at("menu"), menu = at("extras");
  const show = open => {
    menu.classList.toggle("open", open);
    opener.setAttribute("aria-expanded", String(open));
  };
  opener.addEventListener("click", () => show(!menu.classList.contains("open")));
  document.addEventListener("click", event => {
    if (!opener.contains(event.target) && (!menu.contains(event.target) || event.target.closest("button, a"))) show(false);
  });
  document.addEventListener("keydown", event => {
    if (event.key !== "Escape" || !menu.classList.contains("open")) return;
    show(false);
    opener.focus();
  });
}
