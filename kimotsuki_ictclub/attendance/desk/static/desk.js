// The desk: one touch checks in, another asks whether to take it back. The parts: queue.js, view.js, sessions.js,
// newcomer.js, held.js, finger.js, texts.js.
import * as card from "./card.js";
import * as clock from "./clock.js";
import { isDown } from "./finger.js";
import * as held from "./held.js";
import * as newcomer from "./newcomer.js";
import * as queue from "./queue.js";
import { showSessions, venueName } from "./sessions.js";
import { changeLanguage, door, say, sayPlain, showLanguage, token, write } from "./texts.js";
import { expected, label, show } from "./view.js";

const REFRESH_MS = 4000;
const TOAST_MS = 8000;
const FINGER_MS = 50; // so often it is looked whether a finger has gone
const NAMES_MS = 4 * 3600 * 1000; // names leave a page that the desk has not answered for so long
const find = id => document.getElementById(id);
// Kept here: while its tile is filtered away, the toast is not in the page.
const toastBox = find("toast"), toastText = find("toast-text"), toastUndo = find("toast-undo");
let state = kept();
let chosen = null; // the session's id
let choosing = false;
let opening = null; // the venue whose session was just begun
let asked = 0;
let shown = 0;
let offline = false;
let closed = false;
let toastTimer = null;
let drawTimer = null;

function draw() {
  clearTimeout(drawTimer);
  if (isDown()) {
    drawTimer = setTimeout(draw, FINGER_MS);
    return;
  }
  showLanguage();
  if (state && clock.now() - state.now > NAMES_MS) forget();
  find("layout").hidden = find("change").hidden = closed || !state;
  find("door").hidden = !door;
  const count = queue.waiting().length - queue.held().length;
  if (closed) write(find("network-text"), say(count ? "closed_waiting" : "closed", { count }));
  else if (offline) write(find("network-text"), say(count ? "waiting" : "away", { count }));
  find("network").hidden = !offline && !closed;
  find("reload").hidden = !closed;
  held.showHeld(touch => touch.nickname || state?.people.find(one => one.key === touch.person)?.nickname
    || (touch.kind === "survey" ? sayPlain("survey") : ""), draw);
  if (closed || !state) return;
  const seen = expected(state, queue.waiting());
  show(choosing ? { ...seen, session: null } : seen, touched);
  showSessions(seen, choosing, { open: openSession, choose: chooseSession, close: closeSession, back: stay });
  if (!toastBox.isConnected) document.body.append(toastBox);
}

async function refresh(arrived = () => {}) {
  const turn = ++asked;
  try {
    const answer = await fetch(chosen ? `state?session=${chosen}` : "state", { signal: AbortSignal.timeout(10000) });
    if (answer.status === 401 || answer.status === 410) return close();
    if (!answer.ok) throw new Error(answer.status);
    const news = await answer.json();
    clock.measure(news.now);
    if (turn < shown) return; // a later question was answered sooner
    shown = turn;
    arrived();
    take(news);
    reachable(true);
  } catch {
    reachable(false);
  }
  draw();
}

function take(news) {
  const begun = opening && news.sessions.find(one => one.venue.key === opening && one.date === news.today);
  state = news;
  if (begun) {
    opening = null;
    chosen = begun.id;
    choosing = false;
    toast(sayPlain("begun", { venue: plainVenue(begun.venue) }), begun.bare ? () => closeSession(begun) : null);
    if (news.session?.id !== begun.id) refresh();
  } else if (news.session && !choosing) {
    chosen = news.session.id; // it stays, also when another venue begins its own, or the day ends
  }
  keep(news);
}

function reachable(now) {
  if (offline && now && !queue.waiting().length) announce(sayPlain("online"));
  offline = !now;
  closed &&= !now;
}

// The desk is no more: no name stays on the screen. Touches that were not sent stay in the queue.
function close() {
  closed = true;
  forget();
  draw();
}

function forget() {
  state = null;
  keep(null);
  find("tiles").replaceChildren();
  write(find("place"), say("title"));
  find("lesson").textContent = "";
  find("find").value = find("said").textContent = toastText.textContent = find("undo-name").textContent = "";
  find("new-form").reset();
  find("known-list").replaceChildren();
  document.body.append(toastBox);
  toastBox.hidden = true;
  for (const dialog of document.querySelectorAll("dialog")) dialog.close();
}

async function told(how, refused, arrived) {
  if (how === "closed") return close();
  const codes = Object.values(refused);
  if (codes.length) toast(sayPlain(codes[0]), null);
  if (how === "online") await refresh(arrived);
  else { reachable(false); draw(); }
}

