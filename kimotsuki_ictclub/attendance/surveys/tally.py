"""What a year's sheets say together. Groups of fewer than five are not shown: somebody's answer might be known."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy.orm import Session as Transaction

from ..models import Audience
from ..naming import all_names, names_somebody
from .answers import answers_of, faces_of
from .questions import FACES, SURVEYS

FEWEST = 5


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
    names = all_names(db)
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
