// Touches on their way to the PC. Each has an id of its own and stays here (even if the page is loaded again)
// until the PC says that it is on the disk: sent twice, it is still done once. Only the desk itself can make a touch
// go: any other answer may come from somebody else, such as a Wi-Fi that asks for a password.
import * as clock from "./clock.js";

const KEPT = "desk-touch-"; // one entry a touch: two pages in one browser then don't write over each other's
const RETRY_MS = 2000;
const BATCH = 50;
let queue = kept();
let sending = false;
let alone = 0; // touches that go one by one, because the desk did not understand them together
let timer = null;
let settings = { token: "", address: "actions", told: () => {}, setClock: async () => {} };

export const waiting = () => queue;

// What the desk has not done but might do later: a grown-up decides.
export const held = () => queue.filter(touch => touch.held);

// `told` is called after each try with "online", "offline" or "closed", the error codes of what was refused by id,
// and a function that takes the sent touches out: called when the state that holds them is there, so that a tile
// never flickers back to how it was before. `setClock` asks the desk for the time, for the age of old touches.
// `address` is where the desk takes touches.
export function start(given) {
  settings = { ...settings, ...given };
  addEventListener("online", send);
  return send();
}

export function add(action) {
  const touch = { ...action, id: uuid(), touched: clock.now(), place: 1 + Math.max(0, ...queue.map(one => one.place)) };
  queue.push(touch);
  keep(touch);
  send();
  return touch;
}

export function tryAgain() {
  for (const touch of queue) delete touch.held;
  send();
}

export function throwAway(touch) {
  drop([touch]);
}

export async function send() {
  const ready = queue.filter(touch => !touch.held);
  if (sending || !ready.length) return;
  sending = true;
  clearTimeout(timer);
  const batch = ready.slice(0, alone ? 1 : BATCH);
  try {
    if (!clock.isFresh()) await settings.setClock();
    const answer = await fetch(settings.address, {
      method: "POST",
      headers: { "content-type": "application/json", "x-desk-token": settings.token },
      body: JSON.stringify({ actions: batch.map(sent) }),
      signal: AbortSignal.timeout(15000),
    });
    await take(answer, batch);
  } catch {
    await settings.told("offline", {}, () => {});
  }
  sending = false;
  const left = queue.filter(touch => !touch.held);
  clearTimeout(timer);
  if (!left.length) return;
  if (left[0] !== batch[0] || (alone && batch.length > 1)) await send();
  else timer = setTimeout(send, RETRY_MS);
}

// Not the time of the touch but its age: only that means the same on both clocks.
function sent({ touched, place, held, ...action }) {
  return { ...action, age_ms: Math.max(0, Math.round(clock.now() - touched)) };
}

async function take(answer, batch) {
  if (answer.ok) {
    const { refused, kept: later = {} } = await answer.json();
    if (!refused || typeof refused !== "object") throw new Error("not the desk's answer");
    const done = batch.filter(touch => !(touch.id in later));
    for (const touch of batch) if (touch.id in later) touch.held = later[touch.id];
    alone = Math.max(0, alone - 1);
    await settings.told("online", refused, () => drop(done));
    return;
  }
  const code = await answer.json().then(body => body.code, () => "");
  if (answer.status === 400 && code === "desk-message") {
    // Never to be understood. Together with others it is not known which one it is.
    alone = batch.length > 1 ? batch.length : Math.max(0, alone - 1);
    if (batch.length > 1) return;
    drop(batch);
    await settings.told("online", { [batch[0].id]: code }, () => {});
  } else {
    await settings.told(code === "desk-closed" || code === "desk-token" ? "closed" : "offline", {}, () => {});
  }
}

function drop(touches) {
  queue = queue.filter(touch => !touches.includes(touch));
  for (const touch of touches) {
    try { localStorage.removeItem(KEPT + touch.id); } catch { /* it was never there */ }
  }
}

// crypto.randomUUID exists on https pages only; a desk in a club's network is none.
export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = bytes[6] & 0x0f | 0x40;
  bytes[8] = bytes[8] & 0x3f | 0x80;
  const hex = [...bytes].map(byte => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function keep(touch) {
  try { localStorage.setItem(KEPT + touch.id, JSON.stringify(touch)); } catch { /* it lasts as long as the page */ }
}

function kept() {
  const found = [];
  try {
    for (const name of Object.keys(localStorage).filter(name => name.startsWith(KEPT))) {
      const touch = read(localStorage.getItem(name));
      if (touch) found.push(touch);
    }
  } catch { /* no storage */ }
  return found.sort((one, other) => one.place - other.place || one.touched - other.touched);
}

function read(text) {
  try {
    const touch = JSON.parse(text);
    return touch && typeof touch.id === "string" && Number.isFinite(touch.touched) ? { place: 0, ...touch } : null;
  } catch { return null; }
}
