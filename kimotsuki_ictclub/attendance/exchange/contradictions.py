"""Where a file contradicts itself: then nothing says which of the two is right, and both places are named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Any

from ...errors import AttendanceError
from ...language import N_
from ..models import State
from ..names import fold
from .columns import progress_word, state_word
from .entries import Entries, PersonEntry, Place, PresenceEntry, Problem, SessionEntry

_PERSON = ("nickname", "reading", "kind", "full_name", "school_year", "contact", "consent")
_SESSION = ("start", "end", "lesson", "instructors")
_PRESENCE = ("state", "clock", "progress")


def contradictions(entries: Entries) -> Iterator[Problem]:
    """Yield every contradiction among the entries, whose keys are set."""
    twice = list(_twice_without_a_number(entries.people))
    yield from twice
    if twice:
        return  # who is who is asked first: the rest would only follow from it
    yield from _differing(entries.people, lambda entry: entry.key, _PERSON, _person_error)
    yield from _differing(entries.sessions, lambda entry: entry.key, _SESSION, _session_error)
    yield from _differing(entries.presences, _person_and_session, _PRESENCE, _presence_error)
    yield from _cancelled_but_came(entries)


def _twice_without_a_number(people: list[PersonEntry]) -> Iterator[Problem]:
    """Yield who stands twice in a list of people or a register, not always with a number: one child, or two?"""
    rows: dict[tuple[int, Hashable], list[PersonEntry]] = defaultdict(list)
    for entry in people:
        if not entry.many and entry.key is not None:
            rows[entry.table, entry.key].append(entry)
    for same in rows.values():
        if len(same) > 1 and any(entry.number is None for entry in same):
            yield Problem(
                tuple(entry.place for entry in same),
                AttendanceError(
                    "twice-without-number",
                    N_("“%(nickname)s” stands in rows %(rows)s, without a number: it may be one child or two."),
                    N_("Give each child a number, or delete the row that is too many. A school year alone tells nobody"
                       " apart for good."),
                    nickname=same[0].called, rows=", ".join(entry.place.row for entry in same),
                ),
            )  # fmt: skip


def _person_and_session(entry: PresenceEntry) -> Hashable:
    keys = (entry.person.key, entry.session.key)
    return None if None in keys else keys


def _differing(
    entries: Iterable[Any], key: Callable[[Any], Hashable], names: tuple[str, ...],
    error: Callable[[Any, Any, str], AttendanceError],
) -> Iterator[Problem]:  # fmt: skip
    """Yield where two entries of one key say different things; what one leaves out is no contradiction."""
    entries = [entry for entry in entries if key(entry) is not None]  # the others are told already
    first: dict[tuple[Hashable, str], Any] = {}
    told: set[tuple[Hashable, Place]] = set()
    for entry in entries:
        for name in names:
            said = getattr(entry, name)
            if said in (None, ""):
                continue
            other = first.setdefault((key(entry), name), entry)
            # Another thing in the same row is the row's own matter: one that stands twice is told already.
            if _differ(getattr(other, name), said) and (key(entry), entry.place) not in told:
                told.add((key(entry), entry.place))
                yield Problem((other.place, entry.place), error(other, entry, name))


def _differ(one: Any, other: Any) -> bool:
    return fold(one) != fold(other) if isinstance(one, str) and isinstance(other, str) else bool(one != other)


def _person_error(one: PersonEntry, other: PersonEntry, name: str) -> AttendanceError:
    return AttendanceError(
        "one-person-two-ways",
        N_("“%(who)s” has “%(one)s” in %(first)s, but “%(other)s” in %(second)s."),
        N_("Correct the file, or give two children two numbers."),
        who=one.number or one.called, one=getattr(one, name), other=getattr(other, name),
        first=one.place, second=other.place,
    )  # fmt: skip


def _session_error(one: SessionEntry, other: SessionEntry, name: str) -> AttendanceError:
    return AttendanceError(
        "one-session-two-ways",
        N_("The session on %(date)s has “%(one)s” in %(first)s, but “%(other)s” in %(second)s."),
        N_("Correct the file, or give two sessions two starts."),
        date=one.day, one=getattr(one, name), other=getattr(other, name), first=one.place, second=other.place,
    )  # fmt: skip


def _presence_error(one: PresenceEntry, other: PresenceEntry, name: str) -> AttendanceError:
    return AttendanceError(
        "one-presence-two-ways",
        N_("“%(who)s” on %(date)s is “%(one)s” in %(first)s, but “%(other)s” in %(second)s."),
        N_("Correct the file. Two sessions on one day need a list in which each has its own start."),
        who=one.person.called, date=one.session.day, one=_word(one, name), other=_word(other, name),
        first=one.place, second=other.place,
    )  # fmt: skip


def _word(entry: PresenceEntry, name: str) -> str:
    if name == "state":
        return state_word(entry.state)
    return entry.clock if name == "clock" or entry.progress is None else progress_word(entry.progress)


def _cancelled_but_came(entries: Entries) -> Iterator[Problem]:
    cancelled = {entry.key: entry for entry in reversed(entries.sessions) if entry.cancelled}
    told = set()
    for presence in entries.presences:
        session = cancelled.get(presence.session.key)
        if session is not None and presence.state is not State.ABSENT and session.key not in told:
            told.add(session.key)
            yield Problem(
                (session.place, presence.place),
                AttendanceError(
                    "cancelled-but-came",
                    N_("The session on %(date)s is cancelled in %(first)s, but “%(who)s” came in %(second)s."),
                    N_("Correct the file."),
                    date=session.day, who=presence.person.called, first=session.place, second=presence.place,
                ),
            )  # fmt: skip
