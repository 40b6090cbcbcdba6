// The child's board on the page: LEDs, buttons and sliders that move its world, tones.
import { drawLights, drawOled } from "./bench.js";
import { at, button, controls, make, say, sayPlain, write } from "./texts.js";

const SEND_EVERY = 80; // ms
const OWN = ["a", "b"]; // their buttons stand beside the LEDs
let press = () => {};
let world = {};
let shownControls = "";
let audio = null;
let tone = 0;

export function makeBoard(onPress) {
  press = onPress;
  for (const place of ["leds", "friend"]) at(place).replaceChildren(...Array.from({ length: 25 }, () => make("i")));
  for (const name of OWN) at(`press-${name}`).addEventListener("click", () => press(name, 0));
  at("friend-a").addEventListener("click", () => press("a", 0, 1));
}

export function showPixels(boards) {
  boards.slice(0, 2).forEach((pixels, place) => {
    const leds = at(place ? "friend" : "leds");
    [...leds.children].forEach((led, index) => {
      led.style.opacity = pixels[index] ? 0.25 + pixels[index] / 12 : 0.13;
    });
    const rows = [0, 5, 10, 15, 20].map(from => pixels.slice(from, from + 5).join(""));
    leds.setAttribute("aria-label", `${sayPlain(place ? "friend" : "board")}. ${sayPlain("board_is", { rows: rows.join(":") })}`);
  });
  at("friend-box").hidden = boards.length < 2;
  at("friend-a").setAttribute("aria-label", `${sayPlain("friend")} A`);
}

export const showLights = lights => drawLights(at("lights"), lights);
export const showOled = text => drawOled(at("oled"), text);

// Only what the program or its lesson senses is on the page.
export function showControls(names, plays) {
  const wanted = JSON.stringify([names, plays, say("shake")]);
  if (wanted === shownControls) return;
  shownControls = wanted;
  for (const name of OWN) at(`press-${name}`).hidden = !names.includes(name);
  const isSlider = name => controls[name].low < controls[name].high;
  const buttons = names.filter(name => !isSlider(name) && !OWN.includes(name)).map(name => {
    const made = button(say(name), () => press(name, 0));
    made.dataset.press = name;
    return made;
  });
  if (plays || names.includes("tones")) buttons.push(toneButton());
  at("presses").replaceChildren(...buttons);
  at("sliders").replaceChildren(...names.filter(isSlider).map(slider));
}

function slider(name) {
  const { low, high, usual, unit, choices } = controls[name];
  const row = make("label", "slider");
  const text = write(make("span"), say(name));
  const input = Object.assign(make("input"), { type: "range", min: low, max: high, step: 1 });
  input.dataset.world = name;
  input.value = world[name] ?? usual;
  const value = make("output");
  const show = () => write(value, choices ? say(`${name}_${input.value}`) : `${input.value}${unit}`);
  show();
  let last = 0, later = null;
  const send = () => {
    last = Date.now();
    later = null;
    press(name, world[name]);
  };
  input.addEventListener("input", () => {
    world[name] = Number(input.value);
    show();
    if (!later) later = setTimeout(send, Math.max(0, SEND_EVERY - (Date.now() - last)));
  });
  row.append(text, input, value);
  return row;
}

// A board that was just switched on is in the world that the sliders show.
export function sendWorld() {
  for (const [name, value] of Object.entries(world)) press(name, value);
}
export function forgetWorld() { world = {}; shownControls = ""; }

function toneButton() {
  const made = button(say(audio ? "tones_off" : "tones_on"), () => {
    if (audio) { audio.close(); audio = null; } else startAudio();
    made.setAttribute("aria-pressed", String(Boolean(audio)));
    write(made, say(audio ? "tones_off" : "tones_on"));
  });
  made.setAttribute("aria-pressed", String(Boolean(audio)));
  return made;
}

function startAudio() {
  audio = new AudioContext();
  audio.note = audio.createOscillator();
  audio.loud = audio.createGain();
  audio.note.type = "square";
  audio.loud.gain.value = 0;
  audio.note.connect(audio.loud).connect(audio.destination);
  audio.note.start();
  playTone(tone);
}

export function playTone(hertz) {
  tone = hertz;
  if (!audio) return;
  if (hertz > 0) audio.note.frequency.setValueAtTime(hertz, audio.currentTime);
  audio.loud.gain.setTargetAtTime(hertz > 0 ? 0.06 : 0, audio.currentTime, 0.01);
}
