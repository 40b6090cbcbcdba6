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
    found = _NUMBER.fullmatch(unicodedata.normalize("NFKC", written).strip())
    title = _titles().get(int(found[1])) if found else None
    return written if title is None else title[language()]


@cache
def _titles() -> dict[int, dict[str, str]]:
    return {lesson.number: {"ja": lesson.title.ja, "en": lesson.title.en} for lesson in load_all()}
