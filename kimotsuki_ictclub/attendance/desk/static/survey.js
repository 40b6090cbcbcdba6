// A filled-in sheet waits in the same queue as the touches of the check-in page, and is sent once, when the network is
// there. It holds no name. Without this script the form is sent as it is.
import * as clock from "./clock.js";
import * as queue from "./queue.js";

const find = id => document.getElementById(id);
const form = find("sheet");
const { root, audience, token } = form.dataset;
let mine = null; // the sheet that was just handed in

async function setClock() {
  const answer = await fetch(`${root}/state`, { signal: AbortSignal.timeout(10000) });
  if (answer.ok) clock.measure((await answer.json()).now);
}

async function told(how, refused, arrived) {
  arrived();
  const here = mine && queue.waiting().find(one => one.id === mine.id);
  if (here?.held) { // it stays on this tablet; the check-in page tells a grown-up
    form.reset();
    mine = null;
    show("refused");
  } else if (mine && refused[mine.id]) show("refused");
  else if (mine && !here) location.assign(`${root}/survey?done=1`);
  else find("waiting").hidden = how === "online" || !queue.waiting().length;
}

function show(what) {
  form.hidden = what === "thanks";
  find("thanks").hidden = what !== "thanks";
  find("refused").hidden = what !== "refused";
  find("empty").hidden = what !== "empty";
  document.querySelector(".thanks:not([hidden]), .notice:not([hidden])")?.scrollIntoView({ block: "nearest" });
}

form.addEventListener("submit", event => {
  event.preventDefault();
  const given = [...form.querySelectorAll("input[type=radio]:checked")].map(face => [face.name, Number(face.value)]);
  const said = form.elements.namedItem("said").value.trim();
  if (!given.length && !said) return show("empty");
  show("thanks");
  mine = queue.add({ kind: "survey", audience, faces: Object.fromEntries(given), said });
});

// The next child's sheet is empty.
find("next").addEventListener("click", () => {
  mine = null;
  form.reset();
  show("sheet");
  scrollTo(0, 0);
});

queue.start({ told, token, setClock, address: `${root}/actions` });
form.dataset.ready = "1"; // from here on a sheet goes into the queue
