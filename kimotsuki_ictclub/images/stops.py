"""What stopped a program while it ran, read from what the board printed, and said in one kind sentence.

The Japanese sentences are in kana, like those of mistakes.py.
"""

from __future__ import annotations

import difflib
import re
from typing import NamedTuple

from ..errors import ProgramError
from ..language import N_
from .mistakes import MistakeError, syntax_mistake

_TRACEBACK = re.compile(
    r"(?:^Traceback \(most recent call last\):\n(?P<frames>(?:  File .*\n)+))?"
    r"^(?P<kind>MemoryError|\w*(?:Error|Exception|Interrupt|Exit|Iteration))\b:? ?(?P<words>.*)\n",
    re.MULTILINE,
)
_FRAME = re.compile(r'File "(?:__main__|main\.py)", line (\d+)')
_QUOTED = re.compile(r"'([^']*)'")
_PROMPT = re.compile(r'^Type "help\(\)" for more information\.\n>>> ', re.MULTILINE)

_SPELLING = N_("Look at the spelling; capital and small letters matter.")
_SENTENCES = {
    "NameError": (N_("The board doesn't know the name `%(name)s`."), _SPELLING),
    "AttributeError": (N_("There is no `%(name)s` here."), _SPELLING),
    "ImportError": (N_("The board has no module called `%(name)s`."), _SPELLING),
    "TypeError": (
        N_("Things are put together here that don't fit."),
        N_("To join a number to a text, write str( ) around the number. Count what stands in the brackets."),
    ),
    "ValueError": (
        N_("A value here is not allowed."),
        N_("Brightness goes from 0 to 9, and a place on the screen from 0 to 4."),
    ),
    "IndexError": (
        N_("The list has no place of this number."),
        N_("Places are counted from 0: a list of 3 has the places 0, 1 and 2."),
    ),
    "KeyError": (N_("There is nothing under this name."), _SPELLING),
    "ZeroDivisionError": (
        N_("A number is divided by 0 here."),
        N_("Ask with if whether the number is 0 before you divide."),
    ),
    "OSError": (
        N_("The board can't reach a part or a file here."),
        N_("Check that the part is plugged in and that the name is right."),
    ),
    "RuntimeError": (
        N_("The program calls itself again and again here."),
        N_("A def must not call itself without an end; use while True: instead."),
    ),
}
_OTHER = (N_("The program stopped here: %(board_says)s"), N_("Look at this line together with somebody."))


class Stop(NamedTuple):
    """An exception that ended the program: its kind, the board's words, and the line of main.py (None: unknown)."""

    kind: str
    words: str
    line: int | None


def find_stop(printed: str) -> Stop | None:
    """Return the exception that ended the program, as its last traceback tells; None where there is none."""
    stops = [
        found for found in _TRACEBACK.finditer(printed) if found["frames"] is not None or found["kind"] == "MemoryError"
    ]
    if not stops:
        return None
    found = stops[-1]
    lines = _FRAME.findall(found["frames"] or "")
    return Stop(found["kind"], found["words"], int(lines[-1]) if lines else None)


def has_ended(printed: str) -> bool:
    """Whether the program came to its end: MicroPython then shows its prompt."""
    return _PROMPT.search(printed) is not None


def mistake_of(stop: Stop, file: str, source: str) -> ProgramError:
    """Return the error that tells a child about `stop`."""
    line = stop.line or 1
    if stop.kind in ("SyntaxError", "IndentationError"):
        return syntax_mistake(file, source, line)
    if stop.kind == "MemoryError":
        return _memory_full(file, source, stop.line)
    sentence, hint = _SENTENCES.get(stop.kind, _OTHER)
    name = (_QUOTED.findall(stop.words) or [""])[-1]
    if stop.kind == "NameError":
        near = difflib.get_close_matches(name, _names_in(source) - {name}, n=1)
        hint = N_("Did you mean `%(near)s`? Capital and small letters matter.") if near else hint
    else:
        near = []
    return MistakeError(
        "program-exception",
        sentence,
        hint,
        file=file,
        line=line,
        text=line_of(source, line),
        name=name,
        near="".join(near),
        board_says=f"{stop.kind}: {stop.words}",
    )


def line_of(source: str, line: int) -> str:
    """Return one line (from 1) of a program without its indentation; "" where there is none."""
    lines = source.splitlines()
    return lines[line - 1].strip() if 0 < line <= len(lines) else ""


def _memory_full(file: str, source: str, line: int | None) -> ProgramError:
    hint = N_("Make lists and texts shorter, and don't let them grow without an end.")
    sentence = N_("The board's memory is full.")
    if line is None:
        return ProgramError("program-memory", sentence, hint)
    return MistakeError("program-memory", sentence, hint, file=file, line=line, text=line_of(source, line))


def _names_in(source: str) -> set[str]:
    """Return the names that a program uses more than once, and those that children need most often."""
    words = re.findall(r"[A-Za-z_]\w*", source)
    usual = {"display", "button_a", "button_b", "sleep", "Image", "accelerometer", "temperature", "print", "True"}
    return {word for word in words if words.count(word) > 1} | usual
