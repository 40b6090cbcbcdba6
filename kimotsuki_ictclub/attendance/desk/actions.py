"""What a tablet may do. Each action has an id of its own: sent again after a lost answer, it is done once."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, not_, select
from sqlalchemy.orm import Session as Transaction

from ...errors import AttendanceError
from ...language import N_
from .. import japan_time as clock
from ..care.access_log import note
from ..databases import insert_into
from ..models import DeskAction, Duty, Erasure, Participant, Presence, Role, Session, State
from ..people import add_participant
from ..presence import check_in, undo
from ..records import Records
from ..sessions import add_session, delete_session, has_anybody, session_by_id, sessions_on
from ..surveys.tablets import keep_sheet
from ..venues import find_venue
from .touch_window import KEY, REACH, moment, ticket_fits, window

MOST_ACTIONS = 200  # in one message
MOST_NEWCOMERS = 100  # in twelve hours from tablets; on the desk's own PC there is no bound
REMEMBERED = timedelta(days=400)  # the fiscal year and a month: a tablet may lie in a drawer with touches for long
SAME_TIME = timedelta(minutes=2)  # what network and clocks may put between two touches of one tablet
# What no later try can change. Everything else stays on the tablet until a grown-up has looked at it.
_FINAL = {
    "desk-message", "duty-noted", "participant-gone", "progress-noted", "session-exists", "session-over",
    "session-used", "survey-answer", "survey-empty", "text-empty", "text-refused", "text-too-long", "venue-unknown",
}  # fmt: skip
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def apply(records: Records, message: Any, *, trusted: bool = False) -> dict[str, dict[str, str]]:
    """Do the actions of a tablet's `message` in their order.

    Return the codes of what was "refused" for good, by action id, and where there is any, of what was not done but
    may be later ("kept" by the tablet). Every action is a transaction of its own; what is not in the answer is done,
    and on the disk. `trusted` is the PC of the desk: it may add any number of newcomers.

    Raises: AttendanceError `desk-message` where the message is none, or `records-…`.
    """
    actions = message.get("actions") if isinstance(message, dict) else None
    if not isinstance(actions, list) or len(actions) > MOST_ACTIONS:
        raise _not_understood()
    if not all(isinstance(action, dict) and _UUID.fullmatch(str(action.get("id"))) for action in actions):
        raise _not_understood()
    refused: dict[str, str] = {}
    kept: dict[str, str] = {}
    for action in actions:
        try:
            with records.writing() as db:
                if _is_new(db, action["id"]):
                    _do(db, action, trusted)
        except AttendanceError as error:
            if error.code.startswith("records-"):
                raise
            (refused if error.code in _FINAL else kept)[action["id"]] = error.code
    return {"refused": refused, "kept": kept} if kept else {"refused": refused}


def _is_new(db: Transaction, action_id: str) -> bool:
    """Note the action's id in this transaction; return False where it was done before."""
    noted = (
        insert_into(db, DeskAction)
        .values(id=action_id, applied_at=clock.now())
        .on_conflict_do_nothing()
        .returning(DeskAction.id)
    )
    return db.scalar(noted) is not None


def forget_old_actions(db: Transaction) -> None:
    """Forget which actions were done so long ago that no tablet sends them again; the key of the tickets stays."""
    old = DeskAction.applied_at < clock.now() - REMEMBERED
    db.execute(delete(DeskAction).where(old, not_(DeskAction.id.startswith(KEY))))


def _do(db: Transaction, action: dict[str, Any], trusted: bool) -> None:
    kind = action.get("kind")
    if kind == "session":
        _open_session(db, _text(action, "venue"), _whole(action, "age_ms"))
        return
    if kind == "survey":
        _keep_sheet(db, action)
        return
    session = session_by_id(db, _id(action, "session"))
    now = clock.now()
    opens, closes = window(session)
    if not opens <= now <= closes and not ticket_fits(db, session, _text(action, "ticket")):
        raise AttendanceError("session-past", N_("A tablet may change sessions of the last twelve hours only."))
    at = moment(session, _whole(action, "age_ms"), now)
    if kind == "new":
        check_in(db, session, _newcomer(db, action, trusted), at=at)
    elif kind == "check-in":
        check_in(db, session, _person(db, action), at=at)
    elif kind == "undo":
        _take_back(db, session, _person(db, action), at)
    elif kind == "undo-new":
        _take_back_newcomer(db, session, _person(db, action), at)
    elif kind == "undo-session":
        _close_session(db, session)
    else:
        raise _not_understood()
    note(db, kind, 1, by="desk")


def _keep_sheet(db: Transaction, action: dict[str, Any]) -> None:
    faces = action.get("faces")
    if not isinstance(faces, dict):
        raise _not_understood()
    age = timedelta(milliseconds=min(_whole(action, "age_ms"), 10**12))
    keep_sheet(db, _text(action, "audience"), faces, _text(action, "said"), age=age)


