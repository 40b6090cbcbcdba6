"""What the town publishes about the club: the sessions, and for a finished year how many came.

People are published in total only. By venue they would overlap (somebody may come to both), and the difference
to the total would tell how few did. Attendance comes after 31 March, and what was published is kept: see
`suppression.py` and `editions.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session as Transaction

from ...errors import AttendanceError, writing_to
from ...files import written_whole
from ...language import N_
from ..care import access_log
from ..figures.counting import session_figures, year_figures
from ..fiscal_year import last_day
from ..japan_time import today as this_day
from ..models import Session, Venue
from ..names import clean_text
from ..naming import all_names, public_reasons
from . import editions
from .data_description import DESCRIPTION, EVENTS, PEOPLE, PRESENCES, SUPPRESSED, describe
from .editions import Published, Row
from .event_list import Publisher, event_list
from .event_numbers import event_numbers
from .published_csv import published_csv
from .suppression import THRESHOLD

SMALLEST_THRESHOLD = 3
_CONTACT_LENGTH = 200


@dataclass(frozen=True)
class OpenData:
    """What was written; `published` is None where attendance is not published yet.

    The standard wants the times of each session and the address of each venue: where one is not known, it is named.
    """

    files: list[Path]
    published: Published | None
    without_times: list[Session] = field(default_factory=list)
    without_address: list[Venue] = field(default_factory=list)

    @property
    def suppressed(self) -> int | None:
        """How many numbers were suppressed; None where attendance is not published yet."""
        return None if self.published is None else self.published.suppressed


def write_open_data(
    db: Transaction,
    folder: Path,
    year: int,
    publisher: Publisher,
    *,
    threshold: int = THRESHOLD,
    today: date | None = None,
    lesson_title: Callable[[str], str] = str,
) -> OpenData:
    """Write fiscal year `year` to `folder`, all files or none; counts of 1 to `threshold` are suppressed.

    Raises: AttendanceError `threshold-range` below 3, `threshold-changed`, `file-not-written`, or as `clean_text`
    for the contact.
    """
    if threshold < SMALLEST_THRESHOLD:
        raise AttendanceError(
            "threshold-range",
            N_("A threshold of %(threshold)s protects nobody."),
            N_("Choose %(smallest)s or more; 5 is usual."),
            threshold=threshold,
            smallest=SMALLEST_THRESHOLD,
        )
    clean_text(publisher.contact, longest=_CONTACT_LENGTH)
    day = today or this_day()
    entries = session_figures(db, year, today=day)
    sessions = [entry.session for entry in entries]
    reasons = public_reasons(sessions, all_names(db))
    files = {EVENTS: event_list(sessions, publisher, event_numbers(db, sessions), reasons, lesson_title)}
    published = None
    if day > last_day(year):
        published = editions.publish(db, year_figures(db, year, today=day), entries, threshold, day)
        files[PRESENCES] = _csv(year, ("会場", "年月", "開催回数", "延べ人数"), published.presences, held=True)
        files[PEOPLE] = _csv(year, ("区分", "受講者数"), published.people)
    files[DESCRIPTION] = describe(year, publisher, day, threshold, published).encode()
    access_log.note(db, "open-data", len(sessions))
    db.flush()
    _write(folder, files)
    return OpenData(
        [folder / name for name in files],
        published,
        without_times=[one for one in sessions if not one.cancelled and not (one.start and one.end)],
        without_address=list({one.venue_id: one.venue for one in sessions if not one.venue.address}.values()),
    )


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files beside their names first: either all of them are new, or none is."""
    with writing_to(folder, AttendanceError, "file-not-written"), ExitStack() as stack:
        for name, content in files.items():
            stack.enter_context(written_whole(folder / name)).write(content)


def _csv(year: int, columns: Sequence[str], rows: Sequence[Row], *, held: bool = False) -> bytes:
    return published_csv(
        ("年度", *columns),
        [
            [str(year), *label, *([str(sessions)] if held else []), SUPPRESSED if count is None else str(count)]
            for label, sessions, count in rows
        ],
    )
