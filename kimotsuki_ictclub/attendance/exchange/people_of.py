"""Who the people of a file are: those in the records, by number or nickname, and those who are new."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session as Transaction

from ...errors import AttendanceError
from ...language import N_
from ..models import Erasure, Participant
from ..names import fold
from ..people import everybody
from .entries import PersonEntry, Problem


@dataclass(frozen=True)
class Alike:
    """A name in the file that is taken for one in the records, though it is written in another way."""

    place: str
    written: str
    known: str
    number: int


class PeopleOf:
    """Gives each entry the key of its person: ("number", 7), or ("name", joined) for a new one without a number."""

    def __init__(self, db: Transaction) -> None:
        self.known = {person.number: person for person in everybody(db) if person.number is not None}
        self._erased = set(db.scalars(select(Erasure.number)))
        self.alike: list[Alike] = []
        self._numbers: dict[str, set[int]] = defaultdict(set)  # joined nickname: in the records and the file
        self._full_names: dict[int, set[str]] = defaultdict(set)
        self._written: dict[int, set[str]] = defaultdict(set)
        for number, person in self.known.items():
            self._note(number, person.nickname, person.details.full_name if person.details else None)

    def find(self, entries: list[PersonEntry]) -> Iterator[Problem]:
        """Set the entries' keys, those with numbers first; yield what is in the way."""
        numbered = [entry for entry in entries if entry.number is not None]
        for entry in numbered:
            assert entry.number is not None
            self._note(entry.number, entry.nickname, entry.full_name)
            entry.key = ("number", entry.number)
        named = {entry.number for entry in numbered if entry.nickname is not None} | self.known.keys()
        nameless: list[PersonEntry] = []
        for entry in entries:
            try:
                if entry.number is not None:
                    self._check_number(entry)
                    if entry.number not in named:
                        nameless.append(entry)
                else:
                    entry.key = self._by_name(entry)
                    if entry.key is None:
                        nameless.append(entry)
            except AttendanceError as error:
                yield Problem((entry.place,), error)
        yield from _nameless(nameless)

    def _note(self, number: int, nickname: str | None, full_name: str | None) -> None:
        if nickname:
            self._numbers[joined(nickname)].add(number)
            self._written[number].add(nickname)
        if full_name:
            self._full_names[number].add(joined(full_name))

    def _check_number(self, entry: PersonEntry) -> None:
        assert entry.number is not None
        person = self.known.get(entry.number)
        if person is None:
            if entry.number in self._erased:
                raise AttendanceError(
                    "number-erased", N_("Number %(number)s belonged to somebody whose data was erased."),
                    N_("Leave it out, or give a person who came back a new number."), number=entry.number,
                )  # fmt: skip
        elif entry.nickname is not None and not _is_called(person, entry):
            raise AttendanceError(
                "other-nickname",
                N_("Number %(number)s is “%(known)s” in the records, but “%(written)s” in the file."),
                N_("Correct one of them: ictclub attendance add NICKNAME --change %(number)s"),
                number=entry.number, known=person.nickname, written=entry.nickname,
            )  # fmt: skip
        else:
            self._note_alike(entry, entry.number)

    def _by_name(self, entry: PersonEntry) -> Hashable:
        """Return the key of an entry without a number; None for a full name that nobody has."""
        full_name = joined(entry.full_name or "")
        if entry.nickname is None:
            found = {number for number, names in self._full_names.items() if full_name in names}
        else:
            found = self._numbers.get(joined(entry.nickname), set())
            exactly = {number for number in found if entry.nickname in self._written[number]}
            by_full_name = {number for number in found if full_name and full_name in self._full_names[number]}
            found = found if len(found) < 2 else by_full_name or exactly or found
        if len(found) > 1:
            raise AttendanceError(
                "participant-several", N_("Several participants are called “%(written)s”: numbers %(numbers)s."),
                N_("Use the number."), written=entry.called, numbers=", ".join(map(str, sorted(found))),
            )  # fmt: skip
        if not found:
            return ("name", joined(entry.nickname)) if entry.nickname is not None else None
        number = next(iter(found))
        if full_name and self._full_names[number] and full_name not in self._full_names[number]:
            raise AttendanceError(
                "other-full-name",
                N_("“%(nickname)s” (number %(number)s) has another full name in the records: one child or two?"),
                N_("Give each child a number in the file."), nickname=entry.called, number=number,
            )  # fmt: skip
        self._note_alike(entry, number)
        return ("number", number)

    def _note_alike(self, entry: PersonEntry, number: int) -> None:
        person = self.known.get(number)
        if person is None or entry.nickname in (None, person.nickname):
            return
        assert person.nickname is not None
        self.alike.append(Alike(entry.place.row, entry.called, person.nickname, number))

    def same_names(self, entries: list[PersonEntry]) -> dict[str, list[int]]:
        """Return the nicknames of new people that another person has too, with the numbers."""
        new = {entry.number: entry for entry in entries if entry.number is not None and entry.number not in self.known}
        return {
            entry.called: sorted(self._numbers[joined(entry.nickname or "")])
            for entry in new.values()
            if len(self._numbers[joined(entry.nickname or "")]) > 1
        }


def _is_called(person: Participant, entry: PersonEntry) -> bool:
    known, written = joined(person.nickname or ""), joined(entry.nickname or "")
    if known == written or known == f"'{written}":  # LibreOffice drops Excel's mark for text
        return True
    try:
        return float(known) == float(written)  # 007 or 1e3, saved as a number
    except ValueError:
        return False


def _nameless(entries: list[PersonEntry]) -> Iterator[Problem]:
    if any(entry.full_name for entry in entries) and not any(entry.nickname for entry in entries):
        yield Problem(
            tuple(entry.place for entry in entries[:1]),
            AttendanceError(
                "no-nicknames", N_("The list has full names, but no nicknames."),
                N_("Nicknames are what stands on the tablet and in exports, so that full names need not. Add a column"
                   " ニックネーム; or say --as-nicknames, if the children are called by the names in the list."),
            ),
        )  # fmt: skip
        return
    for entry in entries:
        yield Problem(
            (entry.place,),
            AttendanceError(
                "no-nickname", N_("There is no participant with number %(number)s, and the row has no nickname."),
                N_("Give the row a nickname, then the participant is added."), number=entry.number or "–",
            ),
        )  # fmt: skip


def joined(name: str) -> str:
    """Return the form in which a file's names are compared: folded, without blanks."""
    return fold(name).replace(" ", "")
