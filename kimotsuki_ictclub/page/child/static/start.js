// The page of a child: who it is, which program, and everything around the editor.
import { makeBoard, forgetWorld, playTone, sendWorld, showControls, showLights, showOled, showPixels } from "./board.js";
import { makeDialogs } from "./dialogs.js";
import { showLesson, takePoints } from "./chart.js";
import { makeEntering, showCode, showNames } from "./entering.js";
import { makeEditor } from "./editor.js";
import { Keeping, writer } from "./keeping.js";
import { makeMenu } from "./menu.js";
import { Away, get, listen, page, post, Refused, stopListening } from "./server.js";
import { makeSlips } from "./slips.js";
import { showReport } from "./steps.js";
import {
  at, button, changeLanguage, make, readFor, remember, remembered, say, sayPlain, schoolYear, showTexts, spoken, style,
  withoutMarks, withoutReadings, write, forget, chosen,
} from "./texts.js";

const VIEWS = ["v-name", "v-code", "v-home", "v-work"];
const MOST_LINES = 120;
let home = null;
let open = null; // what the PC said of the work that is open
let now = { state: "off", report: { steps: [], passed: false }, mistake: null, queued: null, flash: null, hand: false };
let editor = null, keeping = null, slips = null, board = "", wished = false;

function show(view) {
  if (at(view).hidden) scrollTo(0, 0);
  for (const id of VIEWS) at(id).hidden = id !== view;
  const working = view === "v-work";
  for (const id of ["choose", "sheet-open", "hand"]) at(id).hidden = !working;
  at("leave").hidden = view !== "v-home" && !working;
  document.body.classList.toggle("working", working);
}

function start() {
  makeDialogs();
  makeMenu();
  showTexts();
  makeEntering(async () => { await goHome(true); }, show);
  makeBoard((name, value, board = 0) => post("act", { what: "press", name, value, board }).catch(() => {}));
  makeKeys();
  enter();
}

async function enter() {
  try { await goHome(true); } catch (error) {
    if (error instanceof Away) { setTimeout(enter, 2000); return; }
    await showNames();
  }
}

async function goHome(mayGoOn = false) {
  const response = await fetch("home").catch(() => { throw new Away(); });
  if (response.status >= 500) throw new Away();
  if (!response.ok) throw new Error("nobody sits here");
  home = await response.json();
  at("who").textContent = home.nickname;
  listen(hear, lineChanged);
  const last = Number(remembered("lesson"));
  if (mayGoOn && remembered("lesson-of") === home.nickname && home.works.some(work => work.lesson === last)) return openLesson(last);
  showHome();
}

function showHome() {
  show("v-home");
  document.body.style.removeProperty("--hue");
  const begun = new Map(home.works.map(work => [work.lesson, work]));
  const card = number => {
    const lesson = home.lessons.find(one => one.number === number), work = begun.get(number);
    if (number && !lesson) return null;
    const item = make("article", "lesson");
    item.append(write(make("h3"), number ? `${say("lesson_number", { number })}　${spoken(lesson.title)}` : say("own_program")));
    if (lesson) item.append(write(make("p"), spoken(lesson.promise)));
    if (work) item.append(make("p", "when", new Date(work.at * 1000).toLocaleString(chosen() === "ja" ? "ja-JP" : "en-GB", { month: "long", day: "numeric", hour: "2-digit", minute: "2-digit" })));
    item.append(button(say(work ? "go_on" : "begin"), () => openLesson(number), "strong"));
    return item;
  };
  const [why, first] = home.today.length ? ["today", home.today] : home.works.length ? ["go_on_with", [home.works[0].lesson]] : ["next_lesson", home.next ? [home.next] : []];
  at("today-box").hidden = first.length === 0;
  write(at("today-title"), say(why));
  at("today").replaceChildren(...first.map(card).filter(Boolean));
  const mine = [...home.works.map(work => work.lesson), 0].filter(number => !first.includes(number));
  at("mine").replaceChildren(...[...new Set(mine)].map(card).filter(Boolean));
  at("all").replaceChildren(...home.lessons.map(lesson => card(lesson.number)));
  at("mine-box").hidden = mine.length === 0;
  at("all-box").open = first.length === 0;
}

