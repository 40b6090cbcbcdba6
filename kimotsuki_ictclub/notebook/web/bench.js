// A virtual board on the bench: its LEDs, and sliders and buttons that move its world.
const LOOK_EVERY = 4000; // ms; a board runs on for 10 s after a look

// How visible a LED of brightness 0–9 is: one that is off can still be seen.
export function opacity(level) {
  return level ? 0.25 + level / 12 : 0.12;
}

// How a light of a strip is shown: a real one is bright long before the middle, and one that is off can still be seen.
export function shownColor(color) {
  return `rgb(${color.map((level) => (level ? 40 + Math.round(215 * (level / 255) ** 0.4) : 24)).join(" ")})`;
}

// What the bench says of the board's sound: "" where the program makes none, a dash in a pause.
export function toneText(hertz, plays) {
  if (!plays) return "";
  return hertz > 0 ? `♪ ${Math.round(hertz)} Hz` : "♪ –";
}

// Which of the program's `controls` are sliders and which are buttons; only sliders have places.
export function layOut(controls) {
  return { sliders: controls.filter((one) => one.low < one.high), buttons: controls.filter((one) => one.low >= one.high) };
}

const BRAILLE = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]; // the bit of each dot, by row and column

// The dots, 0 or 1, row by row, of a picture in braille characters.
export function dotsOf(text) {
  if (!text) return [];
  return text.split("\n").flatMap((line) => BRAILLE.map((bits) => [...line].flatMap((letter) =>
    bits.map((bit) => (letter.codePointAt(0) & bit ? 1 : 0)))));
}

// An OLED display as a picture; nothing where none is plugged in. The club's page draws with these two as well.
export function drawOled(canvas, text) {
  const dots = dotsOf(text);
  canvas.hidden = !dots.length;
  canvas.width = 256; // also clears it
  canvas.height = 2 * dots.length;
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#bfe6ff";
  dots.forEach((row, y) => row.forEach((dot, x) => dot && pen.fillRect(2 * x, 2 * y, 2, 2)));
}

// The NeoPixels at each pin as a row of lights.
export function drawLights(box, lights) {
  box.replaceChildren(...Object.entries(lights).map(([pin, colors]) => {
    const strip = document.createElement("div");
    strip.setAttribute("role", "img");
    strip.setAttribute("aria-label", `NeoPixel ${pin}: ${colors.map((color) => color.join(" ")).join(", ")}`);
    strip.append(...colors.map((color) => {
      const light = document.createElement("i");
      light.style.backgroundColor = shownColor(color);
      return light;
    }));
    return strip;
  }));
}

function render({ model, el }) {
  const listeners = [];
  const follow = (event, show) => {
    model.on(event, show);
    listeners.push([event, show]);
    show();
  };
  el.classList.add("ictclub-bench");
  el.dataset.lmSuppressShortcuts = "true"; // JupyterLab leaves the keys to the sliders and buttons:
  el.addEventListener("keydown", (event) => event.stopPropagation()); // neither its commands nor its notebook take them
  const board = document.createElement("div");
  board.className = "ictclub-board";
  board.setAttribute("role", "img");
  board.setAttribute("aria-label", model.get("title"));
  const leds = Array.from({ length: 25 }, () => board.appendChild(document.createElement("i")));
  const controls = document.createElement("div");
  controls.className = "ictclub-controls";
  const title = document.createElement("b");
  title.textContent = model.get("title");
  const tone = document.createElement("span");
  tone.className = "ictclub-tone";
  controls.append(title, tone);
  const { sliders, buttons } = layOut(model.get("controls"));
  for (const { name, label, low, high, unit, choices } of sliders) {
    const row = document.createElement("label");
    const text = document.createElement("span");
    text.innerHTML = label;
    const slider = Object.assign(document.createElement("input"), { type: "range", min: low, max: high, step: 1 });
    slider.dataset.world = name;
    const value = document.createElement("output");
    slider.oninput = () => {
      model.set("settings", { ...model.get("settings"), [name]: Number(slider.value) });
      model.save_changes();
    };
    follow("change:settings", () => {
      const place = model.get("settings")[name];
      slider.value = place;
      value.innerHTML = choices.length ? choices[place] : `${place} ${unit}`;
    });
    row.append(text, slider, value);
    controls.append(row);
  }
  for (const { name, label } of buttons) {
    const button = document.createElement("button");
    button.innerHTML = label;
    button.dataset.press = name;
    button.onclick = () => model.send({ press: name });
    controls.append(button);
  }
  const lights = document.createElement("div");
  lights.className = "ictclub-lights";
  const oled = document.createElement("canvas");
  oled.className = "ictclub-oled";
  oled.setAttribute("role", "img");
  oled.setAttribute("aria-label", "OLED");
  el.append(board, controls, lights, oled);
  follow("change:lights", () => drawLights(lights, model.get("lights")));
  follow("change:oled", () => drawOled(oled, model.get("oled")));
  follow("change:pixels", () => model.get("pixels").forEach((level, index) => {
    leds[index].style.opacity = opacity(level);
  }));
  follow("change:tone", () => {
    tone.textContent = toneText(model.get("tone"), model.get("plays"));
  });
  const look = () => { // the board lives while somebody looks
    if (document.visibilityState === "visible" && el.getClientRects().length) model.send({ watch: true });
  };
  const looking = setInterval(look, LOOK_EVERY);
  look();
  const leave = () => { // the kernel is gone: nothing here works any more
    clearInterval(looking);
    el.dataset.gone = "true";
    for (const input of el.querySelectorAll("input, button")) input.disabled = true;
  };
  model.on("comm_live_update", leave);
  return () => {
    clearInterval(looking);
    model.off("comm_live_update", leave);
    for (const [event, show] of listeners) model.off(event, show);
  };
}
export default { render };
