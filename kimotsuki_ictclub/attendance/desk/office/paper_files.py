"""The papers that the organizers' pages give as files: each is made outside of any transaction that others wait for."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session as Transaction

from ....errors import AttendanceError
from ....language import N_
from ... import people
from ...care.access_log import note
from ...fiscal_year import parse_fiscal_year
from ...japan_time import today
from ...models import Audience, Participant
from ...papers.achievements import Achievement, achievements
from ...papers.cards import give_cards, render_badges, render_cards
from ...papers.certificates import render_certificates
from ...papers.handover import render_handover
from ...papers.led_pictures import Pictures, led_pictures
from ...papers.lesson_badges import render_lesson_badges
from ...papers.printing import as_file
from ...papers.survey_sheets import render_surveys
from ...records import Records
from ...report import CouncilReport, page_of, word_file

Asked = Mapping[str, str]


def paper(records: Records, kind: str, asked: Asked) -> tuple[str, bytes]:
    """Return the name and the content of the paper `kind`: PDF, or HTML where this PC prints none.

    Raises: AttendanceError, KeyError for a kind that is none.
    """
    if kind == "report" and asked.get("form") == "docx":
        return "report.docx", word_file(_report(records, asked))
    stem, html = _PAPERS[kind](records, asked)
    ending, content = as_file(html)
    return stem + ending, content


def _report(records: Records, asked: Asked) -> CouncilReport:
    with records.writing() as db:
        note(db, "report", 1)
    return CouncilReport(parse_fiscal_year(asked.get("year", "")), records=records)


def _report_page(records: Records, asked: Asked) -> tuple[str, str]:
    return "report", page_of(_report(records, asked))


def _certificates(records: Records, asked: Asked) -> tuple[str, str]:
    year, done, picture_of = _done(records, asked, "certificate")
    said = asked.get("name", "").strip()
    names = {done[0].person.number or 0: said} if said and "who" in asked else {}
    html = render_certificates(done, year, day=today(), names=names, picture_of=picture_of)
    return f"certificates-{year}", html


def _lesson_badges(records: Records, asked: Asked) -> tuple[str, str]:
    year, done, picture_of = _done(records, asked, "lesson-badges")
    return f"lesson-badges-{year}", render_lesson_badges(done, picture_of=picture_of)


def _done(records: Records, asked: Asked, paper: str) -> tuple[int, list[Achievement], Pictures]:
    year = parse_fiscal_year(asked.get("year", ""))
    with records.writing() as db:
        done = [one for one in achievements(db, year, _asked_for(db, asked)) if one.times]
        note(db, paper, len(done))
        picture_of = led_pictures(db, [one.person for one in done])
    if not done:
        raise AttendanceError("nobody-came-yet", N_("Nobody came in this fiscal year yet."))
    return year, done, picture_of


def _asked_for(db: Transaction, asked: Asked) -> list[Participant]:
    """Return the one person asked for, or everybody."""
    return [people.by_number(db, asked["who"])] if "who" in asked else people.everybody(db)


def _cards(records: Records, asked: Asked) -> tuple[str, str]:
    with records.writing() as db:
        everybody = _asked_for(db, asked)
        html = render_cards(everybody, give_cards(db, everybody, anew="new" in asked and "who" in asked))
        note(db, "cards", len(everybody))
    return "cards", html


def _badges(records: Records, asked: Asked) -> tuple[str, str]:
    with records.writing() as db:
        everybody = people.everybody(db)
        note(db, "badges", len(everybody))
    return "badges", render_badges(everybody)


def _surveys(records: Records, asked: Asked) -> tuple[str, str]:
    return "surveys", render_surveys(list(Audience))


def _handover(records: Records, asked: Asked) -> tuple[str, str]:
    return "handover", render_handover(records)


_PAPERS = {
    "report": _report_page,
    "certificates": _certificates,
    "lesson-badges": _lesson_badges,
    "cards": _cards,
    "badges": _badges,
    "surveys": _surveys,
    "handover": _handover,
}
PAPERS = frozenset(_PAPERS)
