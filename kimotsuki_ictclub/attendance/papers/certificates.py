"""Certificates (修了証) of a fiscal year, one A4 page a person; they claim what the records hold and nothing more."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from html import escape
from typing import Any

from markupsafe import Markup

from ...language import _, language, plural
from ...readings import OLDEST, as_ruby, for_year, school_year
from ..fiscal_year import fiscal_year_name
from ..lesson_titles import lesson_title
from ..models import Kind, LessonProgress, Participant
from .achievements import Achievement
from .led_pictures import Pictures, no_pictures
from .printing import filled

_UNKNOWN_YEAR = 3  # the course's youngest are 小3: whose school year is not known gets readings for them


def render_certificates(
    done: Iterable[Achievement],
    year: int,
    *,
    day: date,
    names: Mapping[int, str] | None = None,
    picture_of: Pictures = no_pictures,
) -> str:
    """Return one page for each of `done`, who came in fiscal year `year`, dated `day`.

    `names` gives by number what stands there instead of the nickname; it goes onto the paper only. `picture_of`
    gives what the person's own program of a lesson showed on the LEDs, where that is kept.
    """
    pages = [_page(one, year, day, (names or {}).get(one.person.number or 0, ""), picture_of) for one in done]
    return filled("certificate.html", title=_("Certificates %(year)s") % {"year": fiscal_year_name(year)}, pages=pages)


def reading_year(one: Achievement) -> int:
    """Return the school year (1–10) for which the certificate gets its readings."""
    if one.person.kind is not Kind.CHILD:
        return OLDEST
    return school_year(one.school_year) or _UNKNOWN_YEAR


def words_for(one: Achievement) -> Callable[[str], Markup]:
    """Return what shows a text with the readings that this person needs."""
    grade = reading_year(one)
    return lambda text: Markup(as_ruby(for_year(escape(text), grade), grade))


def lesson_cell(
    person: Participant, lesson: str, shown: Callable[[str], Markup], picture_of: Pictures
) -> dict[str, Any]:
    """Return number, title and LED picture of a lesson, for a template."""
    title = lesson_title(lesson)
    number = lesson if title != lesson else ""
    return {"number": re.sub(r"\D", "", number), "title": shown(title), "picture": picture_of(person, lesson)}


def _page(one: Achievement, year: int, day: date, name: str, picture_of: Pictures) -> dict[str, Any]:
    shown = words_for(one)
    body = (
        plural(
            "came to the Kimotsuki ICT Club once in %(year)s and did these lessons.",
            "came to the Kimotsuki ICT Club %(times)s times in %(year)s and did these lessons.",
            one.times,
        )
        if one.completed
        else plural(
            "came to the Kimotsuki ICT Club once in %(year)s.",
            "came to the Kimotsuki ICT Club %(times)s times in %(year)s.",
            one.times,
        )
    )
    groups = [
        (_("Did it alone"), "alone", one.done(LessonProgress.ALONE)),
        (_("Did it with help"), "help", one.done(LessonProgress.WITH_HELP)),
        (_("Took part"), "tried", one.tried),
    ]
    return {
        "title": shown(_("Certificate") if one.completed else _("Certificate of attendance")),
        "name": name or one.person.nickname,
        "reading": "" if name else one.person.reading,
        "body": shown(body % {"times": one.times, "year": _year_with_readings(year)}),
        "groups": [
            (shown(heading), look, [lesson_cell(one.person, lesson, shown, picture_of) for lesson in lessons])
            for heading, look, lessons in groups
            if lessons
        ],
        "day": f"{day.year}年{day.month}月{day.day}日" if language() == "ja" else day.isoformat(),
        "club": shown(_("Kimotsuki ICT Club")),
    }


def _year_with_readings(year: int) -> str:
    return fiscal_year_name(year).replace("令和", "{令和|れいわ}").replace("年度", "{年度|ねんど}")
