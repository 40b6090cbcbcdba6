"""The virtual class makes its mistakes and mends them, on virtual boards and by the page's own verbs."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from kimotsuki_ictclub.attendance.records import open_records
from kimotsuki_ictclub.lessons import find, load_all
from kimotsuki_ictclub.page.live.evening import Evening
from kimotsuki_ictclub.page.rehearsal import Rehearsal, typical_mistakes


def test_every_lesson_has_typical_mistakes() -> None:
    for lesson in load_all():
        if lesson.has_program:
            right = lesson.main.read_text("utf-8")
            assert len(typical_mistakes(right)) >= 4, lesson.name
            assert right not in typical_mistakes(right)


def test_a_virtual_child_gets_stuck_is_helped_and_gets_through(tmp_path: Path) -> None:
    async def play(evening: Evening) -> None:
        Rehearsal(evening, find(1), 1, pace=200.0).begin()
        until = time.monotonic() + 120
        while time.monotonic() < until:
            await asyncio.sleep(0.1)
            for child in evening.children.values():
                if child.mistake is not None:
                    seen.add(child.mistake.code)
                if child.passed:
                    return

    seen: set[str] = set()
    with open_records(tmp_path / "club.sqlite") as records:
        evening = Evening(records, processes=1)
        try:
            asyncio.run(play(evening))
        finally:
            evening.close()
        (standing,) = evening.works.works_today()
        kinds = {version.kind.value for version in evening.works.versions(standing.work)}
        assert standing.proposed == "alone"
        assert len(evening.works.checks(standing.work)) == 2
    assert seen
    assert {"starter", "run", "check"} <= kinds