async function openLesson(number) {
  const answer = await post("act", { what: "open", lesson: number });
  Object.assign(now, { report: answer.report, mistake: answer.mistake }); // before the editor: news may come while it loads
  if (!editor) {
    show("v-work"); // the editor measures itself
    editor = await makeEditor(at("editor"), {
      nonce: style, label: sayPlain("editor"), describedBy: "editor-help", onChange: () => { keeping.typed(); slips.typed(); },
      onRun: run, onSlip: text => { at("said").textContent = withoutMarks(text); },
    });
    keeping = new Keeping({ show: text => editor.show(text), text: () => editor.text(), tell: told, answered, failed: trouble, changedElsewhere });
    slips = makeSlips({ text: () => editor.text(), board: () => board, show: showSlip });
    get("words").then(words => editor.know(words)).catch(() => {});
  }
  open = answer;
  remember("lesson", number);
  remember("lesson-of", home.nickname);
  forgetWorld();
  now.controls = answer.controls;
  now.tones = answer.tones;
  board = remembered(`board-${number}`, name => answer.boards.includes(name)) || "";
  show("v-work");
  keeping.open(answer.work);
  slips.typed();
  showLesson(answer);
  showMistake(now.mistake);
  showEverything();
  showSheet();
  editor.view.requestMeasure();
}

function showEverything() {
  showControls(now.controls || [], now.tones);
  showSteps();
  showState();
  showHand();
  showWish();
  at("check").disabled = !open?.checks;
  const both = (open?.boards.length ?? 0) > 1;
  at("versions-of-board").replaceChildren(...(both ? open.boards : []).map(name => {
    const made = button(name.toUpperCase(), () => { board = name; remember(`board-${open.work.lesson}`, name); showEverything(); });
    made.setAttribute("aria-pressed", String((board || now.version || "v1") === name));
    made.className = "small";
    return made;
  }));
}

// -- news from the PC --------------------------------------------------------------------------------
function hear(news) {
  if ("sits" in news && document.hidden) tellHidden(); // a new stream does not know it
  if (news.sits === false && open && !at("v-work").hidden) act({ what: "open", lesson: open.work.lesson }); // the PC came back
  for (const name of ["state", "pace", "version", "queued", "hand", "flash", "report", "seat"]) if (name in news) now[name] = news[name];
  if (news.pixels) showPixels(news.pixels);
  if (news.lights) showLights(news.lights);
  if ("oled" in news) showOled(news.oled);
  if ("tone" in news) playTone(news.tone);
  if (news.printed) showPrinted(news.printed, news.printed_anew);
  if (news.points) takePoints(news.points, news.points_anew);
  if (!open) {
    if ("mistake" in news) now.mistake = news.mistake;
    return;
  }
  if (news.text && keeping.changed(news.text)) {
    showMistake(null); // it was one of the text before
    slips.typed();
    if (news.text.by) toast(say("changed_by_instructor"));
  }
  if ("mistake" in news) showMistake(news.mistake);
  if ("report" in news || "queued" in news) showSteps();
  if ("state" in news || "pace" in news) showState();
  if ("hand" in news) showHand();
  if ("flash" in news) showWish();
  if (news.checked) at("said").textContent = withoutReadings(at("steps-say").textContent || "");
}

// Whether somebody sees this page: a board at which nobody looks rests.
function tellHidden() {
  if (home) post("act", { what: "hidden", page, hidden: document.hidden }).catch(() => {});
}

function lineChanged(online) {
  at("network").hidden = online;
  if (online) { toast(say("online")); keeping?.keep(); } else write(at("network"), say("away"));
}

function told(what) {
  if (what === "away") write(at("network"), say("away")); // the news may still come through half a Wi-Fi
  if (what !== "keeping") at("network").hidden = what !== "away";
  write(at("kept"), what === "away" ? "" : say(what));
}

function showPrinted(lines, anew) {
  const out = at("printed");
  const low = out.scrollTop + out.clientHeight >= out.scrollHeight - 30;
  if (anew) out.replaceChildren();
  out.append(...lines.map(line => make("span", "", `${line}\n`)));
  while (out.childElementCount > MOST_LINES) out.firstElementChild.remove();
  out.dataset.empty = out.childElementCount ? "" : sayPlain("nothing_printed");
  if (low) out.scrollTop = out.scrollHeight;
}

function showMistake(mistake) {
  if (!mistake && now.mistake) slips?.typed(); // nothing was told quietly meanwhile
  now.mistake = mistake;
  const box = at("told");
  box.hidden = !mistake;
  editor?.mark(mistake?.line ? { line: mistake.line, text: withoutReadings(spoken(mistake.sentence)) } : null);
  if (!mistake) { box.replaceChildren(); return; }
  const words = make("p");
  if (mistake.line) {
    const line = button(say("at_line", { line: mistake.line }), () => { editor.goTo(mistake.line); editor.view.focus(); }, "small");
    words.append(line, " ");
  }
  words.append(write(make("b"), spoken(mistake.sentence)));
  box.replaceChildren(words, write(make("p"), spoken(mistake.hint)));
}

