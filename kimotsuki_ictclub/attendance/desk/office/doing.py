"""What the forms of the organizers' pages do. Each is one transaction with its line in the access log."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from sqlalchemy.orm import Session as Transaction

from ....errors import AttendanceError
from ....language import N_
from ... import people, sessions, years
from ...care import access_log
from ...family import health, pictures, relatives
from ...figures.costs import set_cost
from ...fiscal_year import fiscal_year_of, parse_fiscal_year
from ...japan_time import today
from ...mentors.becoming import become
from ...mentors.duties import note_duty
from ...mentors.training import add_training, remove_training
from ...models import Audience, Kind
from ...records import Records
from ...safety.emergency import set_emergency_plan
from ...surveys.answers import add_answer, empty_line
from ...times_of_day import parse_time
from ...venues import find_venue
from ...wareki import parse_day
from .one_or_two import PREVIEWED, do_it
from .parts import number_said

Said = Mapping[str, str]


def do(records: Records, key: int, said: Said) -> None:
    """Do what a form says about the person, session or training with the number `key`.

    Raises: ClubError with what is wrong; then nothing was changed.
    """
    doing = said.get("doing", "")
    if doing in PREVIEWED:
        do_it(records, key, said)
        return
    action = _DOING.get(doing)
    try:
        if action is None:
            raise LookupError(doing)
        with records.writing() as db:
            action(db, key, said)
            access_log.note(db, f"office-{doing}", 1)
    except (ValueError, LookupError, OverflowError) as error:  # no form of ours: a choice that is none, half a letter
        raise AttendanceError("desk-message", N_("The desk got a message that it does not understand.")) from error


def _add(db: Transaction, key: int, said: Said) -> None:
    kind = said.get("kind") or Kind.CHILD
    people.add_participant(db, said.get("nickname", ""), reading=said.get("reading", ""), kind=kind)


def _about(db: Transaction, key: int, said: Said) -> None:
    person = people.by_number(db, key)
    people.change_participant(db, person, nickname=said.get("nickname", ""), reading=said.get("reading"))
    people.set_details(
        db, person, full_name=said.get("full_name"), school_year=said.get("school_year"),
        guardian_contact=said.get("contact"), consent_on=_day(said, "consent"),
    )  # fmt: skip


def _kind(db: Transaction, key: int, said: Said) -> None:
    become(db, people.by_number(db, key), said.get("kind", ""), since=_day(said, "since"))


def _picture(db: Transaction, key: int, said: Said) -> None:
    if said.get("shown") == "revoked":
        pictures.revoke_picture(db, people.by_number(db, key), on=_day(said, "on"))
    else:
        pictures.set_picture(db, people.by_number(db, key), said.get("shown", ""), said_on=_day(said, "on"))


def _health(db: Transaction, key: int, said: Said) -> None:
    if said.get("note", "").strip():
        health.set_health_note(db, people.by_number(db, key), said["note"], until=_day(said, "until"))
    else:
        health.remove_health_note(db, people.by_number(db, key))


def _guardian(db: Transaction, key: int, said: Said) -> None:
    relatives.add_guardian(db, people.by_number(db, key), said.get("who", ""), said.get("contact", ""))


def _no_guardian(db: Transaction, key: int, said: Said) -> None:
    relatives.remove_guardian(db, people.by_number(db, key), number_said(said, "place"))


def _sibling(db: Transaction, key: int, said: Said) -> None:
    relatives.make_siblings(db, people.by_number(db, key), people.by_number(db, number_said(said, "other")))


def _no_sibling(db: Transaction, key: int, said: Said) -> None:
    relatives.remove_sibling(db, people.by_number(db, key))


def _session(db: Transaction, key: int, said: Said) -> None:
    sessions.change_session(
        db,
        sessions.session_by_id(db, key),
        day=_day(said, "date"),
        venue=said.get("venue"),
        start=_time(said, "start"),
        end=_time(said, "end"),
        lesson=said.get("lesson"),
        instructors=said.get("instructors"),
    )


def _new_session(db: Transaction, key: int, said: Said) -> None:
    day = _day(said, "date") or today()
    sessions.add_session(
        db, day, venue=said.get("venue", ""), start=_time(said, "start"), end=_time(said, "end"),
        lesson=said.get("lesson", ""),
    )  # fmt: skip


def _cancel(db: Transaction, key: int, said: Said) -> None:
    sessions.cancel_session(db, sessions.session_by_id(db, key), said.get("reason", ""))


def _reopen(db: Transaction, key: int, said: Said) -> None:
    sessions.reopen_session(db, sessions.session_by_id(db, key))


def _delete(db: Transaction, key: int, said: Said) -> None:
    sessions.delete_session(db, sessions.session_by_id(db, key))


def _duty(db: Transaction, key: int, said: Said) -> None:
    minutes = number_said(said, "minutes") if said.get("minutes", "").strip() else None
    session = sessions.session_by_id(db, number_said(said, "session"))
    mentor = people.by_number(db, number_said(said, "mentor"))
    note_duty(db, session, mentor, role=said.get("role") or None, minutes=minutes)


def _training(db: Transaction, key: int, said: Said) -> None:
    minutes = number_said(said, "minutes")
    mentor = people.by_number(db, number_said(said, "mentor"))
    add_training(db, mentor, day=_day(said, "date") or today(), what=said.get("what", ""), minutes=minutes)


def _no_training(db: Transaction, key: int, said: Said) -> None:
    remove_training(db, number_said(said, "training"))


def _rates(db: Transaction, key: int, said: Said) -> None:
    year = fiscal_year_of(today())
    years.set_rates(db, year, taught=number_said(said, "taught"), helped=number_said(said, "helped"))


def _emergency(db: Transaction, key: int, said: Said) -> None:
    names = ("caller", "aed", "meeting_point", "office")
    set_emergency_plan(db, find_venue(db, said.get("venue", "")), **{name: said.get(name) for name in names})


def _cost(db: Transaction, key: int, said: Said) -> None:
    set_cost(db, _year(said), said.get("item", ""), number_said(said, "yen"))


def _survey(db: Transaction, key: int, said: Said) -> None:
    faces = {
        name.removeprefix("face-"): number_said(said, name) for name in said if name.startswith("face-") and said[name]
    }
    if said.get("audience") not in set(Audience):
        raise AttendanceError("survey-answer", N_("That is no answer to this survey."))
    add_answer(db, Audience(said["audience"]), faces, said.get("said", ""), year=_year(said))


def _no_line(db: Transaction, key: int, said: Said) -> None:
    empty_line(db, _year(said), said.get("line", "").strip())


def _year(said: Said) -> int:
    return parse_fiscal_year(said["year"]) if said.get("year") else fiscal_year_of(today())


_DOING: dict[str, Callable[[Transaction, int, Said], None]] = {
    "add": _add, "about": _about, "kind": _kind,
    "picture": _picture, "health": _health, "guardian": _guardian, "no-guardian": _no_guardian,
    "sibling": _sibling, "no-sibling": _no_sibling, "session": _session,
    "new-session": _new_session, "cancel": _cancel, "reopen": _reopen, "delete": _delete, "duty": _duty,
    "training": _training, "no-training": _no_training, "rates": _rates, "emergency": _emergency,
    "cost": _cost, "survey": _survey, "no-line": _no_line,
}  # fmt: skip


def _day(said: Said, name: str) -> date | None:
    written = said.get(name, "").strip()
    return parse_day(written) if written else None


def _time(said: Said, name: str) -> str:
    written = said.get(name, "").strip()
    return parse_time(written) if written else ""
