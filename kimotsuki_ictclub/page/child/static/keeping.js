// Nothing that was typed gets lost: it is in this browser at once, on the PC within a second, and sent again after a gap.
import { Away, post, Refused } from "./server.js";
import { forget, remember, remembered } from "./texts.js";

const WAIT = 429; // HTTP's word for it
const SOON = 350, LATEST = 900; // ms from a key to the PC
const AGAIN = 2500;
export const writer = makeWriter(); // this page: another one of the same browser is another device

// `show` puts a text into the editor, `text` returns it; `tell` gets "keeping", "kept", "away", or "unkept" where the PC
// has refused; `answered` gets each answer, `failed` why it has.
export class Keeping {
  constructor({ show, text, tell, answered, failed, changedElsewhere }) {
    Object.assign(this, { show, text, tell, answered, failed, changedElsewhere });
    this.work = null;
    this.line = Promise.resolve(); // messages go one after the other
    this.timer = null;
    this.dirtySince = 0;
  }

  open(work) {
    clearTimeout(this.timer);
    this.work = { ...work, sent: work.text };
    this.writer = writer;
    this.show(work.text);
    this.dirtySince = 0;
    const draft = JSON.parse(remembered(this._draft()) || "null");
    if (draft && draft.text !== work.text) { // written here while nobody could be reached
      this.show(draft.text);
      this.work.version = draft.version;
      this.writer = draft.writer || writer; // of the page that wrote it: its last answer may have been lost
      this.typed();
    } else forget(this._draft());
  }

  get dirty() { return this.work !== null && this.text() !== this.work.sent; }

  typed() {
    if (!this.work) return;
    remember(this._draft(), JSON.stringify({ text: this.text(), version: this.work.version, writer: this.writer }));
    const now = Date.now();
    this.dirtySince ||= now;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(), Math.max(0, Math.min(SOON, this.dirtySince + LATEST - now)));
    this.tell("keeping");
  }

  // Never rejected: what cannot be kept now stays in this browser.
  keep() {
    return this.dirty ? this.ask("keep").catch(error => { if (error.status !== WAIT) this.failed(error); return null; }) : Promise.resolve(null);
  }

  // Another of the child's pages, or the instructor, has written.
  changed(news) {
    if (!this.work || news.work !== this.work.id || news.writer === this.writer) return false;
    if (this.dirty) { this.keep(); return false; } // the PC will say that both have written
    if (news.text === this.work.sent) { this.work.version = news.version; return false; }
    this.work.version = news.version;
    this.work.sent = news.text;
    this.show(news.text);
    return true;
  }

  // Send a message with the text as it is now; the answer, or null where there was none.
  ask(what, more = {}) {
    const asked = this.line.then(() => this._send(what, more));
    this.line = asked.catch(() => {});
    return asked;
  }

  async _send(what, more) {
    if (!this.work) return null;
    const { id, version } = this.work, text = this.text();
    this.dirtySince = 0;
    clearTimeout(this.timer);
    try {
      const answer = await post("act", { what, work: id, version, text, writer: this.writer, ...more });
      if (this.work?.id === id) {
        if (answer.version) this.work.version = answer.version;
        this.work.sent = text;
        this.writer = writer;
        this.answered(answer);
        if (this.text() === text) { forget(this._draft()); this.tell("kept"); } else this.typed();
      }
      return answer;
    } catch (error) {
      if (error instanceof Away) {
        this.tell("away");
        this.timer = setTimeout(() => this.keep(), AGAIN);
        return null;
      }
      if (error.status === WAIT) this.timer = setTimeout(() => this.keep(), AGAIN);
      if (error instanceof Refused && error.answer.newest) {
        return await this._both(error.answer.newest, text) ? this._send(what, more) : null; // ▶ or ✔ is not lost
      }
      if (error.status !== WAIT) this.tell("unkept");
      throw error;
    }
  }

  // Whether the text here is to be kept after all.
  async _both(newest, mine) {
    if (newest.text === mine) { // both wrote the same
      Object.assign(this.work, { version: newest.version, sent: mine });
      return true;
    }
    const keepMine = await this.changedElsewhere(newest.text, mine);
    this.work.version = newest.version;
    if (keepMine) { this.work.sent = null; return true; }
    this.work.sent = newest.text;
    this.show(newest.text);
    forget(this._draft());
    this.tell("kept");
    return false;
  }

  _draft() { return `draft-${this.work.id}`; }
}

function makeWriter() {
  return [...crypto.getRandomValues(new Uint8Array(8))].map(byte => byte.toString(16).padStart(2, "0")).join("");
}
