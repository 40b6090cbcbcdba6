// Who sits here: a tile or a typed nickname, then three pictures.
import { post, get, Refused } from "./server.js";
import { at, button, chosen, make, pictures, readFor, say, sayPlain, spoken, withoutReadings, write } from "./texts.js";

let who = null; // {key} or {nickname}
let known = false;
let code = [];
let entered = () => {};
let show = () => {};

export function makeEntering(onEntered, showView) {
  entered = onEntered;
  show = showView;
  at("name-form").addEventListener("submit", event => {
    event.preventDefault();
    const nickname = at("nickname").value.trim();
    if (nickname) choose({ nickname }, nickname);
  });
  at("code-back").addEventListener("click", showNames);
  at("code-again").addEventListener("click", () => { code = []; showCode(); });
}

export async function showNames() {
  show("v-name");
  at("nickname").value = "";
  const { tiles } = await get("who");
  at("tiles-box").hidden = tiles.length === 0;
  at("tiles").replaceChildren(...tiles.map(tile => {
    const item = make("li"), made = make("button", "tile");
    made.type = "button";
    const name = make("span", "name", tile.nickname);
    name.dir = "auto";
    made.append(name);
    if (tile.reading && tile.reading !== tile.nickname) made.append(make("span", "reading", tile.reading));
    made.addEventListener("click", () => choose({ key: tile.key }, tile.nickname));
    item.append(made);
    return item;
  }));
}

async function choose(chosenOne, nickname) {
  who = chosenOne;
  code = [];
  try {
    ({ known } = await post("enter", who));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    known = false;
  }
  at("code-name").textContent = nickname;
  at("code-wrong").hidden = true;
  show("v-code");
  showCode();
  at("pictures").firstElementChild?.focus();
}

export function showCode() {
  if (!who) return;
  write(at("code-text"), say(known ? "code_known" : "code_new"));
  if (at("pictures").childElementCount !== pictures.length || at("pictures").dataset.lang !== chosen()) {
    at("pictures").dataset.lang = chosen();
    at("pictures").replaceChildren(...pictures.map(one => {
      const made = make("button", "picture");
      made.type = "button";
      made.setAttribute("aria-label", one[chosen()]);
      const sign = make("span", "", one.sign);
      sign.setAttribute("aria-hidden", "true");
      made.append(sign, make("small", "", one[chosen()]));
      made.addEventListener("click", () => touch(one));
      return made;
    }));
  }
  const names = code.map(one => `${one.sign} ${one[chosen()]}`).join("　");
  at("code-chosen").textContent = code.length ? sayPlain("code_chosen", { pictures: names }) : "";
}

async function touch(picture) {
  if (code.length >= 3) return;
  code.push(picture);
  at("code-wrong").hidden = true;
  showCode();
  if (code.length < 3) return;
  try {
    const answer = await post("enter", { ...who, code: code.map(one => one.name) });
    readFor(answer.year, { unlessChosen: true });
    await entered();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const told = error.answer.error;
    write(at("code-wrong"), told ? `${spoken(told.sentence)} ${spoken(told.hint)}` : say("refused"));
    at("code-wrong").hidden = false;
    at("said").textContent = told ? withoutReadings(spoken(told.sentence)) : sayPlain("refused");
  }
  code = [];
  showCode();
}