function showSlip(slip) {
  if (slip && now.mistake) return; // said already
  editor.slip(slip && { ...slip, text: withoutReadings(spoken(slip.sentence)) });
}

function showSteps() {
  const key = showReport(now.report, step => act({ what: "hint", step }));
  const waits = now.queued !== null && now.queued !== undefined;
  write(at("steps-say"), waits ? (now.queued ? say("queued", { before: now.queued }) : say("checking")) : key ? say(key) : "");
  at("steps-box").classList.toggle("passed", now.report.passed && !waits);
  at("check").disabled = waits || !open?.checks;
}

function showState() {
  write(at("state"), say(now.state === "running" && now.pace < 0.95 ? "state_slow" : `state_${now.state}`));
  at("bench").dataset.state = now.state;
  at("stop").disabled = !["running", "starting"].includes(now.state);
}

function showHand() {
  at("hand").setAttribute("aria-pressed", String(now.hand));
  write(at("hand-text"), say(now.hand ? "hand_up" : "hand"));
}

// On a narrow page the answer to a touch may be below what is seen.
function reveal(id) {
  requestAnimationFrame(() => at(id).scrollIntoView({ block: "nearest" }));
}

function showWish() {
  const wish = now.flash, box = at("wish");
  box.hidden = !wish;
  if (!wish) return;
  if (wished) reveal("wish");
  wished = false;
  box.dataset.state = wish.state;
  const words = write(make("p"), `⚡ ${say(wish.state === "waiting" && !wish.before ? "flash_next" : `flash_${wish.state}`, { before: wish.before, board: wish.board })}`);
  box.replaceChildren(words);
  if (wish.error) box.append(write(make("p"), `${spoken(wish.error.sentence)} ${spoken(wish.error.hint)}`));
  if (wish.state !== "flashing") box.append(button(say(wish.state === "waiting" ? "flash_withdraw" : "close"), () => act({ what: "withdraw" }), "small"));
}

// -- what the child does ------------------------------------------------------------------------------
async function act(message) {
  try { return await post("act", message); } catch (error) { return trouble(error); }
}

async function asked(what, more = {}) {
  try {
    return await keeping.ask(what, { board, ...more });
  } catch (error) { return trouble(error); }
}

function answered(answer) {
  if (answer.controls) {
    now.controls = answer.controls;
    now.tones = answer.tones ?? now.tones;
    showControls(now.controls, now.tones);
  }
  if ("mistake" in answer) showMistake(answer.mistake);
}

function trouble(error) {
  const told = error instanceof Refused && error.answer.error;
  if (told && at("v-work").hidden) toast(`${spoken(told.sentence)} ${spoken(told.hint)}`);
  else if (told) showMistake(told);
  else if (error instanceof Away) write(at("network"), say("away")).hidden = false;
  else if (error instanceof Refused) toast(say(error.status === 413 ? "too_long" : "refused"));
  else throw error;
  return null;
}

async function run() {
  now.state = "starting";
  showState();
  const answer = await asked("run");
  if (answer?.state === "running") sendWorld();
  now.state = answer?.state ?? "off";
  showState();
  if (now.mistake) reveal("told");
}

function makeKeys() {
  at("keys").replaceChildren(...["⇥", ":", "(", ")", "\"", "=", "_", ".", ","].map(sign => {
    const made = make("button", "small", sign);
    made.type = "button";
    made.tabIndex = -1; // for fingers; a keyboard has them
    made.addEventListener("pointerdown", event => event.preventDefault()); // the screen's keyboard stays
    made.addEventListener("click", () => editor.insert(sign === "⇥" ? "    " : sign));
    return made;
  }));
}

function changedElsewhere(theirs, ours) {
  const dialog = at("changed-dialog");
  at("theirs").textContent = theirs;
  at("ours").textContent = ours;
  dialog.showModal();
  return new Promise(resolve => {
    const answer = mine => { dialog.close(); resolve(mine); };
    at("take-theirs").onclick = () => answer(false);
    at("take-mine").onclick = () => answer(true);
    dialog.oncancel = event => event.preventDefault();
  });
}

