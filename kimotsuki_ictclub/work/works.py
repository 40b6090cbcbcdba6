"""The works on the club's records: what a page or a command asks for, each in one transaction."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session as Transaction

from ..attendance.databases import LETTING_IN, hold
from ..attendance.japan_time import JAPAN, now, today
from ..attendance.names import fold
from ..attendance.people import the_participant
from ..attendance.records import Records
from ..attendance.work_tables import OwnerRow, VersionRow, WorkRow, erase_owners
from ..errors import AttendanceError
from . import checks, keeping, owners
from .model import Check, Kind, Owner, Standing, Version, Work
from .pictures import checked


class Works:
    """The children's works in `records`. Its methods may be called from several threads.

    Each raises AttendanceError `records-unreachable` and the like, as `Records` does.
    """

    def __init__(self, records: Records) -> None:
        self.records = records
        # Writers of this process wait here: fair and quick, which waiting for SQLite's lock is not.
        self._turn = threading.Lock()

    @contextmanager
    def _writing(self) -> Iterator[Transaction]:
        with self._turn, self.records.writing() as db:
            yield db

    def begun(self, who: int | str) -> Owner | None:
        """Return the owner for a participant's id or nickname, or a nickname that is not in the list; None where none
        has begun. Raises: WorkError `owner-several`.
        """
        with self.records.reading() as db:
            who = owners.listed(db, who)
            row = owners.find_row(db, who) or (owners.adoptable(db, who) if isinstance(who, int) else None)
            return None if row is None else owners.owner_of(db, row)

    def owner(self, owner_id: int) -> Owner | None:
        """Return the owner with this id; None where there is none (any more)."""
        with self.records.reading() as db:
            row = db.get(OwnerRow, owner_id)
            return None if row is None else owners.owner_of(db, row)

    def let_in(self, who: int | str, code: Sequence[str]) -> Owner:
        """Return the owner whom the three pictures `code` open; at the first time they become the code.

        `who`: a participant's id or nickname, or a nickname that is not in the list. What a participant began before
        it was in the list becomes its own.

        Raises: WorkError `picture-code-form`, `picture-code-wrong`, `picture-code-wait`, `owner-unknown`, or
            `owner-several` where several participants have this nickname;
            AttendanceError as `clean_text`.
        """
        code = checked(code)
        with self._writing() as db:
            hold(db, LETTING_IN)
            who = owners.listed(db, who)
            row = owners.find_row(db, who)
            if row is None and isinstance(who, int):
                row = owners.adoptable(db, who)
            if row is None:
                row = owners.make_row(db, who)
            right = owners.try_code(row, code)
            if right and isinstance(who, int):
                row.participant_id, row.nickname, row.folded = who, None, None
            owner = owners.owner_of(db, row)
        if not right:  # after the transaction, which counts the try
            raise owners.wrong_code()
        return owner

    def owner_without_code(self, who: int | str) -> Owner:
        """Return the owner, made where there is none yet: for rehearsals, and where no code is wanted."""
        with self._writing() as db:
            return owners.owner_of(db, owners.find_row(db, who) or owners.make_row(db, who))

    def set_code(self, owner: Owner, code: Sequence[str] | None) -> None:
        """Give `owner` another picture code; None: the child chooses a new one next time. For instructors.

        Raises: WorkError `picture-code-form` or `owner-unknown`.
        """
        code = None if code is None else checked(code)
        with self._writing() as db:
            row = db.get(OwnerRow, owner.id)
            if row is None:
                raise owners.unknown()
            owners.set_code(row, code)

    def find(self, written: str) -> Owner:
        """Return the owner meant by a participant's number, a nickname of the list, or one that is not in it.

        Raises: WorkError `owner-unknown`; AttendanceError `participant-several`.
        """
        with self.records.reading() as db:
            try:
                row = owners.find_row(db, the_participant(db, written).id)
            except AttendanceError as error:
                if error.code != "participant-unknown":
                    raise
                row = None
            row = row or owners.find_row(db, written)
            if row is None:
                raise owners.unknown()
            return owners.owner_of(db, row)

    def open_work(self, owner: Owner, lesson: int, starter: str = "") -> Work:
        """Return the owner's work for lesson `lesson` (0: a program of its own), begun with `starter` where new.

        Raises: WorkError `owner-unknown`.
        """
        with self._writing() as db:
            if db.scalar(select(OwnerRow).where(OwnerRow.id == owner.id).with_for_update()) is None:
                raise owners.unknown()
            mine = select(WorkRow).where(WorkRow.owner_id == owner.id, WorkRow.lesson == lesson)
            row = db.scalars(mine.order_by(WorkRow.changed_at.desc(), WorkRow.id.desc())).first()
            return keeping.work_of(row or keeping.begin(db, owner.id, lesson, starter))

    def work(self, work_id: int) -> Work:
        """Return a work as it is now. Raises: WorkError `work-unknown`."""
        with self.records.reading() as db:
            return keeping.work_of(keeping.get_row(db, work_id))

    def keep(
        self, work: Work | int, text: str, base_version: int, kind: Kind, *, writer: str = "",
        owner: Owner | None = None,
    ) -> Work:  # fmt: skip
        """Make `text` the newest version of `work` (or of the one with this id) and return it; it is on the disk then.

        owner: whose it must be; another's work is `work-unknown` then.
        base_version: the version that the writer has seen. writer: the device or person who writes; for one and the
        same writer an older `base_version` is no conflict (an answer may have been lost on the way). Typing on within
        a minute is one version; a text that is the newest already is only marked with `kind`.

        Raises: WorkError `work-changed-elsewhere` where somebody else has written since `base_version`;
            `work-too-long`, `work-unreadable` or `work-unknown`. Nothing is then changed.
        """
        with self._writing() as db:
            work_id = work if isinstance(work, int) else work.id
            return keeping.keep(db, work_id, text, base_version, kind, writer, owner.id if owner else None)

    def take_back(self, work: Work, number: int, base_version: int, *, writer: str = "") -> Work:
        """Make version `number` the newest again. Raises: WorkError `version-unknown`, or as `keep`."""
        with self._writing() as db:
            text = keeping.get_version(db, work.id, number).text
            return keeping.keep(db, work.id, text, base_version, Kind.TAKEN_BACK, writer)

    def versions(self, work: Work) -> list[Version]:
        """Return the versions of `work`, the newest first."""
        with self.records.reading() as db:
            rows = db.scalars(
                select(VersionRow).where(VersionRow.work_id == work.id).order_by(VersionRow.number.desc())
            )
            return [keeping.version_of(row) for row in rows]

    def works_of(self, owner: Owner) -> list[Work]:
        """Return the owner's works, the one that was changed last first."""
        with self.records.reading() as db:
            mine = select(WorkRow).where(WorkRow.owner_id == owner.id)
            return [keeping.work_of(row) for row in db.scalars(mine.order_by(WorkRow.changed_at.desc()))]

    def note_check(
        self,
        work: Work,
        steps: Mapping[str, bool],
        hints: Mapping[str, int],
        *,
        verdict: str,
        version: int | None = None,
        picture: str = "",
    ) -> Check:
        """Keep what a check found about `work` (its `version`, where another was checked).

        steps: the names of the steps that were tried, and whether each was done. hints: how many hints the child has
        seen, by step. verdict and picture: as in `checking.Report`. Raises: WorkError `work-unknown`.
        """
        with self._writing() as db:
            keeping.get_row(db, work.id)
            return checks.note(db, work.id, version or work.version, steps, hints, verdict, picture)

    def checks(self, work: Work) -> list[Check]:
        """Return the checks of `work`, the oldest first."""
        with self.records.reading() as db:
            return checks.checks_of_all(db, [work.id]).get(work.id, [])

    def note_board(self, work: Work, label: str) -> None:
        """Note that `work` went to the board `label`. Raises: WorkError `work-unknown`."""
        with self._writing() as db:
            row = keeping.get_row(db, work.id, to_write=True)
            row.board, row.board_version, row.board_at = label[:80], work.version, now()

    def works_today(self, day: date | None = None) -> list[Standing]:
        """Return how the works stand that were changed on `day` (in Japan; today), by the owner's name."""
        begin = datetime.combine(day or today(), datetime.min.time(), JAPAN)
        return self.standings(since=begin, until=begin + timedelta(days=1))

    def standings(
        self, *, owner: Owner | None = None, lesson: int | None = None, since: datetime | None = None,
        until: datetime | None = None,
    ) -> list[Standing]:  # fmt: skip
        """Return how the works stand: of `owner`, for `lesson`, changed from `since` and before `until`."""
        wanted = select(WorkRow)
        if owner is not None:
            wanted = wanted.where(WorkRow.owner_id == owner.id)
        if lesson is not None:
            wanted = wanted.where(WorkRow.lesson == lesson)
        if since is not None:
            wanted = wanted.where(WorkRow.changed_at >= since)
        if until is not None:
            wanted = wanted.where(WorkRow.changed_at < until)
        with self.records.reading() as db:
            rows = list(db.scalars(wanted.order_by(WorkRow.lesson, WorkRow.id)))
            found = _standings(db, rows)
        return sorted(found, key=lambda one: (fold(one.owner.reading or one.owner.nickname), one.owner.id))

    def forget(self, owner: Owner) -> None:
        """Erase all that `owner` has made; the participant stays. Call `attendance.care.erasure.scrub` afterwards."""
        with self._writing() as db:
            erase_owners(db, [owner.id])


def _standings(db: Transaction, rows: Sequence[WorkRow]) -> list[Standing]:
    ids = [row.id for row in rows]
    whose = owners.owners_of(db, {row.owner_id for row in rows})
    found, helped = checks.checks_of_all(db, ids), checks.helped_works(db, ids)
    return [
        Standing(
            whose[row.owner_id],
            keeping.work_of(row),
            found[row.id][-1] if row.id in found else None,
            checks.proposed(found.get(row.id, ()), helped=row.id in helped),
        )
        for row in rows
    ]
