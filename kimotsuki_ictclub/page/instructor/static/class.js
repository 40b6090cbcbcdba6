// The class: a tile a child, whoever needs help first; and what most of them miss.
import { at, button, make, say, spoken, write } from "../child/texts.js";
import { fillGive } from "./give.js";
import { openProgram } from "./program.js";
import { ask, draw, lessonOf, state, toast } from "./state.js";

const SILENT_MINUTES = 5;
const minutesSince = moment => Math.floor((Date.now() / 1000 - moment) / 60);

// Hand up, then stopped by a mistake, then silent, then missing steps; whoever has all steps comes last.
export function need(child) {
  if (!child.here) return 1;
  if (child.hand) return 1000 + (Date.now() / 1000 - child.hand) / 10000;
  if (child.passed) return 2;
  if (child.mistake || child.state === "failed") return 500 + minutesSince(child.acted);
  if (minutesSince(child.acted) >= SILENT_MINUTES) return 300 + minutesSince(child.acted);
  return 100 - child.steps.filter(([, done]) => done).length;
}

export function showClass() {
  const children = [...state.children.values()].sort((one, other) => need(other) - need(one) || one.nickname.localeCompare(other.nickname, "ja"));
  draw(at("children"), children.map(child => ({ ...child, version: 0, pace: 1, seats: state.seats, minutes: minutesSince(child.acted), waits: child.hand && minutesSince(child.hand) })), child => child.owner, tile);
  at("class-empty").hidden = children.length > 0;
  const hands = children.filter(child => child.hand).length;
  at("hands").textContent = hands ? `🙋 ${hands}` : "";
  write(at("slow"), say("slow")).hidden = !children.some(child => child.here && child.pace < 0.95);
  showMisses(children.filter(child => child.here));
  fillGive(children);
}

function tile(child) {
  const kind = !child.here ? "away" : child.hand ? "hand" : child.passed ? "passed" : child.mistake || child.state === "failed" ? "stopped" : child.minutes >= SILENT_MINUTES ? "silent" : "";
  const item = make("li", `child-tile ${kind}`);
  const name = make("h3", "", child.nickname);
  name.dir = "auto";
  item.append(name, make("p", "about", doing(child)));
  const marks = make("p", "marks");
  for (const [, done] of child.steps) marks.append(make("span", done ? "done" : "", done ? "●" : "○"));
  if (child.passed) marks.append(make("b", "", ` ${say("passed")}`));
  const all = child.steps.length;
  if (all) marks.setAttribute("aria-label", say("steps", { done: child.steps.filter(([, done]) => done).length, all }));
  item.append(marks);
  if (child.mistake) {
    const line = child.mistake.line ? `${say("line", { line: child.mistake.line })}: ` : "";
    item.append(write(make("p", "why"), line + spoken(child.mistake.sentence)));
  }
  const row = make("p", "row");
  if (child.hand) {
    item.prepend(make("p", "flag", `🙋 ${say("hand", { minutes: child.waits })}`));
    row.append(button(say("hand_down"), () => ask({ what: "hand_down", owner: child.owner }), "mikan small"));
  }
  if (child.work) row.append(button(say("editor"), () => openProgram(state.children.get(child.owner)), "small"));
  row.append(button(say("new_code"), async () => {
    if (await ask({ what: "code", owner: child.owner })) toast(say("new_code_done", { nickname: child.nickname }));
  }, "small quiet"));
  item.append(row);
  return item;
}

function doing(child) {
  const parts = [child.work ? (child.lesson ? `${say("lesson")} ${child.lesson}` : say("own_program")) : say("no_lesson")];
  if (!child.here) parts.push(say("gone"));
  else {
    parts.push(say(child.rests && child.state === "running" ? "rests" : child.state));
    if (child.minutes >= SILENT_MINUTES) parts.push(say("silent", { minutes: child.minutes }));
  }
  if (child.hints) parts.push(say("hints", { count: child.hints }));
  const seat = Object.entries(state.seats).find(([, owner]) => owner === child.owner)?.[0];
  if (seat) parts.push(say("sits_at", { board: seat }));
  if (child.board && child.board !== seat) parts.push(say("on_board", { board: child.board }));
  return parts.join(" · ");
}

function showMisses(children) {
  const counts = [];
  for (const number of new Set(children.map(child => child.lesson))) {
    const checked = children.filter(child => child.lesson === number && child.steps.length);
    for (const step of lessonOf(number)?.steps ?? []) {
      const missing = checked.filter(child => child.steps.some(([name, done]) => name === step.name && !done)).length;
      if (missing) counts.push({ number, text: step.text, missing, all: checked.length });
    }
  }
  counts.sort((one, other) => other.missing - one.missing);
  const list = counts.slice(0, 6).map(one => {
    const item = write(make("li"), `${one.number}: ${spoken(one.text)} `);
    item.append(make("b", "", say("of", { count: one.missing, all: one.all })));
    return item;
  });
  at("misses-list").replaceChildren(...(list.length ? list : [make("li", "empty", say("misses_nothing"))]));
}
