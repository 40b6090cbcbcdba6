"""The checks of the course, proven with right and wrong programs.

Each program runs on the lesson's first board; where ICTCLUB_EVERY_BOARD is set, on all that the lesson claims.
"""

import os
from dataclasses import replace

import pytest

from kimotsuki_ictclub import lessons
from kimotsuki_ictclub.checking import check_program, prove_course
from kimotsuki_ictclub.checking.trial_board import START_SECONDS
from kimotsuki_ictclub.folders import course_folder
from kimotsuki_ictclub.virtual import VirtualBoard
from tests.conftest import FIXTURES

PROGRAMS = sorted((FIXTURES / "checks").glob("*/*.py"))
LESSONS = {
    path.parent.name[:2]: lessons.load(path.parent)
    for path in sorted(course_folder("lessons").glob("*/lesson.toml"))
    if (path.parent / "check.py").is_file()
}
CASES = [
    pytest.param(program, version, id=f"{program.parent.name}-{program.stem}-{version}")
    for program in PROGRAMS
    for version in (LESSONS[program.parent.name].boards if program.parent.name in LESSONS else ())[
        : None if os.environ.get("ICTCLUB_EVERY_BOARD") else 1
    ]
]


@pytest.mark.parametrize(("program", "version"), CASES)
def test_right_programs_pass_and_wrong_ones_get_their_answer(program, version):
    first_line = program.read_text("utf-8").splitlines()[0]
    expected = "passed" if program.stem.startswith("right") else first_line.removeprefix("# fails: ")
    assert expected != first_line, "a wrong program says in its first line what it must be told"
    report = check_program(LESSONS[program.parent.name], program, version, stop_at_first=True)
    assert report.verdict == expected


@pytest.mark.parametrize("number", [number for number, lesson in LESSONS.items() if lesson.has_program])
def test_a_lesson_is_proven_by_two_right_and_three_wrong_programs(number):
    names = [program.stem for program in PROGRAMS if program.parent.name == number]
    assert sum(name.startswith("right") for name in names) >= 2
    assert sum(name.startswith("wrong") for name in names) >= 3


def test_the_proof_of_a_course_finds_what_is_wrong_in_it(tmp_path):
    """A finished program that fails, a starter that passes, and a stretch program that stops."""
    import shutil

    folder = tmp_path / "04-night-light"
    shutil.copytree(course_folder("lessons") / folder.name, folder)
    main, starter = (folder / "main.py").read_text("utf-8"), (folder / "starter.py").read_text("utf-8")
    good = lessons.load(folder)
    only_v1 = replace(good, boards=("v1",))
    assert {proof.program: proof.good for proof in prove_course([only_v1], processes=1)} == {
        "main.py": True,
        "starter.py": True,
        "stretch.py": True,
    }
    (folder / "main.py").write_text(starter, "utf-8")
    (folder / "starter.py").write_text(main, "utf-8")
    (folder / "stretch.py").write_text("oops\n")
    proofs = list(prove_course([only_v1], processes=1))
    assert [proof.good for proof in proofs] == [False, False, False]
    assert all(proof.reason for proof in proofs)


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_steps_begin_when_the_program_does(version):
    board = VirtualBoard(version, "from microbit import *\nprint('begun')\nsleep(9999)\n")
    assert board.run_until("begun", timeout=3)
    assert abs(board.time - START_SECONDS[version]) < 0.05
