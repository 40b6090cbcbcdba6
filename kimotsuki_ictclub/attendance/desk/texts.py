"""What the desk's pages say, in both languages at once: a touch on the page changes it."""

from __future__ import annotations

from ...language import LANGUAGES, N_, translated

_TEXTS = {
    "title": N_("Check-in"),
    "other_language": N_("日本語"),
    "today": N_("Here today"),
    "people": N_("people"),
    "reached": N_("Goal reached!"),
    "find": N_("Find your name"),
    "new": N_("I am new here"),
    "new_title": N_("Nice to meet you!"),
    "nickname": N_("What shall we call you?"),
    "reading": N_("How is it read? (you may leave this out)"),
    "come_in": N_("Check in"),
    "cancel": N_("Close"),
    "undo": N_("Take back"),
    "undo_title": N_("Take the check-in back?"),
    "came": N_("%(name)s is here"),
    "taken_back": N_("%(name)s: taken back"),
    "late": N_("late"),
    "no_session": N_("No session today yet"),
    "open_at": N_("Begin the session at %(venue)s"),
    "choose": N_("Which session?"),
    "nobody": N_("Nobody is registered yet. Touch “I am new here”."),
    "waiting": N_("No connection. %(count)s kept here, sent later."),
    "online": N_("Connected again. Everything is sent."),
    "closed": N_("The desk was closed. Load this page again."),
    "refused": N_("That did not work. Please ask a grown-up."),
    "text-empty": N_("Please write your nickname."),
    "text-too-long": N_("That is too long. Please write at most 40 letters."),
    "text-refused": N_("A letter in it cannot be shown. Please write it by hand."),
    "pin_title": N_("Please type the PIN"),
    "pin_hint": N_("It stands on the screen of the PC that opened the desk."),
    "pin_wrong": N_("That is not the PIN."),
    "pin_wait": N_("Too many wrong PINs. Please wait %(seconds)s seconds."),
    "pin_open": N_("Open"),
    "no_script": N_("Please allow JavaScript for this page."),
}


def page_texts(code: str) -> dict[str, str]:
    """Return all texts in the language `code`, "ja" or "en"."""
    return {key: translated(message, code) for key, message in _TEXTS.items()}


def texts() -> dict[str, dict[str, str]]:
    """Return all texts in all languages."""
    return {code: page_texts(code) for code in LANGUAGES}
