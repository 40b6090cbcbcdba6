"""What a tablet may do. Each action has an id of its own: sent again after a lost answer, it is done once."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session as Transaction

from ...errors import AttendanceError
from ...language import N_
from .. import japan_time as clock
from ..care.access_log import note
from ..models import DeskAction, Participant, Presence, Session
from ..people import add_participant
from ..presence import check_in, undo
from ..records import Records
from ..sessions import add_session, find_session, session_by_id
from ..venues import find_venue

LONGEST_QUEUE = timedelta(hours=12)  # how long a touch may have waited on a tablet without a network
MOST_ACTIONS = 200  # in one message
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def apply(records: Records, message: Any) -> dict[str, str]:
    """Do the actions of a tablet's `message` in their order; return the code of each that was refused, by id.

    Every action is a transaction of its own. What is not in the answer is done, and on the disk.

    Raises: AttendanceError `desk-message` where the message is none, or `records-unreachable`.
    """
    actions = message.get("actions") if isinstance(message, dict) else None
    if not isinstance(actions, list) or len(actions) > MOST_ACTIONS:
        raise _not_understood()
    refused = {}
    for action in actions:
        if not isinstance(action, dict) or not _UUID.fullmatch(str(action.get("id"))):
            raise _not_understood()
        try:
            with records.writing() as db:
                if _is_new(db, action["id"]):
                    _do(db, action)
        except AttendanceError as error:
            if error.code == "records-unreachable":
                raise
            refused[action["id"]] = error.code
    return refused


def _is_new(db: Transaction, action_id: str) -> bool:
    """Note the action's id in this transaction; return False where it was done before."""
    from sqlalchemy.dialects import postgresql, sqlite

    kind = postgresql if db.get_bind().dialect.name == "postgresql" else sqlite
    noted = (
        kind.insert(DeskAction)
        .values(id=action_id, applied_at=clock.now())
        .on_conflict_do_nothing()
        .returning(DeskAction.id)
    )
    return db.scalar(noted) is not None


def _do(db: Transaction, action: dict[str, Any]) -> None:
    kind = action.get("kind")
    if kind == "session":
        _open_session(db, _text(action, "venue"))
        return
    session = session_by_id(db, _whole(action, "session"))
    at = clock.now() - timedelta(milliseconds=min(_whole(action, "age_ms"), LONGEST_QUEUE // timedelta(milliseconds=1)))
    if kind == "new":
        key = _text(action, "person")
        if not _UUID.fullmatch(key):
            raise _not_understood()
        person = add_participant(db, _text(action, "nickname"), reading=_text(action, "reading"), key=key)
        check_in(db, session, person, at=at)
    elif kind == "check-in":
        check_in(db, session, _person(db, action), at=at)
    elif kind == "undo":
        undo(db, session, _person(db, action))
    elif kind == "undo-new":
        _undo_new(db, session, _person(db, action))
    else:
        raise _not_understood()
    note(db, kind, 1, by="desk")


def _open_session(db: Transaction, venue: str) -> None:
    """Add a session today; two tablets that do it at once open one."""
    place = find_venue(db, venue)
    if find_session(db, clock.today(), place, "") is None:
        add_session(db, clock.today(), venue=place.key)


def _undo_new(db: Transaction, session: Session, person: Participant) -> None:
    """Take back a newcomer who was added by mistake: with no other presence, nothing is kept of the slip."""
    undo(db, session, person)
    elsewhere = db.scalar(select(Presence.session_id).where(Presence.participant_id == person.id).limit(1))
    if elsewhere is None:
        db.delete(person)
        db.flush()


def _person(db: Transaction, action: dict[str, Any]) -> Participant:
    person = db.scalar(select(Participant).where(Participant.key == _text(action, "person")))
    if person is None or person.nickname is None:
        raise AttendanceError("participant-gone", N_("This participant is no longer in the records."))
    return person


def _text(action: dict[str, Any], name: str) -> str:
    value = action.get(name, "")
    if not isinstance(value, str):
        raise _not_understood()
    return value


def _whole(action: dict[str, Any], name: str) -> int:
    value = action.get(name)
    if not isinstance(value, int) or not 0 <= value < 2**31:
        raise _not_understood()
    return value


def _not_understood() -> AttendanceError:
    return AttendanceError("desk-message", N_("The desk got a message that it does not understand."))
