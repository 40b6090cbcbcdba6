"""Whether a text that others will read names somebody of the records."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session as Transaction

from .models import Session
from .names import fold
from .people import everybody

_SHORTEST_NAME = 2  # a nickname of one letter is in nearly every line
_TO_HIRAGANA = {katakana: katakana - 0x60 for katakana in range(ord("ァ"), ord("ヶ") + 1)}


def all_names(db: Transaction) -> set[str]:
    """Return every nickname, reading and full name (also its parts), as `names_somebody` compares them."""
    names = set()
    for person in everybody(db):
        given = [person.nickname or "", person.reading]
        if person.details is not None:
            given += [person.details.full_name, *person.details.full_name.split()]
        names |= {_folded(name) for name in given if len(name) >= _SHORTEST_NAME}
    return names


def names_somebody(line: str, names: set[str]) -> bool:
    """Return whether one of `names` stands in `line`: also inside another word, since a mistake is no harm here."""
    text = _folded(line)
    return any(name in text for name in names)


def public_reasons(sessions: Iterable[Session], names: set[str]) -> dict[int, str]:
    """Return why sessions were cancelled, by id, as far as the reason names nobody."""
    said = {session.id: session.cancellation or "" for session in sessions}
    return {key: "" if names_somebody(reason, names) else reason for key, reason in said.items()}


def _folded(written: str) -> str:
    """Return `written` as names are compared here: kana of both kinds are alike too, and blanks don't matter."""
    return fold(written).translate(_TO_HIRAGANA).replace(" ", "")
