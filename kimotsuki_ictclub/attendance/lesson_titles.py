"""What the course calls the lesson that a session names."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from ..language import language
from ..lessons import load_all

_NUMBER = re.compile(
    r"(?:第|レッスン|lesson|no\.?)?\s*0*(?P<number>\d{1,3})\s*(?:回|課)?(?P<words>(?:\s|[:、・](?!\d)).*)?",
    re.IGNORECASE | re.DOTALL,
)


def lesson_title(written: str) -> str:
    """Return the title of the lesson that a session calls `written`, with readings; without such a lesson `written`.

    "4" and "レッスン4" are the course's lesson 4; anything with other words is the club's own lesson.
    """
    found = _found(written)
    return written if found is None or found["words"] else _titles()[int(found["number"])][language()]


def lesson_key(written: str) -> str:
    """Return what is the same for all sessions of one lesson: "4" for "レッスン4" too, else `written`."""
    found = _found(written)
    return written if found is None or found["words"] else str(int(found["number"]))


def lesson_number(written: str) -> int | None:
    """Return the number of the course's lesson that a session names, alone or before other words ("4 よるの ライト");
    None where it is none of them.
    """
    found = _found(written)
    return int(found["number"]) if found else None


def _found(written: str) -> re.Match[str] | None:
    found = _NUMBER.fullmatch(unicodedata.normalize("NFKC", written).strip())
    return found if found and int(found["number"]) in _titles() else None


@cache
def _titles() -> dict[int, dict[str, str]]:
    return {lesson.number: {"ja": lesson.title.ja, "en": lesson.title.en} for lesson in load_all()}
