"""The virtual class makes the mistakes that children make."""

from __future__ import annotations

from kimotsuki_ictclub.lessons import load_all
from kimotsuki_ictclub.page.rehearsal import typical_mistakes


def test_every_lesson_has_typical_mistakes() -> None:
    for lesson in load_all():
        if lesson.has_program:
            right = lesson.main.read_text("utf-8")
            assert len(typical_mistakes(right)) >= 4, lesson.name
            assert right not in typical_mistakes(right)
