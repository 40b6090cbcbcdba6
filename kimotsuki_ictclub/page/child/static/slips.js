// A mistake of the language is told quietly when the child has paused; the board's own parser finds it (live/slip.py).
import { Away, post } from "./server.js";

const PAUSE = 1200; // ms after the last key
const AGAIN = 2500; // ms after nobody has answered

// `text` returns the program, `board` the board chosen for it; `show` gets the mistake, or null.
export function makeSlips({ text, board, show }) {
  let timer = null, busy = false;
  const typed = () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  };
  async function look() {
    clearTimeout(timer);
    if (busy) return typed();
    busy = true;
    const asked = text();
    try {
      const { slip } = await post("act", { what: "slip", text: asked, board: board() });
      if (slip === undefined) typed(); // another page of this child is asking
      else if (text() === asked) show(slip);
    } catch (error) {
      if (error instanceof Away) { // or the PC has too much to do: it looks on meanwhile
        clearTimeout(timer);
        timer = setTimeout(look, AGAIN);
      }
    }
    busy = false;
  }
  return { typed };
}
