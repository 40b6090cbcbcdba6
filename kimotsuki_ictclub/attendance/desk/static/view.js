// From the PC's state and the touches that are still on their way to what is seen.
import { isMeant } from "./fold.js";
import { venueName } from "./sessions.js";
import { chosen, say, sayPlain, write } from "./texts.js";

const find = id => document.getElementById(id);

// The state as it will be when the queue has arrived.
export function expected(state, queue) {
  const people = new Map(state.people.map(person => [person.key, { ...person }]));
  for (const action of queue) {
    if (!state.session || action.session !== state.session.id) continue;
    if (action.kind === "new") {
      people.set(action.person, { key: action.person, nickname: action.nickname, reading: action.reading, helper: "", state: "present", at: "", waiting: true });
    } else if (people.has(action.person)) {
      const person = people.get(action.person);
      if (action.kind === "check-in" && !person.state) Object.assign(person, { state: "present", at: "", waiting: true });
      if (action.kind === "undo") Object.assign(person, { state: null, at: "", waiting: true });
      if (action.kind === "undo-new") people.delete(action.person);
    }
  }
  return { ...state, people: [...people.values()] };
}

// What tells two of one nickname apart.
export const which = person => person.shared
  ? [person.number && `No. ${person.number}`, person.school_year].filter(Boolean).join(" · ") : "";

export const label = person => [person.nickname, which(person)].filter(Boolean).join("  ");

export function show(state, touched) {
  const { session, people, year } = state;
  write(find("place"), session ? `${say("title")} · ${venueName(session.venue)}` : say("title"));
  find("lesson").textContent = session ? [session.start && `${session.start}–${session.end}`, session.lesson].filter(Boolean).join("  ") : "";
  write(find("language"), say("other_language"));
  find("here").textContent = people.filter(person => person.state && !person.helper).length;
  showRing(year);
  const shown = session ? people.filter(person => isMeant(person, find("find").value)) : [];
  showTiles(shown, touched);
  find("new").hidden = find("find-row").hidden = find("change").hidden = !session;
  find("nobody").hidden = !session || people.length > 0;
  find("nobody-found").hidden = !session || !people.length || shown.length > 0;
}

function showRing({ people, goal, ...year }) {
  const part = Math.min(100, 100 * people / goal);
  find("ring-fill").setAttribute("stroke-dasharray", "100 100");
  find("ring-fill").setAttribute("stroke-dashoffset", 100 - part);
  find("ring-fill").toggleAttribute("hidden", people === 0);
  find("ring-people").textContent = people;
  find("ring-goal").textContent = `/ ${goal} ${sayPlain("people")}`;
  find("ring").classList.toggle("reached", people >= goal);
  write(find("year"), people >= goal ? `${year[chosen()]}  ${say("reached")}` : year[chosen()]);
  find("ring").setAttribute("aria-label", `${year[chosen()]}: ${people} / ${goal} ${sayPlain("people")}`);
}

function showTiles(people, touched) {
  const tiles = find("tiles");
  const there = new Map([...tiles.children].map(item => [item.dataset.key, item]));
  // Items are kept and changed in place: a finger, or the keyboard's focus, stays where it was.
  const items = people.map(person => {
    const item = there.get(person.key) || newTile(person.key, touched);
    showTile(item.firstChild, person);
    return item;
  });
  if (items.length !== tiles.children.length || items.some((item, i) => item !== tiles.children[i])) {
    const focused = document.activeElement;
    tiles.replaceChildren(...items);
    if (tiles.contains(focused)) focused.focus();
  }
}

function newTile(key, touched) {
  const item = document.createElement("li");
  item.dataset.key = key;
  const tile = document.createElement("button");
  tile.type = "button";
  tile.addEventListener("click", () => touched(key));
  for (const part of ["reading", "name", "which", "mark", "no-picture"]) {
    const line = document.createElement("span");
    line.className = part;
    line.dir = "auto";
    tile.append(line);
  }
  item.append(tile);
  return item;
}

function showTile(tile, person) {
  const [reading, name, differs, mark, camera] = tile.children;
  tile.className = `tile ${person.state || ""} ${person.waiting ? "waiting" : ""}`;
  tile.setAttribute("aria-pressed", Boolean(person.state));
  reading.textContent = person.reading;
  reading.hidden = !person.reading;
  name.textContent = person.nickname;
  const told = [person.helper && sayPlain(person.helper), which(person)].filter(Boolean).join(" · ");
  differs.textContent = told;
  differs.hidden = !told;
  camera.hidden = !person.no_picture;
  camera.setAttribute("role", "img");
  camera.setAttribute("aria-label", sayPlain("no_picture"));
  camera.title = sayPlain("no_picture");
  mark.textContent = !person.state ? "" : person.waiting ? "…" : `✓ ${person.at}${person.state === "late" ? ` ${sayPlain("late")}` : ""}`;
}
