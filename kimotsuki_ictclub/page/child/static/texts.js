// What the page says, with readings over the kanji that the child's school year has not learned yet.
const settings = JSON.parse(document.getElementById("settings").textContent);
const ORDINARY = 7; // from this school year on Japanese is written without blanks between the words
let language = remembered("language", code => code in settings.texts) || settings.lang;
let year = settings.year || Number(remembered("year", number => number >= 1 && number <= 10)) || 3; // the instructor's page says for whom it is
let learned = kanjiBefore(year);

export const token = settings.token;
export const style = settings.style;
export const controls = settings.controls;
export const pictures = settings.pictures;
export const chosen = () => language;
export const schoolYear = () => year;

// Words that came in several ways: {ja, old, en}.
export const spoken = words => words[language === "ja" && year >= ORDINARY ? "old" : language] ?? words.ja;

export function say(key, values = {}) {
  const texts = settings.texts[language === "ja" && year >= ORDINARY ? "old" : language];
  return filled(texts[key] ?? texts.refused, values);
}

// Without readings, for what is spoken or stands where nothing can stand above it.
export const withoutReadings = text => text.replace(/\{([^{}|]+)\|([^{}|]+)\}/g, (whole, word, reading) => known(word) ? word : reading);
export const withoutMarks = text => withoutReadings(text).replace(/`([^`\n]+)`/g, "$1"); // to be spoken
export const sayPlain = (key, values) => filled(withoutReadings(say(key)), values ?? {});
const filled = (text, values) => text.replace(/%\((\w+)\)s/g, (whole, name) => values[name] ?? whole);

// Readings become <ruby>, and what stands between backticks <code>; everything else stays text, so nothing that a child
// wrote becomes a tag.
export function write(element, text) {
  element.replaceChildren(...text.split(/(\{[^{}|]+\|[^{}|]+\}|`[^`\n]+`)/).filter(Boolean).map(part => {
    if (/^`.+`$/.test(part)) return make("code", "", part.slice(1, -1));
    const reading = part.match(/^\{([^{}|]+)\|([^{}|]+)\}$/);
    if (!reading) return document.createTextNode(part);
    if (known(reading[1])) return document.createTextNode(reading[1]);
    const ruby = make("ruby", "", reading[1]);
    ruby.append(make("rt", "", reading[2]));
    return ruby;
  }));
  return element;
}

export function make(tag, kind = "", text = "") {
  const element = document.createElement(tag);
  if (kind) element.className = kind;
  if (text) element.textContent = text;
  return element;
}

export function button(text, action, kind = "") {
  const element = make("button", kind);
  element.type = "button";
  write(element, text);
  element.addEventListener("click", action);
  return element;
}

export const at = id => document.getElementById(id);

export function showTexts() {
  document.documentElement.lang = language;
  document.title = sayPlain("title");
  for (const element of document.querySelectorAll("[data-text]")) write(element, say(element.dataset.text));
  fillYears(at("year"), year >= 7 && year < 10 ? 7 : year);
}

const YEARS = [1, 2, 3, 4, 5, 6, 7, 10];
export function fillYears(select, shown) {
  select.replaceChildren(...sayPlain("years").split(",").map((name, place) => new Option(name, YEARS[place])));
  select.value = shown;
}

export function changeLanguage() {
  language = language === "ja" ? "en" : "ja";
  remember("language", language);
}

export function readFor(number, { unlessChosen = false } = {}) {
  if (!number || (unlessChosen && remembered("year", Boolean))) return;
  year = Number(number);
  learned = kanjiBefore(year);
  if (!unlessChosen) remember("year", year);
}

export function remember(name, value) {
  try { localStorage.setItem(`club-${name}`, value); } catch { /* without storage it lasts as long as the page */ }
}

export function remembered(name, fits = () => true) {
  try {
    const kept = localStorage.getItem(`club-${name}`);
    return kept !== null && fits(kept) ? kept : null;
  } catch { return null; }
}

export function forget(name) {
  try { localStorage.removeItem(`club-${name}`); } catch { /* nothing was kept */ }
}

function known(word) {
  return year >= 10 || [...word].every(sign => !/[\u3400-\u9fff]/.test(sign) || learned.has(sign));
}

function kanjiBefore(number) {
  return new Set(settings.kanji.slice(0, Math.min(number - 1, 6)).join(""));
}
