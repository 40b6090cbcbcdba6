// The instructor's page: five views of one evening, kept up to date by the server's news.
import { at, changeLanguage, fillYears, say, spoken, withoutReadings, write } from "../child/texts.js";
import { makeDialogs } from "../child/dialogs.js";
import { makeMenu } from "../child/menu.js";
import { listen } from "../child/server.js";
import { showClass } from "./class.js";
import { showLeds, showTable } from "./table.js";
import { showPhases, begin as beginPhases } from "./phases.js";
import { showEnd } from "./end.js";
import { settings, state } from "./state.js";
import { showValues } from "./values.js";
import { programChanged } from "./program.js";

let shown = "class";

// A lesson chooser begins with this evening's lesson, and then keeps what was chosen.
function fillLessons(select) {
  const before = select.dataset.chosen;
  select.replaceChildren(...settings.lessons.map(one => new Option(`${one.number}  ${withoutReadings(spoken(one.title))}`, one.number)));
  select.value = before || String(state.clock.lesson ?? state.today[0] ?? settings.lessons[0]?.number ?? "");
}

for (const id of ["give-lesson", "flash-lesson", "clock-lesson"]) {
  at(id).addEventListener("change", event => { event.target.dataset.chosen = event.target.value; });
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

function show() {
  showClass();
  showTable();
  showValues();
  showPhases();
}

function lists() {
  for (const id of ["give-lesson", "flash-lesson", "clock-lesson"]) fillLessons(at(id));
  fillYears(at("paper-year"), at("paper-year").value || "3");
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
makeMenu();
at("door").hidden = at("colleague").hidden = !settings.door;
at("certificates").hidden = !settings.here;
at("class-address").textContent = (settings.colleague?.addresses ?? [location.origin]).join("　");
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
