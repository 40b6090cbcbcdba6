"""Two desks on one database, as both venues have them; and a desk that dies amid the check-ins."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import uuid
from pathlib import Path

import httpx
from sqlalchemy import select

from kimotsuki_ictclub import attendance
from kimotsuki_ictclub.attendance import japan_time as clock
from kimotsuki_ictclub.attendance import open_records
from kimotsuki_ictclub.attendance.models import Participant

from .conftest import Tablet, here, register, running
from .test_actions import action

ENOUGH = 40  # confirmed touches before the desk is killed


def test_two_desks_at_once_lose_nothing_and_give_no_number_twice(place: str) -> None:
    with open_records(place) as first, open_records(place) as second:
        keys = register(first, *(f"子{number}" for number in range(10)))
        with first.writing() as db:
            session = attendance.add_session(db, clock.today(), venue="koyama").id
        refused: list[object] = []

        def evening(tablet: Tablet, number: int) -> None:
            for touch in (
                action("check-in", session, person=keys[number]),
                action("new", session, person=str(uuid.uuid4()), nickname=f"新{number}", reading=""),
                action("check-in", session, person=keys[(number + 1) % 10]),
            ):
                answer = tablet.send(touch)
                if answer.status_code != 200 or answer.json()["refused"]:
                    refused.append((answer.status_code, answer.text))

        with running(first) as one, running(second) as other:
            tablets = [Tablet(address) for address in (one, other) for _ in range(5)]
            threads = [threading.Thread(target=evening, args=(t, number)) for number, t in enumerate(tablets)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        assert refused == []
        assert here(first).keys() == {f"子{n}" for n in range(10)} | {f"新{n}" for n in range(10)}
        with first.reading() as db:
            assert len(set(db.scalars(select(Participant.number)))) == 20


def test_a_desk_that_is_killed_has_kept_all_that_it_confirmed(own_home: Path) -> None:
    with open_records() as records:
        keys = register(records, *(f"子{number}" for number in range(400)))
        with records.writing() as db:
            session = attendance.add_session(db, clock.today(), venue="koyama").id
    command = [sys.executable, "-m", "kimotsuki_ictclub", "attendance", "desk", "--port", "0", "--no-browser"]
    desk = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=dict(os.environ))
    try:
        assert desk.stdout
        found = re.search(r"http://127\.0\.0\.1:\d+", desk.stdout.readline())
        assert found
        confirmed: list[str] = []
        enough = threading.Event()

        def evening(tablet: Tablet, mine: range) -> None:
            for number in mine:
                try:
                    answer = tablet.send(action("check-in", session, person=keys[number]))
                except httpx.TransportError:
                    return  # the desk is gone: this touch was not confirmed
                assert answer.json() == {"refused": {}}
                confirmed.append(f"子{number}")
                if len(confirmed) >= ENOUGH:
                    enough.set()

        tablets = [Tablet(found[0]) for _ in range(4)]
        threads = [
            threading.Thread(target=evening, args=(tablet, range(100 * number, 100 * number + 100)))
            for number, tablet in enumerate(tablets)
        ]
        for thread in threads:
            thread.start()
        assert enough.wait(60)
    finally:
        desk.kill()
        desk.wait()
    for thread in threads:
        thread.join()
    assert ENOUGH <= len(confirmed) < 400, "it was killed in the middle"
    with open_records() as records:
        assert set(confirmed) <= here(records).keys()
