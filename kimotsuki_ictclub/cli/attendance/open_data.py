"""The part of `ictclub attendance export` that writes open data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ...language import _
from ..output import print_json
from .options import open_the_records

if TYPE_CHECKING:
    from ...attendance.open_data.publishing import OpenData

_MOST_NAMED = 20


def export_open_data(folder: Path, year: int, threshold: int, contact: str, as_json: bool) -> None:
    """Write the open data of `year`, and name what is left out or still missing."""
    from ...attendance.open_data.event_list import Publisher
    from ...attendance.open_data.publishing import write_open_data

    with open_the_records() as records, records.writing() as db:
        result = write_open_data(
            db, folder, year, Publisher(contact=contact), threshold=threshold, lesson_title=_lesson_title
        )
    notices = [*_missing(result)]
    if result.published is None:
        notices.append(
            _("Attendance follows when the fiscal year is over: earlier editions could be subtracted from it.")
        )
    elif result.published.held_back:
        notices.append(
            _("The counts stay those of %(day)s: what has changed since would tell how few it concerns.")
            % {"day": result.published.published_on}
        )
    if as_json:
        edition = result.published.number if result.published else None
        files = [str(file) for file in result.files]
        print_json({"files": files, "suppressed": result.suppressed, "edition": edition, "notices": notices})
        return
    for file in result.files:
        click.echo(_("Written: %(file)s") % {"file": file})
    if result.suppressed is not None:
        click.echo(_("Numbers suppressed: %(count)s") % {"count": result.suppressed})
    for notice in notices:
        click.echo(notice)


def _missing(result: OpenData) -> Iterator[str]:
    """Name what the standard wants and nobody has said yet."""
    for venue in result.without_address:
        yield _("The venue %(name)s has no address yet: ictclub attendance venue %(key)s --address ADDRESS") % {
            "name": venue.name, "key": venue.key,
        }  # fmt: skip
    if result.without_times:
        days = ", ".join(f"{one.id} ({one.date})" for one in result.without_times[:_MOST_NAMED])
        more = " …" if len(result.without_times) > _MOST_NAMED else ""
        yield _(
            "The standard wants start and end of each session; these have none: %(sessions)s."
            " Say them: ictclub attendance session --change NUMBER --start 18:30 --end 20:00"
        ) % {"sessions": days + more}


def _lesson_title(written: str) -> str:
    """Return the title of one of our lessons where its number is written, else what is written."""
    from ... import lessons
    from ...errors import LessonError
    from ...readings import plain

    if not written.strip().isdecimal():
        return written
    try:
        return plain(lessons.find(written).title.ja).replace(" ", "")  # the spaces help children read
    except LessonError:
        return written
