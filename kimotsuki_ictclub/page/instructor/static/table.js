// The flash table: who waits, what lies there, and how it goes.
import { at, button, make, say, spoken, write } from "../child/texts.js";
import { ask, draw, state } from "./start.js";

export function showTable() {
  const wishes = state.flash;
  const waiting = wishes.filter(one => one.state === "waiting" || one.state === "failed").length;
  at("waits").textContent = waiting ? `⚡ ${waiting}` : "";
  const boards = state.table.boards;
  const places = boards.map(one => [one.place, one.name]);
  draw(at("wishes"), wishes.map(one => ({ ...one, places })), one => one.number, wish);
  if (!wishes.length) at("wishes").replaceChildren(make("li", "empty", say("wishes_none")));
  draw(at("boards"), boards, one => one.place, board);
  if (!boards.length) at("boards").replaceChildren(make("li", "empty", say("boards_none")));
  at("table-trouble").hidden = !state.table.trouble;
  if (state.table.trouble) told(at("table-trouble"), state.table.trouble);
  at("retry").hidden = !failed().length;
  at("flash-all").disabled = !boards.length || boards.some(busy);
}

const busy = one => one.flash && !one.flash.done;
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

function board(one) {
  const item = make("li", `board-row ${one.flash ? (one.flash.error ? "failed" : one.flash.done ? "done" : "busy") : one.state === "ready" ? "" : "failed"}`);
  item.append(make("b", "", one.name), make("span", "", [one.version.toUpperCase(), one.virtual ? say("virtual") : "", say(`board_${one.state.replace("-", "_")}`)].filter(Boolean).join(" · ")));
  if (one.flash) {
    if (busy(one)) {
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
  form.addEventListener("submit", event => { event.preventDefault(); ask({ what: "label", place: one.place, label: label.value }); });
  item.append(form);
  return item;
}

const flash = places => ask({ what: "flash_lesson", lesson: Number(at("flash-lesson").value), places });
at("flash-all").addEventListener("click", () => {
  const places = state.table.boards.map(one => one.place);
  if (confirm(say("flash_sure", { count: places.length }))) flash(places);
});
at("retry").addEventListener("click", () => flash(failed().map(one => one.place)));