const people = () => state ? expected(state, queue.waiting()).people : [];
const person = key => people().find(one => one.key === key);
const touch = (kind, more = {}) => queue.add({ kind, session: state.session.id, ticket: state.session.ticket, ...more });

function touched(key) {
  const one = person(key);
  if (!one) return;
  if (one.state) {
    find("undo-name").textContent = label(one);
    find("undo-yes").onclick = () => { find("undo-dialog").close(); takeBack(key, "undo"); };
    find("undo-dialog").showModal();
    return;
  }
  checkIn(one);
}

function checkIn(one) {
  if (one.state) return toast(sayPlain("came", { name: one.nickname }), null);
  touch("check-in", { person: one.key });
  find("find").value = "";
  draw();
  toast(sayPlain("came", { name: one.nickname }), () => takeBack(one.key, "undo"), one.key);
}

// A card checks in and nothing else: it takes back nobody who is here.
function cardRead(written) {
  const one = state?.session && !closed && !choosing && card.owner(people(), written);
  if (!one) return false;
  find("find").value = "";
  checkIn(one);
  draw();
  return true;
}

function takeBack(key, kind) {
  const one = person(key);
  touch(kind, { person: key });
  draw();
  if (one) toast(sayPlain("taken_back", { name: one.nickname }), null);
  tile(key)?.focus();
}

function addNew(nickname, reading) {
  const key = queue.uuid();
  touch("new", { person: key, nickname, reading });
  find("find").value = "";
  draw();
  toast(sayPlain("came", { name: nickname }), () => takeBack(key, "undo-new"), key);
}

function openSession(venue) {
  opening = venue.key;
  queue.add({ kind: "session", venue: venue.key });
}

function chooseSession(id) {
  chosen = id;
  choosing = false;
  refresh();
}

function closeSession(session) {
  queue.add({ kind: "undo-session", session: session.id });
  toast(sayPlain("session_closed", { venue: plainVenue(session.venue) }), null);
  chosen = null;
  choosing = true;
  draw();
}

function stay() {
  choosing = false;
  draw();
}

const plainVenue = venue => venueName(venue).replace(/\{([^|]+)\|[^}]+\}/g, "$1");
const tile = key => document.querySelector(`li[data-key="${CSS.escape(key)}"] .tile`);

// With `key` the toast stands beside that tile in the order of the keyboard: one Tab from the touch to taking it back.
function toast(text, undo, key = null) {
  clearTimeout(toastTimer);
  (key && tile(key)?.parentElement || document.body).append(toastBox);
  toastText.textContent = text;
  toastUndo.hidden = !undo;
  toastUndo.onclick = () => { toastBox.hidden = true; undo(); };
  toastBox.hidden = false;
  toastTimer = setTimeout(hideToast, TOAST_MS);
  announce(text);
}

function hideToast() {
  // Not under somebody's finger or keyboard.
  if (toastBox.matches(":focus-within, :hover")) toastTimer = setTimeout(hideToast, TOAST_MS);
  else toastBox.hidden = true;
}

function announce(text) {
  find("said").textContent = text;
}

// The state lasts as long as this tab, and only where a reload without the PC is possible at all (offline.js).
function keep(news) {
  try {
    if (news && navigator.serviceWorker) sessionStorage.setItem("desk-state", JSON.stringify(news));
    else sessionStorage.removeItem("desk-state");
  } catch { /* without storage a reload needs the PC */ }
}

function kept() {
  try { return JSON.parse(sessionStorage.getItem("desk-state")); } catch { return null; }
}

find("language").addEventListener("click", () => { changeLanguage(); draw(); });
find("find").addEventListener("input", () => { if (!cardRead(find("find").value)) draw(); });
card.prepare(cardRead);
find("change").addEventListener("click", () => { choosing = !choosing; draw(); });
find("reload").addEventListener("click", () => location.reload());
newcomer.prepare(people, checkIn, addNew);
held.prepare();
for (const shut of document.querySelectorAll("[data-close]")) {
  shut.addEventListener("click", () => shut.closest("dialog").close());
}
addEventListener("keydown", event => {
  if (event.key === "z" && (event.ctrlKey || event.metaKey) && !toastBox.hidden && !toastUndo.hidden
    && !document.querySelector("dialog[open]") && document.activeElement?.tagName !== "INPUT") toastUndo.click();
});
draw();
refresh().then(() => queue.start({ told, token, setClock: refresh }));
setInterval(() => refresh(), REFRESH_MS);
navigator.serviceWorker?.register("offline.js").catch(() => { /* then a reload needs the PC */ });
