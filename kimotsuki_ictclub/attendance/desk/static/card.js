// Check-in cards: a number that is typed, sent by a card reader (which types), or read by the camera where the
// browser can: that needs BarcodeDetector, and cameras need https or the PC itself.
import { fold } from "./fold.js";

const find = id => document.getElementById(id);
const LOOK_MS = 250;

// Whose card it is that stands in the search field; undefined while it is no card's number.
export function owner(people, typed) {
  const code = fold(typed);
  return /^\d{8}$/.test(code) ? people.find(person => person.card === code) : undefined;
}

export async function prepare(read) {
  const formats = await globalThis.BarcodeDetector?.getSupportedFormats?.().catch(() => []) ?? [];
  find("scan").hidden = !formats.includes("qr_code") || !navigator.mediaDevices?.getUserMedia;
  find("scan").addEventListener("click", () => look(read));
}

async function look(read) {
  const dialog = find("scan-dialog"), video = find("scan-video");
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "user" } });
  } catch {
    find("scan").hidden = true; // the camera was refused: the number can be typed
    return find("find").focus();
  }
  video.srcObject = stream;
  dialog.showModal();
  video.play().catch(() => {}); // not waited for: a camera may take its time, and the dialog can be closed meanwhile
  while (dialog.open) {
    const [found] = await detector.detect(video).catch(() => []);
    if (found && read(found.rawValue)) break;
    await new Promise(done => setTimeout(done, LOOK_MS));
  }
  for (const track of stream.getTracks()) track.stop();
  video.srcObject = null;
  dialog.close();
}