def _open_session(db: Transaction, venue: str, age_ms: int) -> None:
    """Add a session on the day of the touch; two tablets that do it at once open one."""
    place = find_venue(db, venue)
    if age_ms > REACH // timedelta(milliseconds=1):
        raise AttendanceError("session-over", N_("The session was begun too long ago."))
    day = (clock.now() - timedelta(milliseconds=age_ms)).date()
    if not any(one.venue_id == place.id and not one.cancelled for one in sessions_on(db, day)):
        add_session(db, day, venue=place.key)
        note(db, "session", 1, by="desk")


def _close_session(db: Transaction, session: Session) -> None:
    """Take back a session that was begun at the wrong venue: nothing may be in it."""
    if not is_bare(db, session):
        raise AttendanceError("session-used", N_("Somebody is in this session already."))
    delete_session(db, session)


def is_bare(db: Transaction, session: Session) -> bool:
    """Return whether `session` is no more than a touch on the desk: nobody in it, nothing planned for it."""
    if session.start or session.end or session.lesson or session.instructors:
        return False
    return not has_anybody(db, session)


def _newcomer(db: Transaction, action: dict[str, Any], trusted: bool) -> Participant:
    key = _text(action, "person")
    if not _UUID.fullmatch(key):
        raise _not_understood()
    known = db.scalar(select(Participant).where(Participant.key == key))
    if known is not None:
        return known
    if db.scalar(select(Erasure.number).where(Erasure.key == key)) is not None:
        raise _gone()  # a touch that waited on a tablet does not bring an erased person back
    if not trusted and _newcomers(db) >= MOST_NEWCOMERS:
        raise AttendanceError("newcomers-many", N_("Too many newcomers at once: add them on the PC of the desk."))
    db.execute(delete(DeskAction).where(DeskAction.id.startswith("new-"), DeskAction.applied_at < clock.now() - REACH))
    person = add_participant(db, _text(action, "nickname"), reading=_text(action, "reading"), key=key)
    db.add(DeskAction(id=_newcomer_note(key), applied_at=clock.now()))
    return person


def _newcomers(db: Transaction) -> int:
    noted = select(func.count()).where(DeskAction.id.startswith("new-"), DeskAction.applied_at > clock.now() - REACH)
    return db.scalar(noted) or 0


def _newcomer_note(key: str) -> str:
    """Return the id under which it is noted that the desk added this person. No tablet can send such an id."""
    return f"new-{key.replace('-', '')}"


def _take_back(db: Transaction, session: Session, person: Participant, at: datetime) -> None:
    """Undo a check-in, unless it was made again since, on another tablet."""
    presence = db.get(Presence, (session.id, person.id))
    if presence is None or presence.state == State.ABSENT:
        _take_back_mentor(db, session, person, at)
        return
    if presence.lesson_progress is not None:
        raise AttendanceError("progress-noted", N_("The lesson progress is noted already: ask a grown-up."))
    if presence.checked_in_at is None or presence.checked_in_at <= at + SAME_TIME:
        undo(db, session, person)


def _take_back_mentor(db: Transaction, session: Session, mentor: Participant, at: datetime) -> None:
    duty = db.get(Duty, (session.id, mentor.id))
    if duty is not None and (duty.role is Role.TAUGHT or duty.minutes is not None):
        raise AttendanceError("duty-noted", N_("What the mentor did is noted already: take it back on the PC."))
    if duty is not None and (duty.checked_in_at is None or duty.checked_in_at <= at + SAME_TIME):
        undo(db, session, mentor)


def _take_back_newcomer(db: Transaction, session: Session, person: Participant, at: datetime) -> None:
    """Take back a newcomer who was added by mistake: with no other presence, nothing is kept of the slip."""
    _take_back(db, session, person, at)
    added = db.get(DeskAction, _newcomer_note(person.key))
    presence = db.scalar(select(Presence.session_id).where(Presence.participant_id == person.id).limit(1))
    duty = db.scalar(select(Duty.session_id).where(Duty.participant_id == person.id).limit(1))
    anywhere = presence or duty
    if added is not None and added.applied_at > clock.now() - REACH and anywhere is None:
        db.delete(added)
        db.delete(person)
        db.flush()


def _person(db: Transaction, action: dict[str, Any]) -> Participant:
    person = db.scalar(select(Participant).where(Participant.key == _text(action, "person")))
    if person is None or person.nickname is None:
        raise _gone()
    return person


def _gone() -> AttendanceError:
    return AttendanceError("participant-gone", N_("This participant is no longer in the records."))


def _text(action: dict[str, Any], name: str) -> str:
    value = action.get(name, "")
    if not isinstance(value, str):
        raise _not_understood()
    return value


def _whole(action: dict[str, Any], name: str) -> int:
    """Return a whole number from 0 on: an age of any length is one, a time before now is not old."""
    value = action.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise _not_understood()
    return max(0, value)


def _id(action: dict[str, Any], name: str) -> int:
    value = _whole(action, name)
    if value >= 2**31:
        raise _not_understood()
    return value


def _not_understood() -> AttendanceError:
    return AttendanceError("desk-message", N_("The desk got a message that it does not understand."))