async function showEarlier() {
  await keeping.keep();
  const answer = await act({ what: "versions", work: keeping.work.id });
  if (!answer) return;
  const list = answer.versions.slice(1);
  at("earlier-list").replaceChildren(...(list.length ? list.map(version => {
    const item = make("details");
    const time = new Date(version.at * 1000).toLocaleString(chosen() === "ja" ? "ja-JP" : "en-GB", { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" });
    item.append(write(make("summary"), `${time}　${say(`kind_${version.kind}`)}`), make("pre", "", version.text));
    item.append(button(say("take_back"), async () => {
      const back = await act({ what: "take_back", work: keeping.work.id, version: keeping.work.version, number: version.number, writer });
      if (!back) return;
      at("earlier-dialog").close();
      forget(`draft-${keeping.work.id}`);
      keeping.open({ ...keeping.work, ...back });
      toast(say("taken_back"));
      asked("keep");
    }, "strong"));
    return item;
  }) : [write(make("p"), say("versions_none"))]));
  at("earlier-dialog").showModal();
}

async function saveHex() {
  await keeping.keep();
  try {
    const blob = await get("program.hex");
    const link = make("a");
    link.href = URL.createObjectURL(blob);
    link.download = `microbit-${open.work.lesson || "main"}.hex`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  } catch (error) { trouble(error); }
}

async function showSheet() {
  const number = open.work.lesson;
  const lesson = home.lessons.find(one => one.number === number);
  write(at("sheet-title"), lesson ? spoken(lesson.title) : say("own_program"));
  write(at("sheet-text"), say(number ? "sheet_loading" : "sheet_none"));
  if (!number) return;
  try {
    const sheet = await get(`sheet/${number}/${schoolYear()}`);
    if (open.work.lesson !== number) return;
    document.body.style.setProperty("--hue", sheet.hue);
    at("sheet-text").innerHTML = sheet.sections.map(section => `<section lang="ja">${section}</section>`).join(""); // the course's own words
    if (chosen() === "en") at("sheet-text").prepend(...inEnglish(lesson));
  } catch (error) { if (!(error instanceof Away)) trouble(error); }
}

// The worksheets are written in Japanese; what the lesson says in English stands before them.
function inEnglish(lesson) {
  const steps = make("ol");
  steps.append(...now.report.steps.map(step => write(make("li"), spoken(step.text))));
  return [write(make("p", "notice"), say("sheet_japanese")), write(make("p"), spoken(lesson.promise)), steps];
}

let toastTimer = null;
function toast(text) {
  write(at("toast-text"), text);
  at("toast").hidden = false;
  at("said").textContent = withoutMarks(text);
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { at("toast").hidden = true; }, 4000);
}

document.addEventListener("visibilitychange", tellHidden);
addEventListener("unhandledrejection", event => { // of a touch that asked the PC for something
  if (event.reason instanceof Away) toast(say("away_now"));
  else if (event.reason instanceof Refused) trouble(event.reason);
  else return;
  event.preventDefault();
});
at("run").addEventListener("click", run);
at("stop").addEventListener("click", () => act({ what: "stop" }));
at("check").addEventListener("click", () => { asked("check"); reveal("steps-box"); });
at("hex").addEventListener("click", saveHex);
at("earlier").addEventListener("click", showEarlier);
at("hand").addEventListener("click", () => act({ what: "hand", up: !now.hand }));
at("flash").addEventListener("click", () => {
  at("flash-label").value ||= now.seat || "";
  at("flash-dialog").showModal();
});
at("flash-form").addEventListener("submit", () => { wished = true; asked("flash", { label: at("flash-label").value }); });
at("choose").addEventListener("click", async () => { await keeping.keep(); forget("lesson"); await goHome(); });
at("leave").addEventListener("click", async () => {
  await keeping?.keep();
  stopListening();
  forget("lesson");
  await post("leave", {});
  location.reload();
});
at("sheet-open").addEventListener("click", () => { at("sheet").classList.toggle("open"); });
at("sheet-close").addEventListener("click", () => { at("sheet").classList.remove("open"); at("sheet-open").focus(); });
for (const close of document.querySelectorAll("[data-close]")) close.addEventListener("click", () => close.closest("dialog").close());
function showAgain() {
  showTexts();
  showCode();
  write(at("kept"), "");
  if (!at("v-home").hidden) showHome();
  if (open && !at("v-work").hidden) { showEverything(); showMistake(now.mistake); slips.typed(); showSheet(); }
}
at("language").addEventListener("click", () => { changeLanguage(); showAgain(); });
at("year").addEventListener("change", () => { readFor(at("year").value); showAgain(); });
addEventListener("pagehide", () => { keeping?.keep(); });
start();
