// The instructor's page: four views of one evening, kept up to date by the server's news.
import { at, changeLanguage, say, spoken, write } from "../child/texts.js";
import { makeDialogs } from "../child/dialogs.js";
import { Away, listen, post, Refused } from "../child/server.js";
import { showClass } from "./class.js";
import { showLeds, showTable } from "./table.js";
import { showPhases, begin as beginPhases } from "./phases.js";
import { showEnd } from "./end.js";
import { showValues } from "./values.js";
import { programChanged } from "./program.js";

export const settings = JSON.parse(at("settings").textContent);
export const state = { children: new Map(), flash: [], table: { boards: [], trouble: null }, clock: { phases: [] }, values: { on: false, samples: 0, boards: {} }, today: [], seats: {} };
let shown = "class";

// Ask the server for something; what goes wrong is said in the corner. Returns the answer, or null; where the error is
// the one that `expected` names, {error}.
export async function ask(message, expected = "") {
  try {
    return await post("act", message);
  } catch (error) {
    if (expected && error instanceof Refused && error.answer?.error?.code === expected) return error.answer;
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
    if (before?.contains(document.activeElement)) takeOver(document.activeElement, before, made);
    return made;
  });
  if (wanted.length !== list.children.length || wanted.some((one, place) => list.children[place] !== one)) list.replaceChildren(...wanted);
}

// What has the focus, and what is typed in it, goes on in the row that was drawn anew.
function takeOver(active, before, made) {
  const place = [...before.querySelectorAll(active.tagName)].indexOf(active);
  const follower = made.querySelectorAll(active.tagName)[place] ?? made.querySelector("button, select, input");
  if (active instanceof HTMLInputElement && follower instanceof HTMLInputElement) follower.value = active.value;
  setTimeout(() => follower?.focus());
}

function news(told) {
  if (told.closed) return;
  if (told.children) state.children = new Map(told.children.map(one => [one.owner, one]));
  for (const [name, facts] of Object.entries(told)) if (name.startsWith("child ")) state.children.set(facts.owner, facts);
  for (const name of ["flash", "table", "today", "values", "seats"]) if (told[name] !== undefined) state[name] = told[name];
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
  if (name === "table") showLeds();
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
at("door").hidden = at("colleague").hidden = !settings.door;
at("certificates").hidden = !settings.here;
at("colleague").addEventListener("click", () => {
  at("colleague-text").textContent = say("colleague_text", { pin: settings.colleague.pin, address: settings.colleague.addresses.map(one => `${one}/club`).join(" · ") || "–" });
  at("colleague-dialog").showModal();
});
at("colleague-close").addEventListener("click", () => at("colleague-dialog").close());
for (const one of document.querySelectorAll("[data-show]")) one.addEventListener("click", () => view(one.dataset.show));
at("language").addEventListener("click", () => { changeLanguage(); texts(); });
texts();
listen(news, online => {
  at("network").hidden = online;
  at("network").textContent = say("away");
});
setInterval(show, 5000); // minutes go on
