"""What stopped a program while it ran, read from what the board printed, and said in one kind sentence.

The Japanese sentences are in kana, like those of mistakes.py.
"""

from __future__ import annotations

import difflib
import re
from typing import NamedTuple

from ..errors import ProgramError
from ..language import N_
from ..virtual.built_in_images import PICTURES
from ..visible import visible
from .habits import meant, spelling_mistake
from .mistake_error import MistakeError
from .mistakes import syntax_mistake
from .program import MAIN, Program
from .reach import own_names
from .source_text import code_only, line_of, parsed

__all__ = ["Stop", "find_stop", "has_ended", "is_of_compiling", "line_of", "mistake_in", "mistake_of"]

_TRACEBACK = re.compile(
    r"(?:^Traceback \(most recent call last\):\n(?P<frames>(?:  File .*\n)+))?"
    r"^(?P<kind>MemoryError|\w*(?:Error|Exception|Interrupt|Exit|Iteration))\b:? ?(?P<words>.*)\n",
    re.MULTILINE,
)
_FRAME = re.compile(
    r'File "([^"]*)", line (\d{1,6})'
)  # no program has a line of more digits; a board may say any number
_MAIN_NAMES = ("__main__", MAIN)
_OF_PARSING = ("SyntaxError", "IndentationError")
_LONGEST_WORDS = 200  # characters that are kept of what the board says about an exception
_QUOTED = re.compile(r"'([^']*)'")
_PROMPT = re.compile(r'^Type "help\(\)" for more information\.\n>>> ', re.MULTILINE)

_SPELLING = N_("Look at the spelling; capital and small letters matter.")
_SENTENCES = {
    "NameError": (N_("The board doesn't know the name `%(name)s`."), _SPELLING),
    "AttributeError": (N_("There is no `%(name)s` here."), _SPELLING),
    "ImportError": (N_("The board has no module called `%(name)s`."), _SPELLING),
    "TypeError": (
        N_("Things are put together here that don't fit."),
        N_("To join a number to a text, write str( ) around the number. Count what is in the brackets."),
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
# errno ENOSPC: "28" or, for one file more, words on a V1; "[Errno 28] ENOSPC" on a V2
_NO_SPACE = re.compile(r"\b28\b|no more storage space")
_FILES_FULL = (
    N_("The board's place for files is full."),
    N_("Write less, or remove files that are not needed any more: import os, then os.remove('name')."),
)
_USUAL = {"display", "button_a", "button_b", "sleep", "Image", "accelerometer", "temperature", "print", "True"}
_OTHER = (N_("The program stopped here: %(board_says)s"), N_("Look at this line together with somebody."))


class Stop(NamedTuple):
    """An exception that ended the program: its kind, the board's words, and the line of main.py (None: unknown).

    `module` is the file in which it happened where that is another than main.py, and its line there.
    """

    kind: str
    words: str
    line: int | None
    module: tuple[str, int] | None = None


def find_stop(printed: str) -> Stop | None:
    """Return the exception that ended the program, as its last traceback tells; None where there is none."""
    stops = [
        found for found in _TRACEBACK.finditer(printed) if found["frames"] is not None or found["kind"] == "MemoryError"
    ]
    if not stops:
        return None
    found = stops[-1]
    frames = [(file, int(line)) for file, line in _FRAME.findall(found["frames"] or "")]
    lines = [line for file, line in frames if file in _MAIN_NAMES]
    module = frames[-1] if frames and frames[-1][0] not in _MAIN_NAMES else None
    return Stop(found["kind"], found["words"][:_LONGEST_WORDS], lines[-1] if lines else None, module)


def is_of_compiling(stop: Stop) -> bool:
    """Whether a program stopped before its first line: a mistake in it, or no memory to compile it."""
    return stop.kind in _OF_PARSING or (stop.kind == "MemoryError" and stop.line is None)


def has_ended(printed: str) -> bool:
    """Whether the program came to its end: MicroPython then shows its prompt."""
    return _PROMPT.search(printed) is not None


def mistake_in(stop: Stop, program: Program) -> ProgramError:
    """Return the error that tells a child about `stop`, in the file that the child wrote."""
    if stop.module is not None and stop.module[0] in program.own_files:
        file, line = stop.module
        return mistake_of(stop._replace(line=line), program.shown_name(file), program.text(file))
    return mistake_of(stop, program.shown_name(MAIN), program.text())


def mistake_of(stop: Stop, file: str, source: str) -> ProgramError:
    """Return the error that tells a child about `stop` in a program of one file."""
    line = stop.line or 1
    if stop.kind in _OF_PARSING:
        return syntax_mistake(file, source, line)
    if stop.kind == "MemoryError":
        return _memory_full(file, source, stop.line)
    sentence, hint = _SENTENCES.get(stop.kind, _OTHER)
    if stop.kind == "OSError" and _NO_SPACE.search(stop.words):
        sentence, hint = _FILES_FULL
    name = (_QUOTED.findall(stop.words) or [""])[-1]
    if stop.kind == "NameError":
        line = _line_with(name, code_only(source), line)
    if stop.kind == "NameError" and meant(name):
        return spelling_mistake(file, source, line, name)
    near = _nearest(stop.kind, name, source)
    if near:
        hint = N_("Did you mean `%(near)s`? Capital and small letters matter.")
    return MistakeError(
        "program-exception",
        sentence,
        hint,
        file=file,
        line=line,
        text=line_of(source, line),
        name=name,
        near=near,
        board_says=visible(f"{stop.kind}: {stop.words}".removesuffix(": ")),
    )


def _line_with(name: str, code: str, line: int) -> int:
    """Return the line nearest to `line` in which `name` stands, the ones above first.

    For a mistake in a `while` a board tells the last line of the loop: MicroPython compiles it after the body.
    """
    lines = [number for number, text in enumerate(code.splitlines(), 1) if re.search(rf"\b{re.escape(name)}\b", text)]
    above = [number for number in lines if number <= line]
    return above[-1] if above else lines[0] if lines else line


def _memory_full(file: str, source: str, line: int | None) -> ProgramError:
    hint = N_("Make lists and texts shorter, and don't let them grow without an end.")
    sentence = N_("The board's memory is full.")
    if line is None:
        return ProgramError("program-memory", sentence, hint)
    return MistakeError("program-memory", sentence, hint, file=file, line=line, text=line_of(source, line))


def _nearest(kind: str, name: str, source: str) -> str:
    """Return which name was meant by one that the board doesn't know, first of the program's own; "" for none."""
    code = code_only(source)
    tree = parsed(source)
    own = set() if tree is None else set(own_names([tree]))
    words = re.findall(r"[A-Za-z_]\w*", code)
    choices: dict[str, list[set[str]]] = {
        "NameError": [own, {word for word in words if words.count(word) > 1} | _USUAL],
        "AttributeError": [set(PICTURES)] if name.isupper() else [],
    }
    for names in choices.get(kind, []):
        near = difflib.get_close_matches(name, names - {name}, n=1)
        if near:
            return near[0]
    return ""
