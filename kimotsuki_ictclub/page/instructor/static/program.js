// A child's program, open at the instructor's: both write in it and both see it.
import { at, button, make, say, spoken, style, withoutReadings, write } from "../child/texts.js";
import { makeEditor } from "../child/editor.js";
import { give } from "./give.js";
import { ask, state } from "./state.js";

const PAUSE = 600; // ms after the last key
let editor = null, open = null, version = 0, timer = null, sending = false;

export async function openProgram(child) {
  open = { owner: child.owner, work: child.work };
  at("program-title").textContent = say("program_of", { nickname: child.nickname, lesson: child.lesson ?? say("own_program") });
  at("program").showModal();
  editor ??= await makeEditor(at("editor"), { nonce: style, label: say("editor"), describedBy: "editor-help", onChange: typed, onRun: keep });
  await load();
  doing(child);
}

async function load() {
  const answer = await ask({ what: "look", work: open.work });
  if (answer && open) take(answer);
}

function take(answer) {
  version = answer.version;
  editor.show(answer.text);
  mark();
  list(answer);
}

function list(answer) {
  at("versions").replaceChildren(...answer.versions.map(one => {
    const item = make("li");
    const when = new Date(one.at * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    item.append(make("span", "", `${when} ${say(`kind_${one.kind}`)} `));
    if (one.number !== version) item.append(button(say("take_back"), () => takeBack(one.number), "small"));
    return item;
  }));
}

function mark() {
  const mistake = state.children.get(open.owner)?.mistake;
  at("program-mistake").hidden = !mistake;
  if (mistake) write(at("program-mistake"), `${spoken(mistake.sentence)} ${spoken(mistake.hint)}`);
  editor.mark(mistake?.line ? { line: mistake.line, text: withoutReadings(spoken(mistake.sentence)) } : null);
}

function doing(child) {
  const boards = make("select");
  boards.setAttribute("aria-label", say("boards"));
  boards.append(...state.table.boards.map(one => new Option(one.name, one.place)));
  const flash = button(say("flash_this"), async () => {
    await keep();
    await ask({ what: "flash_work", work: open.work, place: boards.value });
  }, "small mikan");
  flash.disabled = boards.hidden = !state.table.boards.length;
  const starter = button(say("give_starter"), async () => { if (await give(child.lesson, [child.owner])) load(); }, "small");
  const all = button(say("give_this"), () => give(child.lesson, null, editor.text()), "small");
  at("program-doing").replaceChildren(boards, flash, ...(child.lesson ? [starter, all] : []));
}

function typed() {
  clearTimeout(timer);
  timer = setTimeout(keep, PAUSE);
}

async function keep() {
  clearTimeout(timer);
  timer = null;
  if (!open || sending) return;
  sending = true;
  const answer = await ask({ what: "keep", work: open.work, version, text: editor.text() });
  sending = false;
  if (answer) {
    version = answer.version;
    at("program-said").textContent = say("shared");
    const now = open && !timer && await ask({ what: "look", work: open.work });
    if (now && now.version > version && !timer && !sending) take(now); // the child wrote while this was on its way
    else if (now) list(now);
  } else if (open) {
    at("program-said").textContent = say("changed");
    await load();
  }
}

async function takeBack(number) {
  if (await ask({ what: "take_back", work: open.work, number, version })) load();
}

// The child has written: its program is shown, unless something of ours is on its way.
export function programChanged(children) {
  if (!open || !editor || timer || sending) return; // !editor: it is being made, and looks itself afterwards
  const child = children.get(open.owner);
  if (!child || child.work !== open.work) return;
  if (child.version > version) load();
  else mark();
}

async function close() {
  if (timer) await keep();
  open = null;
  at("program").close();
}
at("program-close").addEventListener("click", close);
at("program").addEventListener("cancel", event => { event.preventDefault(); close(); });
