"""Sheets of lesson badges to cut out: one for each lesson that was done, alone or with help."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ...language import _
from ..models import LessonProgress
from .achievements import Achievement
from .certificates import lesson_cell, words_for
from .led_pictures import Pictures, no_pictures
from .printing import filled


def render_lesson_badges(done: Iterable[Achievement], *, picture_of: Pictures = no_pictures) -> str:
    """Return the sheets for those of `done` who did a lesson; whose badges they are stands above them, to be cut away.

    What was only tried gives no badge. `picture_of` is as for `render_certificates`.
    """
    people = [_sheet(one, picture_of) for one in done if one.completed]
    return filled("lesson-badges.html", title=_("Lesson badges"), people=people)


def _sheet(one: Achievement, picture_of: Pictures) -> dict[str, Any]:
    shown = words_for(one)
    levels = (
        ("alone", shown(_("Did it alone")), LessonProgress.ALONE),
        ("help", shown(_("Did it with help")), LessonProgress.WITH_HELP),
    )
    return {
        "owner": f"{one.person.number}  {one.person.nickname}",
        "badges": [
            (look, how, lesson_cell(one.person, lesson, shown, picture_of))
            for look, how, level in levels
            for lesson in one.done(level)
        ],
    }
