// Giving a program: the starter of a lesson, or one from a file, to one child or to all.
import { at, say } from "../child/texts.js";
import { ask, toast } from "./state.js";

const LARGEST_FILE = 60000; // bytes; a board holds half of that

// `owners`: whose; null for all who are here. `text`: null for the starter.
export async function give(lesson, owners, text = null) {
  if (owners === null && !confirm(say("give_sure"))) return false;
  const answer = await ask({ what: "give", lesson, owners, text });
  if (answer) toast(say("given", { count: answer.count }));
  return Boolean(answer);
}

at("give").addEventListener("click", async () => {
  const to = at("give-to").value, file = at("give-file").files[0];
  if (file && file.size > LARGEST_FILE) { toast(say("give_large")); return; }
  const text = file ? (await file.text()).replace(/\r\n?/g, "\n") : null;
  if (await give(Number(at("give-lesson").value), to ? [Number(to)] : null, text)) {
    at("give-file").value = "";
    showFile();
  }
});

function showFile() { at("give-name").textContent = at("give-file").files[0]?.name ?? ""; }
at("give-file").addEventListener("change", showFile);

export function fillGive(children) {
  const choice = at("give-to"), before = choice.value, wanted = JSON.stringify([say("give_all"), ...children.map(one => [one.owner, one.nickname])]);
  if (choice.dataset.form === wanted) return;
  choice.dataset.form = wanted;
  choice.replaceChildren(new Option(say("give_all"), ""), ...children.map(one => new Option(say("give_one", { nickname: one.nickname }), one.owner)));
  choice.value = [...choice.options].some(one => one.value === before) ? before : "";
}
