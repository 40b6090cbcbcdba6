"""The whole curriculum is proven: every finished program on every board that its lesson claims.

Starters and stretch programs run on the lesson's first board, and the parsers of the others take them; where
ICTCLUB_EVERY_BOARD is set, they run on all, as in `ictclub check --all`.
"""

from __future__ import annotations

import json
import os
from dataclasses import replace

import pytest

from kimotsuki_ictclub import images, lessons
from kimotsuki_ictclub.checking.proof import programs_to_prove, prove
from kimotsuki_ictclub.cli import execute

COURSE = [lesson for lesson in lessons.load_all() if lesson.has_program]
ALL = programs_to_prove(COURSE)
FIRST = {lesson.folder: lesson.boards[0] for lesson in COURSE}
RUN = [
    (folder, name, version)
    for folder, name, version in ALL
    if name == "main.py" or version == FIRST[folder] or os.environ.get("ICTCLUB_EVERY_BOARD")
]


def named(programs):
    return [pytest.param(*one, id=f"{one[0].name}-{one[1]}-{one[2]}") for one in programs]


@pytest.mark.parametrize(("folder", "name", "version"), named(RUN))
def test_a_program_of_the_course_does_what_it_is_for(folder, name, version):
    assert prove(folder, name, version).reason == ""


@pytest.mark.parametrize(("folder", "name", "version"), named([one for one in ALL if one not in RUN]))
def test_a_starter_or_stretch_program_is_none_of_one_board_only(folder, name, version):
    images.check(images.program_of(folder / name, lessons.load(folder).modules, version), version)


def test_check_all_proves_every_program_and_says_what_is_not_as_it_must_be(monkeypatch, capsys):
    course = [replace(lessons.find(2), boards=("v1",))]
    monkeypatch.setattr(lessons, "load_all", lambda: course)
    assert execute(["check", "--all", "--json"]) == 0
    proven = json.loads(capsys.readouterr().out)
    assert {(row["lesson"], row["program"], row["version"], row["good"]) for row in proven} == {
        (folder.name, name, version, True) for folder, name, version in programs_to_prove(course)
    }
