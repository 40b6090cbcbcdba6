// What the page knows of the evening, how it asks for more, and how its lists are drawn.
import { at, say, spoken, write } from "../child/texts.js";
import { Away, post, Refused } from "../child/server.js";

export const settings = JSON.parse(at("settings").textContent);
export const state = { children: new Map(), flash: [], table: { boards: [], trouble: null }, clock: { phases: [] }, values: { on: false, samples: 0, boards: {} }, today: [], seats: {} };
export const lessonOf = number => settings.lessons.find(one => one.number === number);

// Ask the server for something; what goes wrong is said in the corner. Returns the answer, or null; where the error is
// the one that `expected` names, {error}.
export async function ask(message, expected = "") {
  try {
    return await post("act", message);
  } catch (error) {
    if (expected && error instanceof Refused && error.answer?.error?.code === expected) return error.answer;
    if (error instanceof Refused && error.answer?.error) toast(`${spoken(error.answer.error.sentence)} ${spoken(error.answer.error.hint)}`);
    else toast(say(error instanceof Away ? "away" : "refused"));
    return null;
  }
}

export function toast(text) {
  write(at("toast-text"), text);
  at("toast").hidden = false;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => { at("toast").hidden = true; }, 7000);
}

// Lists are drawn anew only where they have changed, so that a finger finds what it aims at.
export function draw(list, items, key, drawn) {
  const there = new Map([...list.children].map(one => [one.dataset.key, one]));
  const wanted = items.map(item => {
    const name = String(key(item)), form = JSON.stringify([item, document.documentElement.lang]);
    const before = there.get(name);
    if (before && before.dataset.form === form) return before;
    const made = drawn(item);
    made.dataset.key = name;
    made.dataset.form = form;
    if (before?.contains(document.activeElement)) takeOver(document.activeElement, before, made);
    return made;
  });
  if (wanted.length !== list.children.length || wanted.some((one, place) => list.children[place] !== one)) list.replaceChildren(...wanted);
}

// What has the focus, and what is typed in it, goes on in the row that was drawn anew.
function takeOver(active, before, made) {
  const place = [...before.querySelectorAll(active.tagName)].indexOf(active);
  const follower = made.querySelectorAll(active.tagName)[place] ?? made.querySelector("button, select, input");
  if (active instanceof HTMLInputElement && follower instanceof HTMLInputElement) follower.value = active.value;
  setTimeout(() => follower?.focus());
}
