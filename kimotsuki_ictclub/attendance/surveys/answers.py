"""Filled-in sheets: kept without who, when and where, and taken out again where a line names somebody."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session as Transaction

from ...errors import AttendanceError
from ...language import N_
from ..models import Audience, SurveyAnswer
from ..names import clean_text
from .questions import FACES, SURVEYS

LINE_LENGTH = 200
_KEY = re.compile(r"[0-9a-f-]{4,36}")


def add_answer(db: Transaction, audience: Audience, faces: Mapping[str, int], said: str, *, year: int) -> None:
    """Keep one sheet of fiscal year `year`: `faces` gives 4 (very much) to 1 (not at all) by the question's key.

    Raises: AttendanceError `survey-answer`, `survey-empty`, or as `clean_text`.
    """
    keys = [question.key for question in SURVEYS[audience].questions]
    if any(key not in keys or face not in FACES for key, face in faces.items()):
        raise AttendanceError(
            "survey-answer", N_("That is no answer to this survey."), N_("Answer each question with 4, 3, 2 or 1.")
        )
    line = clean_text(said, longest=LINE_LENGTH, empty_ok=True)
    if not faces and not line:
        raise AttendanceError("survey-empty", N_("Nothing is answered on this sheet."), N_("Choose at least one face."))
    given = " ".join(f"{key}={faces[key]}" for key in keys if key in faces)
    db.add(SurveyAnswer(fiscal_year=year, audience=audience, faces=given, said=line))
    db.flush()


def answers_of(db: Transaction, year: int) -> list[SurveyAnswer]:
    """Return the sheets of fiscal year `year`, in no order that means anything."""
    return list(db.scalars(select(SurveyAnswer).where(SurveyAnswer.fiscal_year == year).order_by(SurveyAnswer.key)))


def faces_of(answer: SurveyAnswer) -> dict[str, int]:
    """Return the faces of a sheet by question."""
    return {key: int(face) for key, _, face in (pair.partition("=") for pair in answer.faces.split())}


def empty_line(db: Transaction, year: int, key: str) -> None:
    """Take the free line out of the one sheet whose key begins with `key`; its faces stay.

    Raises: AttendanceError `survey-unknown`.
    """
    found = [one for one in answers_of(db, year) if _KEY.fullmatch(key) and one.key.startswith(key)]
    if len(found) != 1:
        raise AttendanceError(
            "survey-unknown", N_("There is no one sheet “%(key)s”."), N_("See them: ictclub attendance survey --lines"),
            key=key,
        )  # fmt: skip
    if found[0].faces:
        found[0].said = ""
    else:
        db.delete(found[0])
    db.flush()
