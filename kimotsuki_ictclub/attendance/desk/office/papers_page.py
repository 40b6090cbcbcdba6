"""The organizers' page of papers: what is printed, what surveys say, what the year cost."""

from __future__ import annotations

from sqlalchemy.orm import Session as Transaction

from ....language import _, plural
from ....readings import OLDEST, for_year, plain
from ...care import access_log
from ...figures.costs import costs
from ...fiscal_year import fiscal_year_name, fiscal_year_of
from ...japan_time import today
from ...papers.handover import reminders
from ...surveys.answers import answers_of
from ...surveys.questions import FACE_WORDS, FACES, SURVEYS
from ...surveys.tally import FEWEST, tallies
from .parts import Cell, Field, Form, Page, Section


def papers_page(db: Transaction, key: int) -> Page:
    """What is open, the papers to print, the surveys and the costs of this fiscal year."""
    day = today()
    year = fiscal_year_of(day)
    years = [(str(one), fiscal_year_name(one)) for one in (year, year - 1)]
    which = Field("year", _("Fiscal year"), "select", str(year), years)
    forms = [("pdf", "PDF"), ("docx", _("Word, to go on writing in"))]
    spent = costs(db, year)
    cost = Form("cost", _("Keep"), [which, Field("item", _("Item")), Field("yen", _("Yen (0 takes it out)"), "number")])
    return Page(_("Papers"), [
        Section(_("What is open"), "", (), [[line] for line in reminders(db, day)]),
        Section(_("Yearly report"), _("It holds no names."), forms=[
            Form("", _("Make it"), [which, Field("form", _("As"), "select", "pdf", forms)], address="paper/report")
        ]),
        Section(_("Certificates"), _("One page for everybody who came, with the nickname."), forms=[
            Form("", _("Make them"), [which], address="paper/certificates")
        ]),
        Section(_("Lesson badges"), _("To cut out: one for each lesson that was done, alone or with help."), forms=[
            Form("", _("Make them"), [which], address="paper/lesson-badges")
        ]),
        Section(_("Check-in cards and name badges"), _("Whose card it is stands beside it and is cut away."), forms=[
            Form("", _("Check-in cards"), address="paper/cards"), Form("", _("Name badges"), address="paper/badges"),
        ]),
        *_surveys(db, year, which),
        Section(_("Costs"), fiscal_year_name(year), [_("Item"), _("Yen")],
                [[item, f"{yen:,}"] for item, yen in spent.items()], [cost]),
        Section(_("Hand-over"), _("For the next person in charge. It holds no names."), forms=[
            Form("", _("Make it"), address="paper/handover")
        ]),
    ])  # fmt: skip


def _surveys(db: Transaction, year: int, which: Field) -> list[Section]:
    found = {one.audience: one for one in tallies(db, year)}
    faces = [(str(face), _written(FACE_WORDS[face])) for face in FACES]
    sections = [
        Section(_("Surveys"), _("Nothing ties a sheet to a person."), forms=[
            Form("", _("Print the sheets"), address="paper/surveys")
        ])
    ]  # fmt: skip
    for audience, survey in SURVEYS.items():
        tally = found.get(audience)
        rows: list[list[Cell]] = []
        if tally and tally.shown:
            rows = [
                [_written(one.text), *(tally.faces[one.key] or ["–"] * len(FACES))] for one in survey.questions
            ]  # fmt: skip
        few = _("Fewer than %(fewest)s answered; so few are not shown.") % {"fewest": FEWEST}
        sheet = Form(
            "survey", _("Enter a sheet"),
            [which, *(Field(f"face-{one.key}", _written(one.text), "select", "", faces) for one in survey.questions),
             Field("said", _written(survey.line))],
            {"audience": audience.value},
        )  # fmt: skip
        head = [_("Question"), *(word for _face, word in faces)] if rows else ()
        count = tally.sheets if tally else 0
        sheets = plural("%(count)s sheet", "%(count)s sheets", count) % {"count": count}
        note = sheets if rows else f"{sheets} {few}"
        sections.append(Section(_written(survey.title), note, head, rows, [sheet]))
    return [*sections, *_lines(db, year, which)]


def _lines(db: Transaction, year: int, which: Field) -> list[Section]:
    """The free lines, also those that seem to name somebody: a line can be taken out, the sheet's faces stay."""
    rows: list[list[Cell]] = [[one.key[:8], one.said] for one in answers_of(db, year) if one.said]
    if not rows:
        return []
    access_log.note(db, "survey-lines", len(rows))
    out = Form("no-line", _("Take it out"), [which, Field("line", _("Mark"))])
    note = _("A line that names somebody is left out of the report; take it out for good here.")
    return [Section(_("Free lines of the surveys"), note, [_("Mark"), _("Line")], rows, [out])]


def _written(text: str) -> str:
    """Return a text of the sheets as grown-ups read it."""
    return plain(for_year(_(text), OLDEST))
