"""The documentation names every command, and what it promises about the figures is what the code says."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from kimotsuki_ictclub.attendance import years
from kimotsuki_ictclub.attendance.figures.forecast import FEWEST_SESSIONS
from kimotsuki_ictclub.attendance.open_data.suppression import THRESHOLD
from kimotsuki_ictclub.attendance.presence import LATE_AFTER
from kimotsuki_ictclub.cli.attendance import attendance

DOCS = Path(__file__).parents[2] / "docs"
pytestmark = pytest.mark.skipif(not DOCS.is_dir(), reason="an installed copy has no docs folder")


def test_every_command_is_documented() -> None:
    words = (DOCS / "attendance.md").read_text()
    context = click.Context(attendance)
    assert [name for name in attendance.list_commands(context) if f"ictclub attendance {name}" not in words] == []


def test_the_numbers_in_the_documentation_are_the_codes() -> None:
    words = (DOCS / "attendance.md").read_text()
    assert f"more than {LATE_AFTER.seconds // 60} minutes after the start" in words
    assert f"`--threshold` {THRESHOLD}" in words
    assert (FEWEST_SESSIONS, years.GOAL, years.KEEP_YEARS) == (4, 30, 1)
    assert "fewer than four sessions" in words


@pytest.mark.parametrize("name", ["privacy.md", "privacy.ja.md"])
def test_the_town_is_told_the_commands_that_the_law_asks_for(name: str) -> None:
    words = (DOCS / name).read_text()
    for command in ("forget", "--expired", "--change", "--keep-until", "--details", "log"):
        assert command in words
