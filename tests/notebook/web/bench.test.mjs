import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./load.mjs";

const { dotsOf, layOut, opacity, shownColor, toneText } = await load("bench.js");

test("what has places is a slider, and the rest are buttons", () => {
  const light = { name: "light", low: 0, high: 255 }, reset = { name: "reset", low: 0, high: 0 };
  assert.deepEqual(layOut([light, reset]), { sliders: [light], buttons: [reset] });
  assert.deepEqual(layOut([]), { sliders: [], buttons: [] });
});

test("a light of a strip that is off can still be seen, and a weak one well", () => {
  assert.equal(shownColor([0, 0, 0]), "rgb(24 24 24)");
  assert.equal(shownColor([255, 0, 255]), "rgb(255 24 255)");
  assert.ok(Number(shownColor([20, 0, 0]).match(/\d+/)[0]) > 100);
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
