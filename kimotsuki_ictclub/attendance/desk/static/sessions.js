// Which session this page checks in to: chosen, begun by a touch, or left again.
import { button, chosen, say, write } from "./texts.js";

const find = id => document.getElementById(id);

export function venueName(venue) {
  return chosen() === "ja" ? `{${venue.ja}|${venue.reading}}` : venue.en;
}

export const sessionName = session => `${venueName(session.venue)} ${session.start}`.trim();

// `how` has open(venue), choose(id), close(session) and back(): what a touch on each button does.
export function showSessions(state, choosing, how) {
  const box = find("sessions");
  const asked = choosing || !state.session;
  box.hidden = !asked;
  const signature = JSON.stringify([chosen(), asked, state.session?.id, state.sessions, state.venues]);
  if (box.dataset.shown === signature) return;
  box.dataset.shown = signature;
  const title = document.createElement("h2");
  write(title, say(state.sessions.length ? "choose" : "no_session"));
  const begun = new Set(state.sessions.filter(one => one.date === state.today).map(one => one.venue.key));
  box.replaceChildren(
    title,
    ...state.sessions.map(session => choice(session, how)),
    ...state.venues.filter(venue => !begun.has(venue.key)).map(venue =>
      button(say("open_at", { venue: venueName(venue) }), () => how.open(venue))),
    ...state.session ? [button(say("back"), how.back, "quiet")] : [],
  );
}

function choice(session, how) {
  const row = document.createElement("div");
  row.className = "choice";
  row.append(button(sessionName(session), () => how.choose(session.id)));
  if (session.bare) {
    const undo = button(say("close_session"), () => how.close(session), "quiet");
    undo.setAttribute("aria-label", `${undo.textContent}: ${sessionName(session).replace(/\{([^|]+)\|[^}]+\}/g, "$1")}`);
    row.append(undo);
  }
  return row;
}
