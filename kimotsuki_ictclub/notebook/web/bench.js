// A virtual board on the bench: its LEDs, and sliders and buttons that move its world.
const SLIDERS = {
  light: [0, 255, ""],
  temperature: [-10, 50, "°C"],
  tilt_x: [-90, 90, "°"],
  tilt_y: [-90, 90, "°"],
  sound: [0, 255, ""],
  distance: [20, 2000, "mm"],
  line: [0, 3, ""],
  p0: [0, 1023, ""],
  p1: [0, 1023, ""],
  p2: [0, 1023, ""],
};
const PRESSES = { a: { tap: "a" }, b: { tap: "b" }, logo: { tap: "logo" }, shake: { shake: 0.8 }, reset: { reset: true } };
const LOOK_EVERY = 4000; // ms; a board runs on for 10 s after a look

// How visible a LED of brightness 0–9 is: one that is off can still be seen.
export function opacity(level) {
  return level ? 0.25 + level / 12 : 0.12;
}

// What the bench says of the board's sound: "" where the program makes none, a dash in a pause.
export function toneText(hertz, plays) {
  if (!plays) return "";
  return hertz > 0 ? `♪ ${Math.round(hertz)} Hz` : "♪ –";
}

// Which of the program's `controls` are sliders and which are buttons; every board can be reset.
export function layOut(controls) {
  return {
    sliders: controls.filter((name) => name in SLIDERS),
    buttons: [...controls.filter((name) => name in PRESSES), "reset"],
  };
}

const BRAILLE = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]; // the bit of each dot, by row and column

// The dots, 0 or 1, row by row, of a picture in braille characters.
export function dotsOf(text) {
  if (!text) return [];
  return text.split("\n").flatMap((line) => BRAILLE.map((bits) => [...line].flatMap((letter) =>
    bits.map((bit) => (letter.codePointAt(0) & bit ? 1 : 0)))));
}

function render({ model, el }) {
  const labels = model.get("labels");
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
  for (const name of sliders) {
    const [low, high, unit] = SLIDERS[name];
    const row = document.createElement("label");
    const text = document.createElement("span");
    text.innerHTML = labels[name];
    const slider = Object.assign(document.createElement("input"), { type: "range", min: low, max: high, step: 1 });
    slider.dataset.world = name;
    const value = document.createElement("output");
    slider.oninput = () => {
      model.set(name, Number(slider.value));
      model.save_changes();
    };
    follow(`change:${name}`, () => {
      slider.value = model.get(name);
      value.textContent = name === "line" ? labels.lines[model.get(name)] : `${model.get(name)} ${unit}`;
    });
    row.append(text, slider, value);
    controls.append(row);
  }
  for (const name of buttons) {
    const button = document.createElement("button");
    button.innerHTML = labels[name];
    button.dataset.press = name;
    button.onclick = () => model.send(PRESSES[name]);
    controls.append(button);
  }
  const oled = document.createElement("canvas");
  oled.className = "ictclub-oled";
  oled.setAttribute("role", "img");
  oled.setAttribute("aria-label", "OLED");
  el.append(board, controls, oled);
  follow("change:oled", () => {
    const dots = dotsOf(model.get("oled"));
    oled.hidden = !dots.length;
    oled.width = 256; // also clears it
    oled.height = 2 * dots.length;
    const pen = oled.getContext("2d");
    pen.fillStyle = "#bfe6ff";
    dots.forEach((row, y) => row.forEach((dot, x) => dot && pen.fillRect(2 * x, 2 * y, 2, 2)));
  });
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
