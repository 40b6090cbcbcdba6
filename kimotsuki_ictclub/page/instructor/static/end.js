// The end of the evening: what the checks propose, confirmed by a touch.
import { at, make, say } from "../child/texts.js";
import { ask } from "./state.js";

const PROGRESS = ["", "not_yet", "with_help", "alone"];

export async function showEnd() {
  const answer = await ask({ what: "end" });
  if (answer) draw(answer.proposals);
}

function draw(proposals) {
  const rows = proposals.map(one => {
    const row = make("tr");
    const name = make("th", "", one.nickname);
    name.scope = "row";
    name.dir = "auto";
    const cell = make("td");
    if (one.here) {
      const choice = make("select");
      choice.dataset.owner = one.owner;
      choice.setAttribute("aria-label", one.nickname);
      choice.append(...PROGRESS.map(value => new Option(say(value || "leave_out"), value)));
      choice.value = one.noted ?? one.proposed ?? "";
      cell.append(choice);
    } else cell.append(make("span", "empty", `${one.proposed ? say(one.proposed) : "–"} (${say("not_here")})`));
    row.append(name, make("td", "", one.lesson ? `${say("lesson")} ${one.lesson}` : say("own_program")), cell, make("td", "", one.noted ? `${say("noted")}: ${say(one.noted)}` : ""));
    return row;
  });
  at("progress").tBodies[0].replaceChildren(...rows);
  at("confirm").disabled = !proposals.some(one => one.here);
  at("confirmed").textContent = rows.length ? "" : say("progress_none");
  at("not-here").hidden = proposals.every(one => one.here);
}

at("confirm").addEventListener("click", async () => {
  const chosen = [...document.querySelectorAll("#progress select")].filter(one => one.value).map(one => [one.dataset.owner, one.value]);
  const answer = await ask({ what: "confirm", progress: Object.fromEntries(chosen) });
  if (!answer) return;
  draw(answer.proposals);
  at("confirmed").textContent = say("confirmed", { count: answer.count });
});
