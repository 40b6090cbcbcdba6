import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./load.mjs";

const { look } = await load("live_plot.js");
const labels = { pause: "Pause", go_on: "Go on", gone: "From before the restart" };
const enabled = (now) => ["stop", "pause", "picture", "csv"].filter((name) => now[name]);

test("a running plot can be stopped and paused; a paused one goes on", () => {
  assert.deepEqual(enabled(look("running", "", labels)), ["stop", "pause", "picture", "csv"]);
  assert.equal(look("running", "", labels).pauseText, "‖ Pause");
  assert.equal(look("paused", "", labels).pauseText, "▶ Go on");
});

test("a stopped plot can still be saved and says what the kernel says", () => {
  const now = look("stopped", "Saved: a.csv", labels);
  assert.deepEqual(enabled(now), ["picture", "csv"]);
  assert.equal(now.status, "Saved: a.csv");
});

test("without its kernel nothing works, and it says so", () => {
  const now = look("gone", "anything", labels);
  assert.deepEqual(enabled(now), []);
  assert.equal(now.status, "From before the restart");
});
