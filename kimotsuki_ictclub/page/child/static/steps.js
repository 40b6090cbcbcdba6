// What the check found: steps with marks, and one hint at a time.
import { at, button, make, say, spoken, write } from "./texts.js";

export function showReport(report, onHint) {
  at("steps-box").hidden = report.steps.length === 0;
  const tried = report.steps.some(step => step.done !== null);
  at("steps").replaceChildren(...report.steps.map(step => {
    const kind = step.done === null ? "untried" : step.done ? "done" : "missing";
    const item = make("li", kind);
    item.dataset.step = step.name;
    const mark = make("span", "mark", { untried: "○", done: "●", missing: "△" }[kind]);
    mark.setAttribute("role", "img");
    mark.setAttribute("aria-label", say(`step_${kind}`).replace(/\{([^|]+)\|([^}]+)\}/g, "$1"));
    const words = make("div");
    words.append(write(make("p"), spoken(step.text)));
    for (const hint of step.hints) words.append(write(make("p", "hint"), `💡 ${spoken(hint)}`));
    if (step.more) words.append(button(`💡 ${say("hint")}`, () => onHint(step.name), "small"));
    item.append(mark, words);
    return item;
  }));
  return report.passed ? "all_done" : tried ? "" : "steps_before";
}
