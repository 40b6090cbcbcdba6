"""What is told to pages in both languages at once: a touch on the page changes it."""

from __future__ import annotations

from typing import Any

from ..errors import ClubError
from ..images.mistake_error import MistakeError
from ..language import LANGUAGES, reader_of
from ..lessons import Text
from ..readings import FIRST_ORDINARY_YEAR, for_year

# What comes of taking a browser's message apart that none of our pages has sent.
NO_MESSAGE = (ValueError, TypeError, LookupError, AttributeError, RecursionError, OverflowError)

Said = dict[str, str]  # "ja" for young readers, "old" in ordinary writing, "en"


def said(text: Text) -> Said:
    """Return words in all ways in which a page may show them."""
    return {"ja": text.ja, "old": for_year(text.ja, FIRST_ORDINARY_YEAR), "en": text.en}


def said_error(error: ClubError) -> dict[str, Any]:
    """Return an error for a page: code, sentence and hint, and the line (from 1) where it is about one."""
    told: dict[str, Any] = {"code": error.code}
    words = {}
    for code in LANGUAGES:
        with reader_of(code):
            sentence = error.sentence if isinstance(error, MistakeError) else error.message
            words[code] = (sentence, error.hint)
    for name, place in (("sentence", 0), ("hint", 1)):
        told[name] = said(Text(words["ja"][place], words["en"][place]))
    if isinstance(error, MistakeError):
        told["line"] = int(str(error.values["line"]))
    return told
