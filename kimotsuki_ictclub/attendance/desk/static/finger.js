// Whether a finger is on the page: a list drawn anew under it would lose its touch, or give it to another name.
const TAP_MS = 100; // from the finger's going to its click
const down = new Set();
let until = 0;

addEventListener("pointerdown", event => {
  if (event.isPrimary) down.clear(); // nobody told of those that went
  down.add(event.pointerId);
}, true);
for (const gone of ["pointerup", "pointercancel"]) {
  addEventListener(gone, event => {
    down.delete(event.pointerId);
    until = performance.now() + TAP_MS;
  }, true);
}
addEventListener("click", () => { until = 0; }, true);

export const isDown = () => down.size > 0 || performance.now() < until;
