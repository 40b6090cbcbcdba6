// A virtual board on the bench: its LEDs, and sliders and buttons that move its world.
const SLIDERS = [
  ["light", 0, 255, 1, ""],
  ["temperature", -10, 50, 1, "°C"],
  ["tilt_x", -90, 90, 1, "°"],
  ["tilt_y", -90, 90, 1, "°"],
];

function render({ model, el }) {
  const labels = model.get("labels");
  el.classList.add("ictclub-bench");
  const board = document.createElement("div");
  board.className = "ictclub-board";
  const leds = Array.from({ length: 25 }, () => {
    const led = document.createElement("i");
    board.append(led);
    return led;
  });
  const showLeds = () => model.get("pixels").forEach((level, index) => {
    leds[index].style.opacity = level ? 0.25 + level / 12 : 0.08;
  });
  const controls = document.createElement("div");
  const title = document.createElement("b");
  title.textContent = model.get("title");
  controls.append(title);
  const redraw = [];
  for (const [name, low, high, step, unit] of SLIDERS) {
    const row = document.createElement("label");
    const text = document.createElement("span");
    text.innerHTML = labels[name];
    const slider = Object.assign(document.createElement("input"), { type: "range", min: low, max: high, step });
    slider.dataset.world = name;
    const value = document.createElement("output");
    const show = () => {
      slider.value = model.get(name);
      value.textContent = `${model.get(name)} ${unit}`;
    };
    slider.oninput = () => {
      model.set(name, Number(slider.value));
      model.save_changes();
    };
    model.on(`change:${name}`, show);
    redraw.push([`change:${name}`, show]);
    show();
    row.append(text, slider, value);
    controls.append(row);
  }
  const buttons = document.createElement("div");
  for (const [name, message] of [["a", { tap: "a" }], ["b", { tap: "b" }], ["shake", { shake: 0.8 }], ["reset", { reset: true }]]) {
    const button = document.createElement("button");
    button.innerHTML = labels[name];
    button.dataset.press = name;
    button.onclick = () => model.send(message);
    buttons.append(button);
  }
  controls.append(buttons);
  el.append(board, controls);
  model.on("change:pixels", showLeds);
  showLeds();
  return () => {
    model.off("change:pixels", showLeds);
    for (const [event, show] of redraw) model.off(event, show);
  };
}
export default { render };
