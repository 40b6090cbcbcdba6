// The instructor's page: four views of one evening, kept up to date by the server's news.
import { at, changeLanguage, say, spoken, write } from "../child/texts.js";
import { makeDialogs } from "../child/dialogs.js";
import { Away, listen, post, Refused } from "../child/server.js";
import { showClass } from "./class.js";
import { showTable } from "./table.js";
import { showPhases, begin as beginPhases } from "./phases.js";
import { showEnd } from "./end.js";
import { showValues } from "./values.js";
import { programChanged } from "./program.js";

export const settings = JSON.parse(at("settings").textContent);
export const state = { children: new Map(), flash: [], table: { boards: [], trouble: null }, clock: { phases: [] }, values: { on: false, samples: 0, boards: {} }, today: [] };
let shown = "class";

// Ask the server for something; what goes wrong is said in the corner. Returns the answer, or null.
export async function ask(message) {
  try {
    return await post("act", message);
  } catch (error) {
    if (error instanceof Refused && error.answer?.error) toast(`${spoken(error.answer.error.sentence)} ${spoken(error.answer.error.hint)}`);
    else toast(say(error instanceof Away ? "away" : "refused"));
    return null;
  }
}

export function toast(text) {
  write(at("toast-text"), text);
  at("toast").hidden = false;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => { at("toast").hidden = true; }, 7000);
}

// A lesson chooser begins with this evening's lesson, and then keeps what was chosen.
export function fillLessons(select) {
  const before = select.dataset.chosen;
  select.replaceChildren(...settings.lessons.map(one => new Option(`${one.number}  ${plainText(spoken(one.title))}`, one.number)));
  select.value = before || String(state.clock.lesson ?? state.today[0] ?? settings.lessons[0]?.number ?? "");
}

for (const id of ["give-lesson", "flash-lesson", "clock-lesson"]) {
  at(id).addEventListener("change", event => { event.target.dataset.chosen = event.target.value; });
}

const plainText = text => text.replace(/\{([^{}|]+)\|[^{}|]+\}/g, "$1");
export const lessonOf = number => settings.lessons.find(one => one.number === number);

// Lists are drawn anew only where they have changed, so that a finger finds what it aims at.
export function draw(list, items, key, drawn) {
  const there = new Map([...list.children].map(one => [one.dataset.key, one]));
  const wanted = items.map(item => {
    const name = String(key(item)), form = JSON.stringify([item, document.documentElement.lang]);
    const before = there.get(name);
    if (before && before.dataset.form === form) return before;
    const made = drawn(item);
    made.dataset.key = name;
    made.dataset.form = form;
    if (before?.contains(document.activeElement)) setTimeout(() => made.querySelector("button, select, input")?.focus());
    return made;
  });
  if (wanted.length !== list.children.length || wanted.some((one, place) => list.children[place] !== one)) list.replaceChildren(...wanted);
}

function news(told) {
  if (told.closed) return;
  if (told.children) state.children = new Map(told.children.map(one => [one.owner, one]));
  for (const [name, facts] of Object.entries(told)) if (name.startsWith("child ")) state.children.set(facts.owner, facts);
  for (const name of ["flash", "table", "today", "values"]) if (told[name] !== undefined) state[name] = told[name];
  if (told.clock) { state.clock = told.clock; beginPhases(); }
  if (told.today) lists();
  show();
  programChanged(state.children);
}

export function show() {
  showClass();
  showTable();
  showValues();
  showPhases();
}

function lists() {
  for (const id of ["give-lesson", "flash-lesson", "clock-lesson"]) fillLessons(at(id));
}

function view(name) {
  shown = name;
  for (const one of document.querySelectorAll("[data-show]")) one.setAttribute("aria-pressed", String(one.dataset.show === name));
  for (const one of document.querySelectorAll("main > section")) one.hidden = one.id !== `s-${name}`;
  if (name === "end") showEnd();
}

function texts() {
  document.documentElement.lang = at("language").dataset.now = spoken({ ja: "ja", old: "ja", en: "en" });
  document.title = say("title");
  for (const one of document.querySelectorAll("[data-text]")) write(one, say(one.dataset.text));
  lists();
  show();
  if (shown === "end") showEnd();
}

makeDialogs();
at("door").hidden = !settings.door;
for (const one of document.querySelectorAll("[data-show]")) one.addEventListener("click", () => view(one.dataset.show));
at("language").addEventListener("click", () => { changeLanguage(); texts(); });
texts();
listen(news, online => {
  at("network").hidden = online;
  at("network").textContent = say("away");
});
setInterval(show, 5000); // minutes go on
