"""Whatever a tablet, a survey or a form of the organizers' pages sends is done, or refused with one of our errors."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kimotsuki_ictclub import attendance
from kimotsuki_ictclub.attendance import Records
from kimotsuki_ictclub.attendance import japan_time as clock
from kimotsuki_ictclub.attendance.desk.actions import apply
from kimotsuki_ictclub.attendance.desk.office import doing
from kimotsuki_ictclub.attendance.models import Audience
from kimotsuki_ictclub.attendance.surveys.answers import add_answer
from kimotsuki_ictclub.errors import AttendanceError, ClubError

OVER = 10**30
KINDS = ("session", "new", "check-in", "undo", "undo-new", "undo-session")
odd = st.sampled_from(
    [None, True, -1, 0, 1, OVER, -OVER, 1e308, 1e999, "", "\ud800", "\0", "1" * 30, "x" * 500, [], {}]
)
written = st.sampled_from(
    ["", " ", "0", "1", "２", "-1", "9" * 9, "9" * 30, "1e999", "²", "\ud800", "\0", "\u202e", "x" * 5000,
     "令和99年2月30日", "R8.4.31", "9999-12-31", "0001-01-01", "25:00", "koyama", "4", "yes", "child"]
)  # fmt: skip
FIELDS = ("kind", "since", "shown", "on", "note", "until", "name", "contact", "relation", "other", "sure", "day",
          "venue", "start", "end", "lesson", "reason", "mentor", "duty", "topic", "year", "rate", "hours", "text",
          "amount", "what", "audience", "said", "number")  # fmt: skip


@pytest.fixture(scope="module")
def club(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Records]:
    with attendance.open_records(tmp_path_factory.mktemp("desk") / "club.sqlite") as opened:
        with opened.writing() as db:
            attendance.add_session(db, clock.today(), venue="koyama", lesson="4")
            attendance.add_participant(db, "みかん")
        yield opened


@settings(max_examples=120)
@given(
    st.dictionaries(st.sampled_from(["session", "age_ms", "person", "nickname", "reading", "venue", "ticket"]), odd),
    st.sampled_from(KINDS) | odd,
)
@example({"age_ms": OVER, "venue": "koyama"}, "session")
@example({"age_ms": 1e999, "session": 1}, "check-in")
def test_a_tablets_action(club: Records, action: dict[str, object], kind: object) -> None:
    action |= {"id": str(uuid.uuid4()), "kind": kind}
    with suppress(AttendanceError):
        assert set(apply(club, {"actions": [action]})) <= {"refused", "kept"}


@settings(max_examples=250)
@given(st.sampled_from(sorted(doing._DOING)), st.integers(0, 2), st.dictionaries(st.sampled_from(FIELDS), written))
def test_a_form_of_the_organizers(club: Records, verb: str, key: int, said: dict[str, str]) -> None:
    with suppress(ClubError):
        doing.do(club, key, said | {"doing": verb})


@settings(max_examples=60)
@given(st.sampled_from(list(Audience)), st.dictionaries(written, st.integers(-9, 9)), written, st.integers(-1, OVER))
def test_a_sheet_of_a_survey(club: Records, audience: Audience, faces: dict[str, int], line: str, year: int) -> None:
    with suppress(ClubError), club.writing() as db:
        add_answer(db, audience, faces, line, year=year)
