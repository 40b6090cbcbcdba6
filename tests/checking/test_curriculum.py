"""The whole curriculum is proven: every program of every lesson on every board that it claims."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from kimotsuki_ictclub import lessons


@pytest.mark.timeout(600)
def test_check_all_proves_every_lesson_on_every_board():
    done = subprocess.run(
        [sys.executable, "-m", "kimotsuki_ictclub", "check", "--all", "--json"],
        capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    proven = json.loads(done.stdout)
    wanted = {(lesson.name, board) for lesson in lessons.load_all() if lesson.has_program for board in lesson.boards}
    assert wanted == {(row["lesson"], row["version"]) for row in proven}
