"""What the course calls the lesson that a session names."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from ...language import language
from ...lessons import load_all

_NUMBER = re.compile(r"(?:第|レッスン|lesson|no\.?)?\s*0*(\d{1,3})\s*(?:回|課)?", re.IGNORECASE)


def lesson_title(written: str) -> str:
    """Return the title of the lesson that a session calls `written`, with readings; without such a lesson `written`.

    "4" and "レッスン4" are the course's lesson 4; anything with other words is the club's own lesson.
    """
    number = lesson_number(written)
    return written if number is None else _titles()[number][language()]


def lesson_number(written: str) -> int | None:
    """Return the number of the course's lesson that a session calls `written`; None where it is none of them."""
    found = _NUMBER.fullmatch(unicodedata.normalize("NFKC", written).strip())
    number = int(found[1]) if found else 0
    return number if number in _titles() else None


@cache
def _titles() -> dict[int, dict[str, str]]:
    return {lesson.number: {"ja": lesson.title.ja, "en": lesson.title.en} for lesson in load_all()}
