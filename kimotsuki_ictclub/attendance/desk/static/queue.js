// Touches on their way to the PC. Each has an id of its own and stays here (even if the page is loaded again)
// until the PC says that it is on the disk: sent twice, it is still done once.
import { token } from "./texts.js";

const KEPT = "desk-queue";
const RETRY_MS = 2000;
let queue = kept();
let sending = false;
let timer = null;
let report = () => {};

export const waiting = () => queue;

// `told` is called after each try with "online", "offline" or "closed", the error codes of what was refused by id,
// and a function that takes the sent touches out: called when the state that holds them is there, so that a tile
// never flickers back to how it was before.
export function start(told) {
  report = told;
  addEventListener("online", send);
  send();
}

export function add(action) {
  queue.push({ ...action, id: uuid(), touched: Date.now() });
  keep();
  send();
}

export async function send() {
  if (sending || !queue.length) return;
  sending = true;
  clearTimeout(timer);
  const batch = queue.slice(0, 50);
  try {
    // Tablets' clocks are wrong; how long ago the touch was is not.
    const actions = batch.map(({ touched, ...action }) => ({ ...action, age_ms: Math.max(0, Date.now() - touched) }));
    const answer = await fetch("/actions", {
      method: "POST",
      headers: { "content-type": "application/json", "x-desk-token": token },
      body: JSON.stringify({ actions }),
      signal: AbortSignal.timeout(15000),
    });
    if (answer.ok) {
      await report("online", (await answer.json()).refused, () => drop(batch));
    } else if (answer.status === 400) {
      // The PC will never understand this; keeping it would hold up everything behind it.
      drop(batch);
      await report("online", Object.fromEntries(batch.map(action => [action.id, "refused"])), () => {});
    } else {
      report(answer.status === 401 || answer.status === 403 ? "closed" : "offline", {});
    }
  } catch {
    report("offline", {});
  }
  sending = false;
  if (queue.length && !batch.includes(queue[0])) send();
  else timer = setTimeout(send, RETRY_MS);
}

function drop(batch) {
  queue = queue.filter(action => !batch.includes(action));
  keep();
}

// crypto.randomUUID exists on https pages only; a desk in a club's network is none.
export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = bytes[6] & 0x0f | 0x40;
  bytes[8] = bytes[8] & 0x3f | 0x80;
  const hex = [...bytes].map(byte => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function keep() {
  try {
    if (queue.length) localStorage.setItem(KEPT, JSON.stringify(queue));
    else localStorage.removeItem(KEPT);
  } catch { /* without storage the queue lasts as long as the page */ }
}

function kept() {
  try {
    const found = JSON.parse(localStorage.getItem(KEPT) || "[]");
    return Array.isArray(found) ? found : [];
  } catch { return []; }
}
