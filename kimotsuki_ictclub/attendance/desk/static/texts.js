// What the page says, in the language that was chosen on it. Readings are written {漢字|かんじ}.
const settings = JSON.parse(document.getElementById("settings").textContent);
let language = remembered() || settings.lang;

export const token = settings.token;
export const door = settings.door;
export const chosen = () => language;

export function say(key, values = {}) {
  return filled(settings.texts[language][key] ?? settings.texts[language].refused, values);
}

// Without readings, for what is spoken or short; braces in a nickname stay as they are.
export function sayPlain(key, values = {}) {
  return filled(withoutReadings(say(key)), values);
}

const filled = (text, values) => text.replace(/%\((\w+)\)s/g, (whole, name) => values[name] ?? whole);
const withoutReadings = text => text.replace(/\{([^{}|]+)\|[^{}|]+\}/g, "$1");

// Readings become <ruby>; everything else stays text, so a nickname can never become a tag.
export function write(element, text) {
  element.replaceChildren(...text.split(/(\{[^{}|]+\|[^{}|]+\})/).filter(Boolean).map(part => {
    const reading = part.match(/^\{([^{}|]+)\|([^{}|]+)\}$/);
    return reading ? ruby(reading[1], reading[2]) : document.createTextNode(part);
  }));
}

export function ruby(word, reading) {
  const element = document.createElement("ruby");
  const above = document.createElement("rt");
  above.textContent = reading;
  element.append(word, above);
  return element;
}

export function button(text, action, kind = "") {
  const element = document.createElement("button");
  element.type = "button";
  element.className = kind;
  write(element, text);
  element.addEventListener("click", action);
  return element;
}

export function showLanguage() {
  document.documentElement.lang = language;
  document.title = sayPlain("title");
  for (const element of document.querySelectorAll("[data-text]")) write(element, say(element.dataset.text));
}

export function changeLanguage() {
  language = language === "ja" ? "en" : "ja";
  try { localStorage.setItem("desk-language", language); } catch { /* without storage it lasts as long as the page */ }
}

function remembered() {
  try {
    const kept = localStorage.getItem("desk-language");
    return settings.texts[kept] ? kept : null;
  } catch { return null; }
}
