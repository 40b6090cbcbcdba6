// The desk's time. Tablets' clocks are wrong and jump, so every answer of the PC sets this one.
const KEPT = "desk-clock";
const FRESH_MS = 10000;
let ahead = kept(); // milliseconds by which the PC's clock is ahead of this tablet's
let measured = -Infinity;

export const now = () => Date.now() + ahead;
export const isFresh = () => performance.now() - measured < FRESH_MS;

export function measure(desk) {
  if (!Number.isFinite(desk)) return;
  ahead = desk - Date.now();
  measured = performance.now();
  try { localStorage.setItem(KEPT, ahead); } catch { /* without storage it lasts as long as the page */ }
}

function kept() {
  try { return Number(localStorage.getItem(KEPT)) || 0; } catch { return 0; }
}
