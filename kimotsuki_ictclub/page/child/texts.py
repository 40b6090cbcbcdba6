"""What the child's page says, in both languages at once: a touch on the page changes it."""

from __future__ import annotations

from typing import Any

from ...language import LANGUAGES, N_, translated
from ...readings import FIRST_ORDINARY_YEAR, for_year
from ...virtual.hosting.controls import CONTROLS

_TEXTS = {
    "title": N_("Club page"),
    "other_language": N_("日本語"),
    "readings": N_("Readings for"),
    "years": N_("year 1,year 2,year 3,year 4,year 5,year 6,junior high,no readings"),
    "who_title": N_("Who are you?"),
    "who_tiles": N_("Touch your name."),
    "who_other": N_("Your name is not here? Type your nickname."),
    "nickname": N_("Nickname"),
    "next": N_("Go to the next"),
    "back": N_("Back"),
    "code_new": N_("Choose three pictures. They are your key: remember them and their order."),
    "code_known": N_("Touch your three pictures."),
    "code_chosen": N_("Chosen: %(pictures)s"),
    "code_again": N_("Choose again"),
    "enter": N_("Go in"),
    "not_me": N_("That is not me"),
    "today": N_("Today's lesson"),
    "go_on_with": N_("Go on with this"),
    "next_lesson": N_("The next lesson"),
    "my_works": N_("My programs"),
    "all_lessons": N_("All lessons"),
    "lesson_number": N_("Lesson %(number)s"),
    "own_program": N_("A program of my own"),
    "begin": N_("Begin it"),
    "go_on": N_("Go on"),
    "kept_at": N_("%(when)s"),
    "choose": N_("Programs"),
    "menu": N_("Menu"),
    "leave": N_("Finish"),
    "hand": N_("Call somebody"),
    "hand_up": N_("Hand is up"),
    "worksheet": N_("My worksheet"),
    "sheet_loading": N_("The worksheet is being drawn…"),
    "sheet_japanese": N_("The worksheet is in Japanese. This is what your program will do:"),
    "sheet_none": N_("There is no worksheet for this program."),
    "close": N_("Close"),
    "editor": N_("My program"),
    "editor_help": N_("Tab indents. Press Escape, then Tab, to go out of the editor."),
    "run": N_("Run it"),
    "stop": N_("Stop it"),
    "check": N_("Check it"),
    "hex": N_("Hex file"),
    "hex_help": N_("The hex for your own cable"),
    "flash": N_("To a board"),
    "versions": N_("Earlier programs of mine"),
    "board": N_("My board"),
    "board_is": N_("The LEDs show: %(rows)s"),
    "friend": N_("A friend's board"),
    "press_a": N_("A"),
    "press_b": N_("B"),
    "tones_on": N_("Hear the tones"),
    "tones_off": N_("Tones off"),
    "printed": N_("Sent to the computer"),
    "nothing_printed": N_("Nothing yet"),
    "chart": N_("My chart"),
    "chart_seconds": N_("time in seconds"),
    "path": N_("The robot's way"),
    "state_off": N_("The board is off. Press ▶."),
    "state_starting": N_("The board is starting…"),
    "state_running": N_("It is running"),
    "state_slow": N_("It is running, more slowly than a real board"),
    "state_stopped": N_("Stopped by a mistake"),
    "state_ended": N_("The program has ended"),
    "state_failed": N_("The board cannot go on"),
    "at_line": N_("Line %(line)s"),
    "steps": N_("How far is it?"),
    "steps_before": N_("Press ✔ and see what works."),
    "step_done": N_("it works"),
    "step_missing": N_("not yet"),
    "step_untried": N_("not tried yet"),
    "hint": N_("Give me a hint"),
    "checking": N_("Your program is being checked…"),
    "queued": N_("%(before)s before you"),
    "all_done": N_("All steps work. Well done!"),
    "kept": N_("It is kept"),
    "keeping": N_("It is being kept…"),
    "unkept": N_("Not kept yet"),
    "away": N_("No connection. Write on: everything is kept here and sent later."),
    "away_now": N_("No connection. Try again in a moment."),
    "online": N_("Connected again."),
    "changed_title": N_("This program was changed on another device"),
    "changed_text": N_("Which one do you want to keep? The other one stays under “Earlier”."),
    "take_theirs": N_("The one from there"),
    "take_mine": N_("The one from here"),
    "changed_by_instructor": N_("The instructor has changed your program."),
    "flash_title": N_("Onto a real board"),
    "flash_text": N_("The flash table will put your program onto a board. Which one?"),
    "flash_label": N_("The board's label (you may leave this out)"),
    "flash_ask": N_("Yes, please"),
    "flash_waiting": N_("Waiting at the flash table, %(before)s before you"),
    "flash_next": N_("Waiting at the flash table: you are next"),
    "flash_flashing": N_("Your program is going onto the board…"),
    "flash_done": N_("Your program is on board %(board)s, verified."),
    "flash_failed": N_("That did not work:"),
    "flash_withdraw": N_("Take back"),
    "versions_title": N_("Earlier programs"),
    "versions_none": N_("There are no earlier ones yet."),
    "take_back": N_("Take this one"),
    "taken_back": N_("It is back."),
    "kind_starter": N_("the starter"),
    "kind_typed": N_("it was written"),
    "kind_run": N_("it ran"),
    "kind_check": N_("it was checked"),
    "kind_handed_in": N_("to the flash table"),
    "kind_instructor": N_("by the instructor"),
    "kind_taken_back": N_("taken back"),
    "refused": N_("That did not work. Please ask a grown-up."),
    "too_long": N_("This program is too long for a board."),
    "no_script": N_("Please allow JavaScript for this page."),
}


_OF_CONTROLS = {name: control.label for name, control in CONTROLS.items() if name not in ("a", "b")} | {
    f"{control.name}_{place}": choice for control in CONTROLS.values() for place, choice in enumerate(control.choices)
}
# What the page's script needs of a slider or button beside its words, which are in the texts under its name.
CONTROLS_SHOWN: dict[str, dict[str, Any]] = {
    name: {"low": one.low, "high": one.high, "usual": one.usual, "unit": one.unit, "choices": len(one.choices)}
    for name, one in CONTROLS.items()
}


def page_texts(code: str) -> dict[str, str]:
    """Return all texts in the language `code`, "ja" or "en"."""
    return {key: translated(message, code) for key, message in {**_TEXTS, **_OF_CONTROLS}.items()}


def years(code: str) -> str:
    """Return the names of those for whom readings are written, from the youngest on, with commas between them."""
    return translated(_TEXTS["years"], code)


def texts() -> dict[str, dict[str, str]]:
    """Return all texts in all languages; "old" is Japanese in ordinary writing, without blanks between the words."""
    found = {code: page_texts(code) for code in LANGUAGES}
    return found | {"old": {key: for_year(text, FIRST_ORDINARY_YEAR) for key, text in found["ja"].items()}}
