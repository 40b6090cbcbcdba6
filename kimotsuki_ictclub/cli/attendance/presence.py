"""`ictclub attendance checkin`: who is here."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from ...language import N_, _
from ..output import json_option, print_json
from .options import day as parse_day
from .options import open_the_records

if TYPE_CHECKING:
    from sqlalchemy.orm import Session as Transaction

    from ...attendance.models import Participant, Session

_STATES = ("present", "late", "absent")
_STATE = N_("Default: late from 15 minutes after the start; on another day, present.")
_ROLES = ("taught", "helped")
_PROGRESS = ("not_yet", "with_help", "alone")


@click.command("checkin", help=_("Check participants in, by number or nickname, at today's session."))
@click.argument("who", nargs=-1, required=True)
@click.option("--date", "day", type=parse_day, help=_("Another day's session."))
@click.option("--venue", help=_("Needed where both venues meet on that day."))
@click.option("--session", "session_id", type=int, help=_("The session's number, as `list sessions` shows it."))
@click.option(
    "--state",
    type=click.Choice(_STATES),
    help=_("Default: late from 15 minutes after the start; on another day, present."),
)
@click.option("--progress", type=click.Choice(_PROGRESS), help=_("How far they came with the lesson."))
@click.option("--role", type=click.Choice(_ROLES), help=_("A mentor: taught, or helped (the default)."))
@click.option("--minutes", type=int, help=_("A mentor: for how long (default: as long as the session)."))
@click.option("--undo", is_flag=True, help=_("Take the check-in back."))
@json_option
def checkin_command(
    who: tuple[str, ...],
    day: date | None,
    venue: str | None,
    session_id: int | None,
    state: str | None,
    progress: str | None,
    role: str | None,
    minutes: int | None,
    undo: bool,
    as_json: bool,
) -> None:
    """Check participants in, all of them or none."""
    from ...attendance import people, sessions
    from ...attendance.care import access_log
    from ...attendance.japan_time import today

    if undo and (role is not None or minutes is not None):
        raise click.UsageError(_("--undo goes without --role and --minutes."))
    answers = []
    with open_the_records() as records, records.writing() as db:
        session = (
            sessions.session_by_id(db, session_id)
            if session_id is not None
            else sessions.the_session(db, day or today(), venue)
        )
        for one in who:
            person = people.the_participant(db, one)
            if role is not None or minutes is not None:
                result = _note_duty(db, session, person, role, minutes)
            else:
                result = _note(db, session, person, state, progress, undo)
            answers.append({"number": person.number, "nickname": person.nickname, "result": result})
        access_log.note(db, "undo" if undo else "check-in", len(answers))
    if as_json:
        print_json({"session": session.id, "participants": answers})
        return
    words = {
        "new": _("%(nickname)s (%(number)s): checked in."),
        "already": _("%(nickname)s (%(number)s): was checked in already."),
        "noted": _("%(nickname)s (%(number)s): noted."),
        "undone": _("%(nickname)s (%(number)s): taken back."),
        "nothing": _("%(nickname)s (%(number)s): was not checked in."),
    }
    for answer in answers:
        click.echo(words[str(answer["result"])] % answer)


def _note_duty(db: Transaction, session: Session, person: Participant, role: str | None, minutes: int | None) -> str:
    from ...attendance.mentors.duties import note_duty
    from ...attendance.presence import noted_moment

    new = note_duty(db, session, person, role=role, minutes=minutes, at=noted_moment(session))
    return "new" if new else "noted"


def _note(
    db: Transaction, session: Session, person: Participant, state: str | None, progress: str | None, undo: bool
) -> str:
    from ...attendance import presence
    from ...attendance.models import State

    if undo:
        return "undone" if presence.undo(db, session, person) else "nothing"
    if progress is None and state is None:
        return "new" if presence.check_in(db, session, person) else "already"
    known = presence.presences_of(db, session).get(person.id)
    moment = presence.noted_moment(session) if known is None else known.checked_in_at
    if state is None:
        came = known is not None and known.state is not State.ABSENT
        state = known.state if known and came else presence.state_at(session, presence.noted_moment(session))
    presence.set_presence(db, session, person, state, lesson_progress=progress, at=moment)
    return "noted"
