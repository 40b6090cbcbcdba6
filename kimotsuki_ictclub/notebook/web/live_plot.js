// Shows the frames that the kernel sends, and tells it which one is on the screen; has the buttons of a live plot.
function render({ model, el }) {
  const labels = model.get("labels");
  el.classList.add("ictclub-live");
  const picture = document.createElement("canvas");
  const status = document.createElement("span");
  status.className = "ictclub-status";
  const bar = document.createElement("div");
  const button = (action, mark) => {
    const made = document.createElement("button");
    made.textContent = `${mark} ${labels[action]}`;
    made.dataset.action = action;
    made.onclick = () => model.send({ action });
    bar.append(made);
    return made;
  };
  const stop = button("stop", "■");
  const pause = button("pause", "‖");
  button("picture", "▣");
  button("csv", "⇩");
  bar.append(status);
  el.append(picture, bar);

  const showState = () => {
    const state = model.get("state");
    stop.disabled = pause.disabled = state === "stopped";
    pause.textContent = state === "paused" ? `▶ ${labels.go_on}` : `‖ ${labels.pause}`;
    status.textContent = model.get("status");
    el.dataset.state = state;
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
    }
    picture.getContext("2d").drawImage(bitmap, 0, 0);
    bitmap.close();
    requestAnimationFrame(() => {
      el.dataset.frames = Number(el.dataset.frames || 0) + 1;
      model.send({ shown: message.frame, at: (performance.timeOrigin + performance.now()) / 1000 });
    });
  };
  model.on("msg:custom", showFrame);
  model.on("change:state", showState);
  model.on("change:status", showState);
  showState();
  model.send({ action: "hello" });
  return () => {
    model.off("msg:custom", showFrame);
    model.off("change:state", showState);
    model.off("change:status", showState);
  };
}
export default { render };
