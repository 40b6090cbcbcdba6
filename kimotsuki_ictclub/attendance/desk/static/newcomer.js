// "I am new here": a nickname, and a question where somebody of that name is known already.
import { namesakes } from "./fold.js";
import { button, say, write } from "./texts.js";
import { label, which } from "./view.js";

const find = id => document.getElementById(id);
let asked = ""; // the nickname about which was asked

// `people()` gives everybody who is known; `here(person)` checks one of them in, `add(nickname, reading)` a new one.
export function prepare(people, here, add) {
  find("new").addEventListener("click", () => {
    find("new-form").reset();
    ask([], "", here);
    find("new-dialog").showModal();
  });
  find("nickname").addEventListener("input", () => ask([], "", here));
  find("new-form").addEventListener("submit", event => {
    event.preventDefault();
    const nickname = find("nickname").value.trim();
    if (!nickname) return find("nickname").focus();
    const known = namesakes(people(), nickname);
    if (known.length && asked !== nickname) return ask(known, nickname, here);
    find("new-dialog").close();
    add(nickname, find("reading").value.trim());
  });
}

function ask(known, nickname, here) {
  asked = nickname;
  find("known").hidden = !known.length;
  find("known-list").replaceChildren(...known.map(person => {
    const one = button("", () => { find("new-dialog").close(); here(person); });
    one.textContent = which(person) || !person.number ? label(person) : `${person.nickname}  No. ${person.number}`;
    one.dir = "auto";
    return one;
  }));
  write(find("new-yes"), say(known.length ? "another" : "come_in"));
  if (known.length) find("known-list").firstChild.focus();
}
