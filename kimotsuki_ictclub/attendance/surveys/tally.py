"""What a year's sheets say together. Groups of fewer than five are not shown: somebody's answer might be known."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy.orm import Session as Transaction

from ..models import Audience
from ..names import fold
from ..people import everybody
from .answers import answers_of, faces_of
from .questions import FACES, SURVEYS

FEWEST = 5
_SHORTEST_NAME = 2  # a nickname of one letter is in nearly every line
_TO_HIRAGANA = {katakana: katakana - 0x60 for katakana in range(ord("ァ"), ord("ヶ") + 1)}


@dataclass(frozen=True)
class Tally:
    """One audience's sheets. `faces` gives how many chose 4, 3, 2 and 1 by the question's key, None where fewer than
    five answered; `lines` what was said, in alphabetical order; `withheld` how many lines seem to name somebody.
    """

    audience: Audience
    sheets: int
    faces: dict[str, tuple[int, ...] | None]
    lines: tuple[str, ...]
    withheld: int

    @property
    def shown(self) -> bool:
        """Whether there are enough sheets to show anything."""
        return self.sheets >= FEWEST


def tallies(db: Transaction, year: int) -> list[Tally]:
    """Return the tally of each audience that answered in fiscal year `year`."""
    answers = answers_of(db, year)
    names = _names(db)
    found = []
    for audience, survey in SURVEYS.items():
        sheets = [one for one in answers if one.audience is audience]
        if not sheets:
            continue
        given = [faces_of(one) for one in sheets]
        faces = {}
        for question in survey.questions:
            counts = Counter(one[question.key] for one in given if question.key in one)
            enough = counts.total() >= FEWEST
            faces[question.key] = tuple(counts[face] for face in FACES) if enough else None
        lines = sorted(one.said for one in sheets if one.said)
        safe = [line for line in lines if not names_somebody(line, names)]
        shown = len(sheets) >= FEWEST
        found.append(Tally(audience, len(sheets), faces, tuple(safe) if shown else (), len(lines) - len(safe)))
    return found


def names_somebody(line: str, names: set[str]) -> bool:
    """Return whether one of `names` stands in `line`: also inside another word, since a mistake is no harm here."""
    text = _folded(line)
    return any(name in text for name in names)


def _folded(written: str) -> str:
    """Return `written` as names are compared here: kana of both kinds are alike too, and blanks don't matter."""
    return fold(written).translate(_TO_HIRAGANA).replace(" ", "")


def _names(db: Transaction) -> set[str]:
    names = set()
    for person in everybody(db):
        given = [person.nickname or "", person.reading]
        if person.details is not None:
            given += [person.details.full_name, *person.details.full_name.split()]
        names |= {_folded(name) for name in given if len(name) >= _SHORTEST_NAME}
    return names
