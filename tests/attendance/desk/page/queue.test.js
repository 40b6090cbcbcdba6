// The queue of touches, without a browser: what it sends, keeps and lets go.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

const HOUR = 3600_000;
let kept, asked, answers, tablet, running = 0, copies = 0;

beforeEach(() => {
  kept = new Map();
  asked = [];
  answers = [];
  tablet = 1_000_000;
  running += HOUR; // since the browser began
  globalThis.addEventListener = () => {};
  globalThis.localStorage = new Proxy({
    getItem: key => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, String(value)),
    removeItem: key => kept.delete(key),
  }, { ownKeys: () => [...kept.keys()], getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }) });
  globalThis.setTimeout = () => 0; // tests try again when they mean to
  globalThis.clearTimeout = () => {};
  Date.now = () => tablet;
  performance.now = () => running;
  globalThis.fetch = async (address, { body }) => {
    const { actions } = JSON.parse(body);
    asked.push(actions);
    const answer = answers.length ? answers.shift() : done();
    const { status = 200, json = {} } = typeof answer === "function" ? answer(actions) : answer;
    if (status === 0) throw new TypeError("no network");
    return { ok: status === 200, status, json: async () => typeof json === "string" ? JSON.parse(json) : json };
  };
});

const done = (refused = {}, later) => ({ json: { refused, ...later ? { kept: later } : {} } });
const touches = () => [...kept.keys()].filter(key => key.startsWith("desk-touch-")).length;
const later = () => new Promise(resolve => setImmediate(resolve));

// A page that is loaded, and what it was told. It has a queue of its own; the clock is the tablet's.
async function page(ahead = () => 0) {
  const [queue, clock] = await Promise.all([import(`./queue.js?${++copies}`), import("./clock.js")]);
  const said = [];
  const told = async (how, refused, arrived) => { said.push([how, refused]); arrived(); };
  await queue.start({ token: "t", told, setClock: async () => clock.measure(tablet + ahead()) });
  return { ...queue, said };
}

async function touched(page, action = {}) {
  const touch = page.add({ kind: "check-in", session: 1, person: "p", ...action });
  await settled();
  return touch;
}

async function settled() {
  for (let turn = 0; turn < 50; turn++) await later();
}

async function again(page) {
  await page.send();
  await settled();
}

