"""What tablets send: done once, in order, kept, or refused with a code."""

from __future__ import annotations

import threading
import uuid

import pytest
from sqlalchemy import func, select

from kimotsuki_ictclub.attendance import Records
from kimotsuki_ictclub.attendance.models import Access, Participant, Presence, Session

from .conftest import Tablet, here, register


def action(kind: str, session: int | None = None, **more: object) -> dict:
    return {"id": str(uuid.uuid4()), "kind": kind, "session": session, "age_ms": 0, **more}


def test_a_message_sent_twice_is_done_once(records: Records, session: int, address: str) -> None:
    (mikan,) = register(records, "みかん")
    tablet = Tablet(address)
    come, leave = action("check-in", session, person=mikan), action("undo", session, person=mikan)
    for _ in range(2):
        assert tablet.send(come).json() == {"refused": {}}
    assert here(records) == {"みかん": "present"}
    tablet.send(leave)
    tablet.send(come)  # the late echo of a touch that was taken back since
    assert here(records) == {}


def test_two_tablets_check_in_the_same_child(records: Records, session: int, address: str) -> None:
    (mikan,) = register(records, "みかん")
    for tablet in (Tablet(address), Tablet(address)):
        assert tablet.send(action("check-in", session, person=mikan)).json() == {"refused": {}}
    with records.reading() as db:
        assert db.scalar(select(func.count()).select_from(Presence)) == 1


def test_a_touch_that_waited_keeps_its_time(records: Records, session: int, address: str) -> None:
    mikan, ringo = register(records, "みかん", "りんご")
    tablet = Tablet(address)
    tablet.send(
        action("check-in", session, person=mikan) | {"age_ms": 600_000}, action("check-in", session, person=ringo)
    )
    with records.reading() as db:
        times = {p.participant_id: p.checked_in_at for p in db.scalars(select(Presence))}
    minutes = [
        (later - earlier).total_seconds() / 60 for earlier, later in [tuple(times.values())] if earlier and later
    ]
    assert minutes == [pytest.approx(10, abs=0.5)]


def test_a_newcomer_by_mistake_leaves_nothing(records: Records, session: int, address: str) -> None:
    key = str(uuid.uuid4())
    tablet = Tablet(address)
    tablet.send(action("new", session, person=key, nickname="さくら", reading=""))
    assert here(records) == {"さくら": "present"}
    tablet.send(action("undo-new", session, person=key))
    with records.reading() as db:
        assert db.scalars(select(Participant)).all() == []


@pytest.mark.parametrize(
    ("nickname", "code"),
    [
        ("", "text-empty"),
        ("\u200b", "text-empty"),
        ("あ" * 10_000, "text-too-long"),
        ("a\u202eb", "text-refused"),
        ("a\0b", "text-refused"),
    ],
)
def test_a_name_that_cannot_be_is_refused_and_nothing_of_it_stays(
    records: Records, session: int, address: str, nickname: str, code: str
) -> None:
    bad = action("new", session, person=str(uuid.uuid4()), nickname=nickname, reading="")
    assert Tablet(address).send(bad).json() == {"refused": {bad["id"]: code}}
    with records.reading() as db:
        assert db.scalars(select(Participant)).all() == []


def test_one_bad_action_does_not_hold_up_the_others(records: Records, session: int, address: str) -> None:
    (mikan,) = register(records, "みかん")
    bad = action("check-in", session, person=str(uuid.uuid4()))
    answer = Tablet(address).send(bad, action("check-in", session, person=mikan)).json()
    assert answer == {"refused": {bad["id"]: "participant-gone"}}
    assert here(records) == {"みかん": "present"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": "1", "kind": "check-in"},
        {"id": str(uuid.uuid4()), "kind": "check-in", "session": "1", "age_ms": 0},
        {"id": str(uuid.uuid4()), "kind": "check-in", "session": 2**80, "age_ms": 0},
        {"id": str(uuid.uuid4()), "kind": "drop table", "session": 1, "age_ms": 0},
        {"id": str(uuid.uuid4()), "kind": "new", "session": 1, "age_ms": 0, "person": "x", "nickname": "x"},
        "text",
    ],
)  # fmt: skip
def test_a_message_that_is_none_changes_nothing(records: Records, session: int, address: str, wrong: object) -> None:
    answer = Tablet(address).send(wrong)  # type: ignore[arg-type]
    refused = answer.json().get("refused", {})
    assert answer.status_code == 400 or set(refused.values()) == {"desk-message"}
    assert here(records) == {}


def test_two_tablets_begin_the_session_and_there_is_one(records: Records, address: str) -> None:
    for tablet in (Tablet(address), Tablet(address)):
        assert tablet.send(action("session", venue="uchinoura")).json() == {"refused": {}}
    with records.reading() as db:
        assert [one.venue.key for one in db.scalars(select(Session))] == ["uchinoura"]


def test_thirty_tablets_at_once_lose_nothing(records: Records, session: int, address: str) -> None:
    """Each checks in five children that others check in too, adds one, and sends everything twice."""
    keys = register(records, *(f"子{number}" for number in range(60)))
    tablets = [Tablet(address) for _ in range(30)]
    together = threading.Barrier(len(tablets))
    refused: list[object] = []

    def evening(number: int) -> None:
        mine = [action("check-in", session, person=keys[(2 * number + i) % 60]) for i in range(5)]
        mine.append(action("new", session, person=str(uuid.uuid4()), nickname=f"新{number}", reading=""))
        together.wait(timeout=90)
        for one in [*mine, *mine]:
            answer = tablets[number].send(one)
            if answer.status_code != 200 or answer.json()["refused"]:
                refused.append((answer.status_code, answer.text))

    threads = [threading.Thread(target=evening, args=(number,)) for number in range(len(tablets))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == []
    assert here(records).keys() == {f"子{n}" for n in range(60)} | {f"新{n}" for n in range(30)}
    with records.reading() as db:
        numbers = list(db.scalars(select(Participant.number)))
    assert len(set(numbers)) == 90


def test_the_access_log_tells_that_and_not_who(records: Records, session: int, address: str) -> None:
    (mikan,) = register(records, "みかん")
    Tablet(address).send(action("check-in", session, person=mikan))
    with records.reading() as db:
        assert [(a.by, a.action, a.records) for a in db.scalars(select(Access))] == [
            ("desk", "desk", 1),
            ("desk", "check-in", 1),
        ]
