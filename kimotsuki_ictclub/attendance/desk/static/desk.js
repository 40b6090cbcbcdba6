// The desk: one touch checks in, another asks whether to take it back. The parts: queue.js, view.js, texts.js.
import * as queue from "./queue.js";
import { changeLanguage, say, sayPlain, showLanguage, write } from "./texts.js";
import { expected, show, showSessions } from "./view.js";

const REFRESH_MS = 4000;
const TOAST_MS = 8000;
const find = id => document.getElementById(id);
let state = null;
let chosenSession = null;
let asked = 0;
let shown = 0;
let offline = false;
let closed = false;
let toastTimer = null;

function draw() {
  showLanguage();
  if (!state) return;
  const seen = expected(state, queue.waiting());
  show(seen, touched);
  showSessions(seen, openSession, chooseSession);
  const count = queue.waiting().length;
  if (closed) write(find("network"), say("closed"));
  else if (offline) write(find("network"), say("waiting", { count }));
  find("network").hidden = !offline && !closed;
}

async function refresh(arrived = () => {}) {
  const turn = ++asked;
  try {
    const address = chosenSession ? `/state?session=${chosenSession}` : "/state";
    const answer = await fetch(address, { signal: AbortSignal.timeout(10000) });
    if (answer.status === 401) return told("closed", {});
    if (!answer.ok) throw new Error(answer.status);
    const news = await answer.json();
    if (turn < shown) return; // a later question was answered sooner
    shown = turn;
    arrived();
    state = news;
    reachable(true);
  } catch {
    reachable(false);
  }
  draw();
}

function reachable(now) {
  if (offline && now && !queue.waiting().length) announce(sayPlain("online"));
  offline = !now;
  closed &&= !now;
}

async function told(how, refused, arrived) {
  if (how === "closed") {
    closed = true;
    return draw();
  }
  const codes = Object.values(refused);
  if (codes.length) toast(sayPlain(codes[0]), null);
  if (how === "online") await refresh(arrived);
  else { reachable(false); draw(); }
}

const person = key => expected(state, queue.waiting()).people.find(one => one.key === key);

function touched(key) {
  const one = person(key);
  if (!one) return;
  if (one.state) {
    find("undo-name").textContent = one.nickname;
    find("undo-yes").onclick = () => { find("undo-dialog").close(); takeBack(key, "undo"); };
    find("undo-dialog").showModal();
    return;
  }
  queue.add({ kind: "check-in", session: state.session.id, person: key });
  draw();
  toast(sayPlain("came", { name: one.nickname }), () => takeBack(key, "undo"));
}

function takeBack(key, kind) {
  const one = person(key);
  queue.add({ kind, session: state.session.id, person: key });
  draw();
  if (one) toast(sayPlain("taken_back", { name: one.nickname }), null);
}

function addNew(event) {
  event.preventDefault();
  const nickname = find("nickname").value.trim();
  if (!nickname) return find("nickname").focus();
  const key = queue.uuid();
  queue.add({ kind: "new", session: state.session.id, person: key, nickname, reading: find("reading").value.trim() });
  find("new-dialog").close();
  find("find").value = "";
  draw();
  toast(sayPlain("came", { name: nickname }), () => takeBack(key, "undo-new"));
}

function openSession(venue) {
  queue.add({ kind: "session", venue });
}

function chooseSession(id) {
  chosenSession = id;
  refresh();
}

function toast(text, undo) {
  clearTimeout(toastTimer);
  find("toast-text").textContent = text;
  find("toast-undo").hidden = !undo;
  find("toast-undo").onclick = () => { find("toast").hidden = true; undo(); };
  find("toast").hidden = false;
  toastTimer = setTimeout(() => { find("toast").hidden = true; }, TOAST_MS);
  announce(text);
}

function announce(text) {
  find("said").textContent = text;
}

find("language").addEventListener("click", () => { changeLanguage(); draw(); });
find("find").addEventListener("input", draw);
find("new").addEventListener("click", () => { find("new-form").reset(); find("new-dialog").showModal(); });
find("new-form").addEventListener("submit", addNew);
for (const close of document.querySelectorAll("[data-close]")) {
  close.addEventListener("click", () => close.closest("dialog").close());
}
draw();
refresh().then(() => queue.start(told));
setInterval(() => refresh(), REFRESH_MS);
