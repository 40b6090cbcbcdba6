"""The report on a class as a CSV for Excel and as a page to print."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

from ...attendance.spreadsheet_text import as_text
from ...errors import ProgramError, writing_to
from ...files import write_whole
from ...language import N_, _, language
from ...readings import as_code, plain
from .class_report import ClassReport, Outcome

DONE, NOT_YET, NOT_TRIED = "○", "△", "–"  # as in the answer to one program


def save_table(report: ClassReport, file: Path, *, on: date | None = None) -> None:
    """Write the report to `file`: .csv, or .html to print. Raises: ProgramError `table-form` or `table-not-written`."""
    form = file.suffix.lower()
    if form not in (".csv", ".html"):
        raise ProgramError("table-form", N_("%(file)s: the table is written as .csv or .html."), file=file)
    content = _csv(report) if form == ".csv" else _html(report, on or date.today())
    with writing_to(file, ProgramError, "table-not-written"):
        write_whole(file, content)


def mark(outcome: Outcome, name: str) -> str:
    """Return the sign for a step: done, not yet, or not tried because a mistake stopped the program before."""
    done = outcome.steps.get(name)
    return NOT_TRIED if done is None else DONE if done else NOT_YET


def told(outcome: Outcome) -> str:
    """Return what stops the program, in one line; "" where nothing does."""
    return " ".join(plain(outcome.mistake.message).split()) if outcome.mistake else ""


def _csv(report: ClassReport) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    steps = [plain(step.text.shown()) for step in report.steps]
    writer.writerow(map(as_text, [_("Name"), _("File"), *steps, _("What stops it")]))
    for one in report.outcomes:
        marks = [mark(one, step.name) for step in report.steps]
        writer.writerow(map(as_text, [one.child, one.file, *marks, told(one)]))
    return text.getvalue().encode("utf-8-sig")


def _html(report: ClassReport, on: date) -> bytes:
    from jinja2 import Environment, FileSystemLoader
    from markupsafe import Markup, escape

    pages = Environment(loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True, trim_blocks=True)
    pages.filters["code"] = lambda said: Markup(as_code(str(escape(said))))
    text = {
        "name": _("Name"),
        "stops": _("What stops it"),
        "misses": _("What most of the class misses"),
        "passed": _("All steps: %(passed)s of %(count)s") % {"passed": report.passed, "count": len(report.outcomes)},
        "stopped": _("A mistake stops the program"),
        "nothing": _("Nobody misses anything."),
        "left_out": _("Left out"),
    }
    page = pages.get_template("class.html.j2").render(
        lang=language(),
        title=f"{report.lesson.number}  {plain(report.lesson.title.shown())}",
        on=f"{on:%Y-%m-%d}",
        board=report.version.upper(),
        report=report,
        text=text,
        rows=[(one, [mark(one, step.name) for step in report.steps], told(one)) for one in report.outcomes],
        steps=[plain(step.text.shown()) for step in report.steps],
        stopped=sum(number for _kind, number in report.stopped),
        missed=[(plain(step.text.shown()), plain(step.hint.shown()), count) for step, count in report.missed],
    )
    return page.encode()
