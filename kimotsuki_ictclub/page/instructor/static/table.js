// The flash table: who waits, what lies there, and how it goes.
import { at, button, make, say, spoken, write } from "../child/texts.js";
import { ask, draw, state, toast } from "./state.js";

const LEDS_EVERY = 1000; // ms

export function showTable() {
  const wishes = state.flash;
  const waiting = wishes.filter(one => one.state === "waiting" || one.state === "failed").length;
  at("waits").textContent = waiting ? `⚡ ${waiting}` : "";
  const boards = state.table.boards;
  const places = boards.map(one => [one.place, one.name]);
  draw(at("wishes"), wishes.map(one => ({ ...one, places })), one => one.number, wish);
  if (!wishes.length) at("wishes").replaceChildren(make("li", "empty", say("wishes_none")));
  const people = [...state.children.values()].map(one => [one.owner, one.nickname]);
  draw(at("boards"), boards.map(one => ({ ...one, people, sits: one.label ? state.seats[one.label] : undefined })), one => one.place, board);
  if (!boards.length) at("boards").replaceChildren(make("li", "empty", say("boards_none")));
  at("table-trouble").hidden = !state.table.trouble;
  if (state.table.trouble) told(at("table-trouble"), state.table.trouble);
  at("retry").hidden = !failed().length;
  at("flash-all").disabled = !boards.length || boards.some(busy);
}

const busy = one => one.shows || (one.flash && !one.flash.done);
const failed = () => state.table.boards.filter(one => one.flash?.error && one.flash.done);
const told = (element, error) => write(element, `${spoken(error.sentence)} → ${spoken(error.hint)}`);

function wish(one) {
  const item = make("li", `wish-row ${one.state}`);
  const name = make("b", "", say("wish", { nickname: one.nickname, lesson: one.lesson || "–" }));
  name.dir = "auto";
  const how = make("span", "", say(`wish_${one.state}`, { board: one.board }));
  item.append(name, how);
  if (one.label && one.state === "waiting") item.append(make("span", "label", say("wish_label", { label: one.label })));
  if (one.error) item.append(told(make("p", "why"), one.error));
  if (one.state === "waiting" || one.state === "failed") {
    const wanted = state.table.boards.filter(board => one.label && board.label === one.label);
    const row = make("p", "row");
    for (const board of wanted.length ? wanted : state.table.boards) {
      row.append(button(say("put_on", { board: board.name }), () => ask({ what: "flash_wish", number: one.number, place: board.place }), "small mikan"));
    }
    item.append(row);
  }
  return item;
}

// The LEDs of hosted virtual boards, as long as somebody looks at the table.
let looking = null;
export async function showLeds() {
  clearTimeout(looking);
  if (at("s-table").hidden) return;
  if (state.table.boards.some(one => one.virtual)) {
    for (const [place, pixels] of Object.entries((await ask({ what: "leds" }))?.leds ?? {})) {
      const leds = [...document.querySelectorAll("#boards .leds")].find(one => one.dataset.place === place);
      pixels.forEach((light, index) => { if (leds) leds.children[index].style.opacity = light ? 0.25 + light / 12 : 0.13; });
    }
  }
  looking = setTimeout(showLeds, LEDS_EVERY);
}

function board(one) {
  const item = make("li", `board-row ${one.flash ? (one.flash.error ? "failed" : one.flash.done ? "done" : "busy") : one.state === "ready" ? "" : "failed"}`);
  item.append(make("b", "", one.name), make("span", "", [one.version.toUpperCase(), one.virtual ? say("virtual") : "", say(`board_${one.state.replace("-", "_")}`)].filter(Boolean).join(" · ")));
  if (one.virtual) {
    const leds = make("div", "leds friend");
    leds.dataset.place = one.place;
    leds.setAttribute("aria-hidden", "true");
    leds.append(...Array.from({ length: 25 }, () => make("i")));
    item.append(leds);
  }
  if (one.shows) item.append(make("span", "", say("shows_now")));
  if (one.flash) {
    if (!one.flash.done) {
      const bar = make("progress");
      bar.max = 1;
      bar.value = one.flash.part;
      item.append(bar, make("span", "", `${one.flash.what}: ${say(`step_${one.flash.step || "looking"}`)}`));
    } else if (one.flash.error) item.append(make("span", "", say("not_flashed", { what: one.flash.what })), told(make("p", "why"), one.flash.error));
    else item.append(make("span", "", `✔ ${say("flashed", { what: one.flash.what })}`));
  }
  const form = make("form", "row");
  const label = make("input");
  label.value = one.label;
  label.maxLength = 20;
  label.setAttribute("aria-label", `${say("label")}: ${one.name}`);
  const keep = button(say("label_set"), () => {}, "small");
  keep.type = "submit";
  form.append(label, keep);
  if (one.label) form.append(button(say("label_free"), () => ask({ what: "free", label: one.label }), "small quiet"));
  form.addEventListener("submit", event => { event.preventDefault(); name(one, label.value); });
  const which = button(say("which"), () => ask({ what: "show_label", place: one.place }), "small quiet");
  which.title = say("which_help");
  which.disabled = Boolean(busy(one)) || one.state === "maintenance";
  item.append(form, row(which, ...(one.label ? [seat(one)] : [])));
  return item;
}

function row(...parts) {
  const made = make("p", "row");
  made.append(...parts);
  return made;
}

// A label that a lost board has can go to the spare: whoever sat there sits there then.
async function name(board, label) {
  let answer = await ask({ what: "label", place: board.place, label }, "label-taken");
  if (answer?.error) {
    if (state.table.boards.some(one => one.label === label)) { toast(spoken(answer.error.sentence)); return; }
    if (!confirm(say("label_move", { label }))) return;
    answer = await ask({ what: "label", place: board.place, label, move: true });
  }
  if (answer) ask({ what: "show_label", place: board.place });
}

function seat(board) {
  const choice = make("select");
  choice.setAttribute("aria-label", say("sits_at", { board: board.label }));
  choice.append(new Option(say("sits_nobody"), ""), ...board.people.map(([owner, nickname]) => new Option(nickname, owner)));
  choice.value = board.sits ?? "";
  choice.addEventListener("change", () => ask({ what: "sit", label: board.label, owner: choice.value ? Number(choice.value) : null }));
  return choice;
}

const flash = places => ask({ what: "flash_lesson", lesson: Number(at("flash-lesson").value), places });
at("flash-all").addEventListener("click", () => {
  const places = state.table.boards.map(one => one.place);
  if (confirm(say("flash_sure", { count: places.length }))) flash(places);
});
at("retry").addEventListener("click", () => flash(failed().map(one => one.place)));
