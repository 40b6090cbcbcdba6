// Shows the frames that the kernel sends, and tells it which one is on the screen; has the buttons of a live plot.
const TALL = 620; // pixels: a chart of more than three panels is scrolled, not shrunk

// Which buttons can be pressed, what the second one does, and what is said, in `state` ("gone": the kernel is no more).
export function look(state, status, labels) {
  const over = state === "stopped" || state === "gone";
  return {
    stop: !over,
    pause: !over,
    picture: state !== "gone",
    csv: state !== "gone",
    pauseText: state === "paused" ? `▶ ${labels.go_on}` : `‖ ${labels.pause}`,
    status: state === "gone" ? labels.gone : status,
  };
}

function render({ model, el }) {
  const labels = model.get("labels");
  el.classList.add("ictclub-live");
  el.dataset.frames = 0;
  el.dataset.lmSuppressShortcuts = "true"; // JupyterLab leaves Enter and space to the buttons:
  el.addEventListener("keydown", (event) => event.stopPropagation()); // neither its commands nor its notebook take them
  const picture = document.createElement("canvas");
  const status = document.createElement("span");
  status.className = "ictclub-status";
  status.setAttribute("role", "status");
  const bar = document.createElement("div");
  const buttons = {};
  for (const [action, mark] of [["stop", "■"], ["pause", "‖"], ["picture", "▣"], ["csv", "⇩"]]) {
    const made = document.createElement("button");
    made.textContent = `${mark} ${labels[action]}`;
    made.dataset.action = action;
    made.onclick = () => model.send({ action });
    bar.append(made);
    buttons[action] = made;
  }
  bar.append(status);
  el.append(picture, bar);

  let gone = false;
  const showState = () => {
    const state = gone ? "gone" : model.get("state");
    const now = look(state, model.get("status"), labels);
    for (const [action, button] of Object.entries(buttons)) button.disabled = !now[action];
    buttons.pause.textContent = now.pauseText;
    status.textContent = now.status;
    el.dataset.state = state;
    el.toggleAttribute("data-still", model.get("still"));
  };
  const leave = () => {
    gone = true;
    showState();
  };
  let newest = 0;
  const showFrame = async (message, buffers) => {
    if (message.frame === undefined) return;
    const bitmap = await createImageBitmap(new Blob([buffers[0]], { type: "image/png" }));
    if (message.frame < newest) return;
    newest = message.frame;
    if (picture.width !== bitmap.width || picture.height !== bitmap.height) {
      picture.width = bitmap.width;
      picture.height = bitmap.height;
      el.toggleAttribute("data-tall", bitmap.height > TALL);
    }
    picture.getContext("2d").drawImage(bitmap, 0, 0);
    bitmap.close();
    const first = el.dataset.frames === "0";
    requestAnimationFrame(() => {
      el.dataset.frames = Number(el.dataset.frames) + 1;
      model.send({ shown: message.frame, at: (performance.timeOrigin + performance.now()) / 1000 });
      if (first && !el.hasAttribute("data-still")) { // bench and chart come into view together
        (el.closest(".jp-OutputArea") || el).scrollIntoView({ block: "nearest" });
      }
    });
  };
  const changes = { "msg:custom": showFrame, "change:state": showState, "change:status": showState,
    "change:still": showState, "comm_live_update": leave };
  for (const [event, listener] of Object.entries(changes)) model.on(event, listener);
  showState();
  model.send({ action: "hello" });
  return () => {
    for (const [event, listener] of Object.entries(changes)) model.off(event, listener);
  };
}
export default { render };