test("a touch is sent once, with its age and an id, and goes when the desk has it", async () => {
  const one = await page();
  await touched(one);
  assert.equal(asked.length, 1);
  assert.equal(asked[0][0].age_ms, 0);
  assert.match(asked[0][0].id, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  assert.deepEqual(Object.keys(asked[0][0]).sort(), ["age_ms", "id", "kind", "person", "session"]);
  assert.equal(touches(), 0);
});

test("no answer but the desk's own lets a touch go", async () => {
  const others = [
    { status: 0 }, { status: 400 }, { status: 400, json: "unknown host" }, { status: 400, json: { code: "else" } },
    { status: 200, json: "<html>Please log in to this Wi-Fi</html>" }, { status: 200, json: {} },
    { status: 200, json: { refused: null } }, { status: 403 }, { status: 404 }, { status: 411 }, { status: 413 },
    { status: 429 }, { status: 500, json: { code: "desk-failed" } }, { status: 502 },
    { status: 503, json: { code: "records-unreachable" } }, { status: 401, json: { code: "desk-closed" } },
    { status: 403, json: { code: "desk-token" } }, { status: 410, json: { code: "desk-closed" } },
  ];
  answers = [...others];
  const one = await page();
  await touched(one);
  for (let number = 1; number < others.length; number++) await again(one);
  assert.equal(asked.length, others.length);
  assert.equal(touches(), 1);
  assert.deepEqual(one.said.map(([how]) => how), others.map(({ json, status }) =>
    json?.code === "desk-closed" || json?.code === "desk-token" ? "closed" : "offline"));
  await again(one);
  assert.equal(touches(), 0);
});

test("one touch that is never understood does not take the others along", async () => {
  const one = await page();
  answers = [{ status: 0 }];
  await touched(one, { person: "bad" });
  const understand = actions => actions.some(({ person }) => person === "bad")
    ? { status: 400, json: { code: "desk-message" } } : done();
  answers = Array(10).fill(understand);
  for (const person of ["a", "b", "c"]) one.add({ kind: "check-in", session: 1, person });
  await settled();
  assert.equal(touches(), 0);
  const sent = asked.filter(actions => !actions.some(({ person }) => person === "bad")).flat();
  assert.deepEqual(sent.map(({ person }) => person).sort(), ["a", "b", "c"]);
  assert.equal(one.said.filter(([, refused]) => Object.values(refused).includes("desk-message")).length, 1);
});

test("what the desk puts off stays, is not sent by itself, and holds up nothing", async () => {
  const one = await page();
  answers = [actions => done({}, { [actions[0].id]: "session-past" })];
  const old = await touched(one, { person: "old" });
  assert.deepEqual(one.held().map(({ id, held }) => [id, held]), [[old.id, "session-past"]]);
  await touched(one, { person: "new" });
  assert.deepEqual(asked[1].map(({ person }) => person), ["new"]);
  assert.equal(touches(), 1);
  one.tryAgain();
  await settled();
  assert.equal(asked[2][0].person, "old");
  assert.equal("held" in asked[2][0], false);
  assert.equal(touches(), 0);
});

test("a grown-up may throw away what was put off", async () => {
  const one = await page();
  answers = [actions => done({}, { [actions[0].id]: "session-past" })];
  const old = await touched(one);
  one.throwAway(old);
  assert.equal(touches(), 0);
  assert.equal(one.waiting().length, 0);
});

test("touches outlive the page, in their order", async () => {
  answers = Array(3).fill({ status: 0 });
  const one = await page();
  for (const person of ["a", "b", "c"]) {
    await touched(one, { person });
    tablet -= HOUR; // a clock that jumps back does not turn them round
  }
  answers = [];
  asked = [];
  await page();
  await settled();
  assert.deepEqual(asked[0].map(({ person }) => person), ["a", "b", "c"]);
});

test("two pages in one browser don't write over each other's touches", async () => {
  answers = Array(2).fill({ status: 0 });
  const [one, other] = [await page(), await page()];
  await touched(one, { person: "a" });
  await touched(other, { person: "b" });
  asked = [];
  answers = [];
  await page();
  await settled();
  assert.deepEqual(asked[0].map(({ person }) => person).sort(), ["a", "b"]);
});

test("broken entries in the storage are passed over", async () => {
  for (const [number, broken] of ["", "null", "[]", "{", "7", '{"id":1}', '{"id":"x"}'].entries())
    kept.set(`desk-touch-${number}`, broken);
  const one = await page();
  assert.equal(one.waiting().length, 0);
  await touched(one);
  assert.equal(asked.length, 1);
});

test("a touch of 26 days ago is sent with its age", async () => {
  answers = [{ status: 0 }];
  const one = await page();
  await touched(one);
  tablet += 26 * 24 * HOUR;
  running += 26 * 24 * HOUR;
  await again(one);
  assert.equal(asked[1][0].age_ms, 26 * 24 * HOUR);
});

test("a tablet's clock that jumps meanwhile changes no age: the desk's time is asked first", async () => {
  let ahead = 0;
  answers = [{ status: 0 }];
  const one = await page(() => ahead);
  await touched(one);
  tablet += 900 * 24 * HOUR + 60_000; // a minute passes, and the clock jumps by 900 days
  ahead = -900 * 24 * HOUR;
  running += 60_000;
  await again(one);
  assert.equal(asked[1][0].age_ms, 60_000);
});

test("without storage the page still works", async () => {
  globalThis.localStorage = undefined;
  const one = await page();
  await touched(one);
  assert.equal(asked.length, 1);
});
