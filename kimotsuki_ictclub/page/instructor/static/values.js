// What all boards send: the newest value of each name, and a small chart of the last minute or so.
import { at, make, say, spoken, write } from "../child/texts.js";
import { ask, state } from "./state.js";

export function showValues() {
  const { on, samples, boards } = state.values;
  at("values-on").hidden = on;
  at("values-off").hidden = !on;
  at("recording").hidden = at("picture").hidden = !samples;
  at("values-count").textContent = samples ? say("values_count", { count: samples }) : "";
  if (at("s-values").hidden) return;
  const items = Object.entries(boards).sort(([one], [other]) => one.localeCompare(other, undefined, { numeric: true })).map(([board, told]) => {
    const item = make("li");
    item.append(make("b", "", board));
    for (const [name, points] of Object.entries(told.values)) {
      const row = make("p"), chart = make("canvas");
      chart.setAttribute("aria-hidden", "true");
      row.append(make("span", "", name), chart, make("strong", "", String(points[points.length - 1])));
      item.append(row);
      requestAnimationFrame(() => draw(chart, points));
    }
    if (told.stopped) item.append(write(make("p", "why"), [told.stopped.sentence, told.stopped.hint].map(spoken).filter(Boolean).join(" → ")));
    return item;
  });
  at("values").replaceChildren(...(items.length ? items : [make("li", "empty", say("values_none"))]));
}

function draw(canvas, points) {
  const ratio = window.devicePixelRatio || 1;
  canvas.width = canvas.clientWidth * ratio;
  canvas.height = canvas.clientHeight * ratio;
  const pen = canvas.getContext("2d");
  const low = Math.min(...points), high = Math.max(...points), span = high - low || 1;
  pen.strokeStyle = "#0072b2";
  pen.lineWidth = 2 * ratio;
  pen.beginPath();
  points.forEach((value, place) => pen.lineTo(place / Math.max(points.length - 1, 1) * canvas.width, canvas.height * (0.92 - 0.84 * (value - low) / span)));
  pen.stroke();
}

at("values-on").addEventListener("click", () => ask({ what: "values", on: true }));
at("values-off").addEventListener("click", () => ask({ what: "values", on: false }));
