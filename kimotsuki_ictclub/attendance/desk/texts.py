"""What the desk's pages say, in both languages at once: a touch on the page changes it."""

from __future__ import annotations

from ...language import LANGUAGES, N_, translated

NO_NETWORK = N_("This PC is in no network yet. Connect it to the club's Wi-Fi.")
_TEXTS = {
    "title": N_("Check-in"),
    "other_language": N_("日本語"),
    "today": N_("Here today"),
    "people": N_("people"),
    "reached": N_("Goal reached!"),
    "find": N_("Find your name"),
    "survey": N_("Survey"),
    "scan": N_("Scan a card"),
    "scan_title": N_("Hold the card before the camera"),
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
    "mentor": N_("Mentor"),
    "staff": N_("Staff"),
    "no_picture": N_("Please take no picture"),
    "no_session": N_("No session today yet"),
    "open_at": N_("Begin the session at %(venue)s"),
    "choose": N_("Which session?"),
    "nobody": N_("Nobody is registered yet. Touch “I am new here”."),
    "waiting": N_("No connection. %(count)s kept here, sent later. Leave this page open."),
    "online": N_("Connected again. Everything is sent."),
    "away": N_("No connection. Go on: touches are kept here and sent later. Leave this page open."),
    "closed": N_("The desk was closed."),
    "closed_waiting": N_("The desk was closed. %(count)s kept here, sent when it opens again."),
    "load_again": N_("Load the page again"),
    "change": N_("Other session"),
    "back": N_("Back"),
    "begun": N_("The session at %(venue)s has begun"),
    "close_session": N_("Take back"),
    "session_closed": N_("The session at %(venue)s is taken back"),
    "nobody_found": N_("Nobody has this name. Touch “I am new here”, or look again."),
    "known": N_("Somebody is called so already. Is it you?"),
    "another": N_("No, I am somebody else"),
    "held": N_("%(count)s could not be entered. Please ask a grown-up."),
    "held_title": N_("Not entered yet"),
    "look": N_("Look"),
    "try_again": N_("Try again"),
    "throw_away": N_("Throw away"),
    "session-past": N_("That evening is over: enter it on the PC."),
    "session-over": N_("That was too long ago. Please touch again."),
    "session-used": N_("Somebody is in this session already."),
    "session-unknown": N_("That session is not there any more: enter it on the PC."),
    "session-exists": N_("That session is cancelled: see on the PC."),
    "session-cancelled": N_("That session is cancelled: see on the PC."),
    "newcomers-many": N_("Too many newcomers for a tablet: enter them on the PC."),
    "survey-many": N_("Too many sheets from tablets today: enter them on the PC."),
    "duty-noted": N_("What the mentor did is noted already: take it back on the PC."),
    "progress-noted": N_("It is noted how far the lesson went: ask a grown-up to take it back."),
    "refused": N_("That did not work. Please ask a grown-up."),
    "text-empty": N_("Please write your nickname."),
    "text-too-long": N_("That is too long. Please write at most 40 letters."),
    "text-refused": N_("A letter in it cannot be shown. Please write it by hand."),
    "pin_title": N_("Please type the PIN"),
    "pin_hint_room": N_("This part of the page has a PIN of its own. The PC that opened the page tells it."),
    "pin_hint": N_("It is shown on the screen of the PC that opened the desk."),
    "pin_wrong": N_("That is not the PIN."),
    "pin_wait": N_("Too many wrong PINs. Please wait %(seconds)s seconds."),
    "pin_open": N_("Open"),
    "link_used": N_("This code has let somebody in already. Scan the one that the PC shows now, or type the PIN."),
    "let_in": N_("Let a tablet in"),
    "door_scan": N_("Scan this with the tablet's camera. It lets in one tablet, then a new code appears."),
    "door_qr": N_("QR code for one tablet"),
    "door_guests": N_("Let in by code: %(count)s"),
    "door_type": N_("Or type this address and the PIN on the tablet:"),
    "door_others": N_("If it does not open, try another address of this PC:"),
    "door_no_network": NO_NETWORK,
    "not_here": N_("There is no page at this address."),
    "failed": N_("Something went wrong on the PC. Nothing that was kept is lost. Please try again."),
    "other_name": N_("This address does not lead here. Type the one that the PC shows."),
    "to_begin": N_("To the beginning"),
    "trouble": N_("The records cannot be reached. Please ask a grown-up: the PC says more."),
    "no_script": N_("Please allow JavaScript for this page."),
}


def page_texts(code: str) -> dict[str, str]:
    """Return all texts in the language `code`, "ja" or "en"."""
    return {key: translated(message, code) for key, message in _TEXTS.items()}


def texts() -> dict[str, dict[str, str]]:
    """Return all texts in all languages."""
    return {code: page_texts(code) for code in LANGUAGES}
