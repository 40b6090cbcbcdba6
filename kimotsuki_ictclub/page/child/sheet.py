"""The worksheet beside the editor."""

from __future__ import annotations

import re
import threading

from ...handout.sheet import hue_of, sections
from ...lessons import Lesson
from ...readings import OLDEST, YOUNGEST

# How wide or high a place to write on paper is; links to headings, which a notebook's reader may want.
_NOT_HERE = re.compile(r' style="[^"]*"|<a class="anchor-link"[^>]*>.*?</a>')
_TICK = re.compile(r"<input[^>]*checkbox[^>]*>")  # on paper it is ticked with a pencil
_turn = threading.Lock()  # its pictures are drawn from runs of programs: once for the whole class
_known: dict[tuple[str, int], dict[str, object]] = {}


def sheet_of(lesson: Lesson, year: int) -> dict[str, object]:
    """Return the worksheet's sections as HTML for a school year (1–10), and the lesson's colour as a hue.

    Raises: LessonError.
    """
    key = (lesson.name, max(YOUNGEST, min(OLDEST, year)))
    with _turn:
        if key not in _known:
            found = [_TICK.sub("☐", section) for section in sections(lesson, "worksheet", key[1])]
            found = [_NOT_HERE.sub("", section) for section in found]
            _known[key] = {"sections": found, "hue": hue_of(lesson)}
    return _known[key]
