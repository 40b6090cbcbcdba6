// The way to the PC that serves: what is asked and answered, and the news that come by themselves.
import { token } from "./texts.js";

export const page = Math.random().toString(36).slice(2); // this tab among those of a child
const AGAIN = 2000; // ms between two looks for a server that is away
let stream = null;
let onNews = () => {};
let onLine = () => {};
let online = true;
let looking = null;

export class Refused extends Error {
  constructor(status, answer) {
    super(answer.code || "refused");
    this.status = status;
    this.answer = answer;
  }
}
export class Away extends Error {}

export async function post(address, message) {
  let response;
  try {
    response = await fetch(address, {
      method: "POST",
      headers: { "content-type": "application/json", "x-desk-token": token },
      body: JSON.stringify(message),
      signal: AbortSignal.timeout?.(30000),
    });
  } catch { throw new Away(); }
  return answered(response);
}

export async function get(address) {
  let response;
  try { response = await fetch(address); } catch { throw new Away(); }
  return answered(response);
}

async function answered(response) {
  if (response.status >= 500) throw new Away();
  if (response.status === 401 || response.status === 403) {
    const answer = await response.json().catch(() => ({}));
    if (answer.code === "page-closed") gone();
    throw new Refused(response.status, answer);
  }
  if (response.status === 413) throw new Refused(413, { code: "too-long" });
  const kind = response.headers.get("content-type") || "";
  const answer = kind.includes("json") ? await response.json() : await response.blob();
  if (!response.ok) throw new Refused(response.status, answer);
  return answer;
}

// The server does not know this browser (any more): the page is loaded anew, which asks for what is missing.
let leaving = false;
function gone() {
  if (leaving) return;
  leaving = true;
  setTimeout(() => location.reload(), 500);
}

export function listen(news, line) {
  onNews = news;
  onLine = line;
  connect();
}

export function stopListening() {
  stream?.close();
  stream = null;
  clearTimeout(looking);
}

function connect() {
  stream?.close();
  stream = new EventSource(`news?page=${page}`);
  stream.onopen = () => said(true);
  stream.onmessage = event => onNews(JSON.parse(event.data));
  stream.onerror = () => {
    said(false);
    clearTimeout(looking);
    if (stream) looking = setTimeout(look, AGAIN);
  };
}

async function look() {
  if (!stream || stream.readyState === EventSource.OPEN) return;
  try {
    await get("home");
    connect();
  } catch (error) {
    if (error instanceof Away) looking = setTimeout(look, AGAIN);
  }
}

function said(now) {
  if (now !== online) onLine(now);
  online = now;
}
