// A service worker: the page itself, without any name, for a reload while the PC is not to be reached. Browsers allow
// one on the PC itself and over https; on a tablet in a plain Wi-Fi there is none, and the page says to stay open.
const SHELF = "desk-page";
const PAGE = new Request("./", { headers: { "x-desk-offline": "1" } }); // not a look at the page
const SHELL = [PAGE, "static/desk.css", "static/icon.svg", "static/desk.js", "static/view.js", "static/texts.js",
  "static/queue.js", "static/clock.js", "static/fold.js", "static/sessions.js", "static/newcomer.js", "static/held.js",
  "static/card.js", "static/finger.js"];

self.addEventListener("install", event => {
  event.waitUntil(caches.open(SHELF).then(shelf => shelf.addAll(SHELL)).then(() => self.skipWaiting()));
});

self.addEventListener("fetch", event => {
  const { request } = event;
  const path = request.url.slice(self.registration.scope.length);
  if (request.method !== "GET" || !request.url.startsWith(self.registration.scope)) return;
  if (path === "" || path.startsWith("static/")) event.respondWith(newest(request));
});

async function newest(request) {
  const shelf = await caches.open(SHELF);
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected) await shelf.put(request, answer.clone());
    return answer;
  } catch (error) {
    const found = await shelf.match(request, { ignoreSearch: true });
    if (found) return found;
    throw error;
  }
}
