// Touches that the desk has not taken: they stay on this tablet until a grown-up tries again or throws them away.
import * as queue from "./queue.js";
import { button, say, sayPlain, write } from "./texts.js";

const find = id => document.getElementById(id);

// `name(touch)` says who it is about.
export function showHeld(name, changed) {
  const touches = queue.held();
  find("held").hidden = !touches.length;
  if (!touches.length) return find("held-dialog").close();
  write(find("held-text"), say("held", { count: touches.length }));
  find("held-list").replaceChildren(...touches.map(touch => {
    const line = document.createElement("li");
    const text = document.createElement("span");
    text.dir = "auto";
    text.textContent = [day(touch.touched), name(touch), sayPlain(touch.held)].filter(Boolean).join("  ");
    line.append(text, button(say("throw_away"), () => { queue.throwAway(touch); changed(); }, "quiet"));
    return line;
  }));
}

const day = touched => new Date(touched).toLocaleString([], { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" });

export function prepare() {
  find("held-show").addEventListener("click", () => find("held-dialog").showModal());
  find("held-again").addEventListener("click", () => { find("held-dialog").close(); queue.tryAgain(); });
}
