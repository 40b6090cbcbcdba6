// The clock with the phases of the guide.
import { at, make, say } from "../child/texts.js";
import { ask, state } from "./state.js";

let begun = null; // when the first phase began, by this browser's clock

export function begin() {
  begun = state.clock.elapsed === null || state.clock.elapsed === undefined ? null : Date.now() / 1000 - state.clock.elapsed;
}

export function showPhases() {
  const minutes = begun === null ? null : (Date.now() / 1000 - begun) / 60;
  let from = 0, now = "";
  at("phases").replaceChildren(...state.clock.phases.map(phase => {
    const end = from + phase.minutes;
    const current = minutes !== null && minutes >= from && minutes < end;
    const item = make("li", current ? "now" : minutes !== null && minutes >= end ? "past" : "");
    if (current) {
      item.setAttribute("aria-current", "step");
      now = `${phase.what} · ${say("minutes_left", { minutes: Math.ceil(end - minutes) })}`;
    }
    item.append(make("b", "", `${say("minutes", { minutes: phase.minutes })}　${phase.what}`), make("p", "", phase.say));
    if (current) {
      const bar = make("progress");
      bar.max = phase.minutes;
      bar.value = minutes - from;
      bar.setAttribute("aria-label", now);
      item.append(bar);
    }
    from = end;
    return item;
  }));
  if (minutes !== null && minutes >= from) now = `${say("over")} ${say("minutes_over", { minutes: Math.floor(minutes - from) })}`;
  if (at("phase-now").textContent !== now) at("phase-now").textContent = now;
  const lesson = at("clock-lesson").value;
  at("paper-worksheet").href = `paper/${lesson}/worksheet?year=${at("paper-year").value}`;
  at("paper-guide").href = `paper/${lesson}/guide`;
  for (const id of ["clock-back", "clock-on", "clock-stop"]) at(id).hidden = begun === null;
}

at("paper-year").addEventListener("change", showPhases);
at("clock-lesson").addEventListener("change", showPhases);
at("clock-begin").addEventListener("click", () => ask({ what: "clock", do: "begin", lesson: Number(at("clock-lesson").value) }));
at("clock-stop").addEventListener("click", () => ask({ what: "clock", do: "stop" }));
at("clock-on").addEventListener("click", () => ask({ what: "clock", do: "move", seconds: 300 }));
at("clock-back").addEventListener("click", () => ask({ what: "clock", do: "move", seconds: -300 }));
