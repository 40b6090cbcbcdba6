import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./load.mjs";

const { layOut, opacity, toneText } = await load("bench.js");

test("a program gets the sliders and buttons of what it senses, and every board can be reset", () => {
  assert.deepEqual(layOut(["light"]), { sliders: ["light"], buttons: ["reset"] });
  assert.deepEqual(layOut(["tilt_x", "sound", "a", "logo", "shake"]), {
    sliders: ["tilt_x", "sound"],
    buttons: ["a", "logo", "shake", "reset"],
  });
  assert.deepEqual(layOut([]), { sliders: [], buttons: ["reset"] });
});

test("a LED that is off can still be seen, and brighter is brighter", () => {
  const levels = Array.from({ length: 10 }, (_, level) => opacity(level));
  assert.ok(levels[0] > 0 && levels[9] <= 1);
  assert.deepEqual([...levels].sort((one, other) => one - other), levels);
  assert.equal(new Set(levels).size, 10);
});

test("a tone is told only where the program makes some", () => {
  assert.equal(toneText(440.2, true), "♪ 440 Hz");
  assert.equal(toneText(0, true), "♪ –");
  assert.equal(toneText(440, false), "");
});
