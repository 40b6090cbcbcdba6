"""The desk closes: whoever looks at it hears so first, and nobody is waited for in vain."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor

from kimotsuki_ictclub.attendance.desk.farewell import Farewell


def run(evening: Coroutine[object, object, object]) -> object:
    """Run it in a thread of its own: in this one, a browser of other tests may have its loop."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, evening).result()


def test_the_desk_waits_until_all_that_look_have_heard() -> None:
    farewell = Farewell()
    assert not farewell.said("tablet")

    async def evening() -> tuple[bool, bool]:
        leaving = asyncio.create_task(farewell.say(lambda: False))
        await asyncio.sleep(0.2)
        waits = not leaving.done()
        assert farewell.said("tablet")
        await asyncio.sleep(0.2)
        return waits, leaving.done()

    assert run(evening()) == (True, True)


def test_nobody_is_waited_for_who_has_left_or_where_it_is_urgent(monkeypatch) -> None:
    now = [1000.0]
    monkeypatch.setattr("kimotsuki_ictclub.attendance.desk.farewell.time", type("", (), {"monotonic": lambda: now[0]}))
    farewell = Farewell()
    farewell.said("tablet")
    now[0] += 60
    run(farewell.say(lambda: False))  # the clock stands still: a wait would never end
    farewell = Farewell()
    farewell.said("tablet")
    run(farewell.say(lambda: True))
