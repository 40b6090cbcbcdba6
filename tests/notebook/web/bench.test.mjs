import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./load.mjs";

const { dotsOf, layOut, opacity, toneText } = await load("bench.js");

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

test("the dots of an OLED display are drawn from its braille characters", () => {
  const dots = dotsOf("\u2801\u2800\n\u2880\u28ff");
  assert.equal(dots.length, 8);
  assert.deepEqual(dots[0], [1, 0, 0, 0]);
  assert.deepEqual(dots[7], [0, 1, 1, 1]);
  assert.deepEqual(dotsOf(""), []);
});

test("what stands at the pins has sliders", () => {
  assert.deepEqual(layOut(["distance", "line", "p0", "a"]), { sliders: ["distance", "line", "p0"], buttons: ["a", "reset"] });
});
