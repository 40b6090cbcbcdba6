"""What goes on at the moment: news that nobody reads in time, the line for checks, the evening's door."""

from __future__ import annotations

import asyncio
import json
import stat
import sys
import time
from pathlib import Path

from kimotsuki_ictclub.page.child.actions import Actions
from kimotsuki_ictclub.page.kept_door import FILE_NAME, kept_door
from kimotsuki_ictclub.page.live.channel import Channel
from kimotsuki_ictclub.page.live.checks import CheckQueue
from kimotsuki_ictclub.page.live.child import Child
from kimotsuki_ictclub.page.live.evening import Evening
from kimotsuki_ictclub.page.live.flash_table import FlashTable
from kimotsuki_ictclub.work import Owner

from ..attendance.desk.conftest import PATIENCE
from .conftest import awaited


def test_a_page_that_reads_slowly_gets_less_and_the_newest():
    async def evening() -> dict[str, object]:
        channel = Channel()
        stream = channel.stream(lambda: {"state": "off"})
        await anext(stream)
        for number in range(5000):
            channel.tell(printed=[str(number)], pixels=number)
        return json.loads((await anext(stream)).removeprefix(b"data: "))

    news = awaited(evening())
    assert news["pixels"] == 4999
    assert isinstance(news["printed"], list)
    assert len(news["printed"]) <= 400
    assert news["printed"][-1] == "4999"


def test_what_began_anew_is_told_as_such():
    async def evening() -> dict[str, object]:
        channel = Channel()
        stream = channel.stream(lambda: {"printed": ["old"]})
        channel_news = anext(stream)
        await channel_news
        channel.tell(printed=["before"])
        channel.tell(printed=[], printed_anew=True)
        channel.tell(printed=["after"])
        return json.loads((await anext(stream)).removeprefix(b"data: "))

    assert awaited(evening()) == {"printed": ["after"], "printed_anew": True}


def test_what_is_told_before_a_page_that_asked_is_answered_is_in_what_it_hears_first():
    async def evening() -> dict[str, object]:
        child = Child(Owner(1, "みかん", "", None, None, has_code=True))
        stream = child.channel.stream(child.whole)
        child.queued = 3  # on a busy machine much happens between question and answer
        child.channel.tell(queued=3)
        return json.loads((await anext(stream)).removeprefix(b"data: "))

    assert awaited(evening())["queued"] == 3


COUNTING = """from microbit import *
number = 0
while True:
    print("number:" + str(number))
    number += 1
    sleep(20)
"""
REST = 0.3  # seconds


def test_a_board_rests_while_its_page_is_hidden_and_goes_on_without_a_hole(records, monkeypatch):
    monkeypatch.setattr("kimotsuki_ictclub.page.live.evening._UNSEEN_SECONDS", 0.0)

    async def evening() -> None:
        now = Evening(records)
        child, actions = now.child(now.works.owner_without_code("みかん")), Actions(now)
        board = child.board

        async def prints(more: int) -> None:
            wanted = len(board.points) + more
            while len(board.points) < wanted:
                await asyncio.sleep(0.02)

        async def hide(hidden: bool) -> None:
            await actions.do(child, {"what": "hidden", "page": "tab", "hidden": hidden})
            assert board.rests is child.facts()["rests"] is hidden

        seen = child.channel.stream(dict, "tab")
        await anext(seen)
        opened = (await actions.do(child, {"what": "open", "lesson": 0}))["work"]
        message = {"what": "run", "work": opened["id"], "version": opened["version"], "writer": "w", "text": COUNTING}
        began = time.monotonic()
        assert (await actions.do(child, message))["state"] == "running"
        await prints(5)
        await hide(True)
        stood = board._seat.ask("time")
        await asyncio.sleep(REST)
        assert board._seat.ask("time") == stood
        await hide(False)
        await prints(5)
        numbers = [values["number"] for _time, values in board.points]
        assert numbers == [numbers[0] + place for place in range(len(numbers))]
        assert board.points[-1][0] <= time.monotonic() - began - REST + 0.01  # the chart's seconds are the board's
        await seen.aclose()
        while not board.rests:  # closed
            await asyncio.sleep(0.02)
        now.close()

    awaited(asyncio.wait_for(evening(), PATIENCE))


def test_checks_come_one_after_the_other_before_any_question_and_who_waits_sees_how_many_are_before():
    places: list[tuple[str, int]] = []
    answered: list[str] = []

    async def evening() -> None:
        queue = CheckQueue(1)
        queue.prepare()

        async def check(who: str) -> None:
            report = await queue.check(who, lambda place: places.append((who, place)), "print（1）", "1", "v1")
            answered.append(f"{who} {report['verdict']}")

        async def ask(who: str) -> None:
            slip = await queue.slip(who, "While True:\n    x = 1\n", "v1")
            answered.append(f"{who} {slip and slip.mistake.values['line']}")

        try:
            await asyncio.gather(ask("z"), ask("a"), *map(check, "abc"))
        finally:
            queue.close()

    awaited(evening())
    assert answered == ["z 1", *(f"{who} syntax" for who in "abc"), "a 1"]
    assert [[place for who, place in places if who == name] for name in "abc"] == [[0, 0], [1, 1, 0], [2, 2, 1, 0]]


def test_who_goes_while_it_waits_or_is_checked_keeps_nobody_from_a_check():
    async def evening() -> str:
        queue = CheckQueue(1)
        checked, waiting = (
            asyncio.create_task(queue.check(who, lambda _place: None, "while True: pass", "1", "v1")) for who in "ab"
        )
        after = asyncio.create_task(queue.check("c", lambda _place: None, "print（1）", "1", "v1"))
        while not queue.waits("c"):
            await asyncio.sleep(0)
        waiting.cancel()
        checked.cancel()
        try:
            return str((await after)["verdict"])
        finally:
            queue.close()

    assert awaited(evening()) == "syntax"


def test_a_child_has_one_wish_at_the_flash_table_and_keeps_its_place():
    table = FlashTable()

    def ask(owner: int, label: str = ""):
        return table.ask(
            owner_id=owner, nickname=str(owner), work_id=owner, version=1, lesson=4, text="print(1)", label=label
        )

    first, second = ask(1), ask(2)
    assert ask(1, "07") is first
    assert [wish.label for wish in table.waiting()] == ["07", ""]
    assert table.before(second) == 1
    table.withdraw(1)
    assert table.before(second) == 0


def test_the_door_of_an_evening_is_kept_privately_and_a_damaged_one_made_anew(tmp_path: Path):
    door = kept_door(tmp_path)
    path = tmp_path / FILE_NAME
    assert kept_door(tmp_path) == door
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    kept = json.loads(path.read_text())
    path.write_text(json.dumps({**kept, "since": kept["since"] - 13 * 3600}))
    later = kept_door(tmp_path)
    assert later != door
    path.write_text("{")
    assert kept_door(tmp_path) != later
