"""The surveys on paper: one A4 page an audience."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from markupsafe import Markup

from ...language import N_, _
from ...readings import OLDEST, as_ruby, for_year
from ..models import Audience
from ..surveys.questions import FACE_WORDS, FACES, SURVEYS
from .printing import filled

_NOTE = N_("Please write no name. Tick one face for each question; you may leave any of them out.")
_NOTE_FOR_CHILDREN = N_("Please write no name. Tick one face for each question. You may leave some out.")
CHILDRENS_YEAR = 3  # the youngest who come
# A mouth between two points, as an SVG path: from a laugh to a frown.
MOUTHS = {4: "M14 28 Q24 44 34 28 Z", 3: "M15 30 Q24 38 33 30", 2: "M15 34 L33 34", 1: "M15 37 Q24 28 33 37"}


def render_surveys(audiences: Iterable[Audience]) -> str:
    """Return the sheets for `audiences` to print."""
    return filled("survey.html", title=_("Surveys"), sheets=[_sheet(one) for one in audiences])


def _sheet(audience: Audience) -> dict[str, object]:
    survey = SURVEYS[audience]
    year = CHILDRENS_YEAR if audience is Audience.CHILD else OLDEST

    def shown(text: str) -> Markup:
        return Markup(as_ruby(for_year(escape(_(text)), year), year))

    return {
        "title": shown(survey.title),
        "questions": [shown(question.text) for question in survey.questions],
        "faces": [(MOUTHS[face], shown(FACE_WORDS[face])) for face in FACES],
        "line": shown(survey.line),
        "note": shown(_NOTE_FOR_CHILDREN if audience is Audience.CHILD else _NOTE),
    }
