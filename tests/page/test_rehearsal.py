"""The virtual class makes the mistakes that children make, and plays a whole evening."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

from kimotsuki_ictclub.attendance import Records
from kimotsuki_ictclub.lessons import find, load_all
from kimotsuki_ictclub.page.live.evening import Evening
from kimotsuki_ictclub.page.rehearsal import Rehearsal, typical_mistakes
from kimotsuki_ictclub.work import Kind


def test_every_lesson_has_typical_mistakes() -> None:
    for lesson in load_all():
        if lesson.has_program:
            right = lesson.main.read_text("utf-8")
            assert len(typical_mistakes(right)) >= 4, lesson.name
            assert right not in typical_mistakes(right)


def test_a_small_class_plays_its_evening(records: Records) -> None:
    async def play() -> None:
        rehearsal = Rehearsal(evening, find(1), 3, pace=200)
        rehearsal.begin()
        await rehearsal.over()
        assert all(child.here for child in evening.children.values())
        await rehearsal.end()

    evening = Evening(records, processes=1)
    try:
        with ThreadPoolExecutor(1) as pool:  # in this thread another test's browser may have a loop
            pool.submit(asyncio.run, play()).result()
    finally:
        evening.close()
    standings = evening.works.standings()
    assert len(standings) == 3
    for one in standings:
        kinds = {version.kind for version in evening.works.versions(one.work)}
        assert {Kind.STARTER, Kind.RUN, Kind.CHECK} <= kinds
        first, *_others = evening.works.checks(one.work)
        assert not first.passed, "a class begins with mistakes"
    assert any(one.check is not None and one.check.passed for one in standings), "and most find them"
