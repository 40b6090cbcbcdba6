// A mistake of the language is told quietly when the child has paused; the board's own parser finds it (live/slip.py).
import { post } from "./server.js";

const PAUSE = 1200; // ms after the last key

// `text` returns the program, `board` the board chosen for it; `show` gets the mistake, or null.
export function makeSlips({ text, board, show }) {
  let timer = null, busy = false;
  const typed = () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  };
  async function look() {
    if (busy) return typed();
    busy = true;
    const asked = text();
    try {
      const { slip } = await post("act", { what: "slip", text: asked, board: board() });
      if (slip === undefined) typed(); // another page of this child is asking
      else if (text() === asked) show(slip);
    } catch { /* nobody is there to ask; ▶ will say it */ }
    busy = false;
  }
  return { typed };
}
