"""The puzzles of the worksheets: a small program to mend, and one to follow by hand; the guides' answers are right."""

import re

import pytest

from kimotsuki_ictclub import lessons
from kimotsuki_ictclub.checking import check_program
from kimotsuki_ictclub.folders import course_folder
from kimotsuki_ictclub.handout.blocks import BLOCK
from kimotsuki_ictclub.virtual import VirtualBoard
from tests.conftest import FIXTURES

COURSE = [lesson for lesson in lessons.load_all() if lesson.has_program]
MENDING = re.compile(r"^- (\d+)行目 `([^`]+)` → `([^`]+)`", re.MULTILINE)
ROW = re.compile(r"^\| (.+) \|$", re.MULTILINE)

each_lesson = pytest.mark.parametrize("lesson", COURSE, ids=lambda lesson: lesson.name)
with_a_loop = pytest.mark.parametrize(
    "lesson", [lesson for lesson in COURSE if lesson.number >= 4], ids=lambda o: o.name
)


def guide(lesson):
    return (lesson.folder / "guide.md").read_text("utf-8")


def answers(lesson):
    """What the guide answers to the lesson's two puzzles: (program to mend, program to follow)."""
    text = re.search(r"^## バグさがし.*?(?=^## )", guide(lesson), re.MULTILINE | re.DOTALL).group()
    return text.partition("手でたどろう（")[::2]


@each_lesson
def test_the_bug_is_really_wrong_and_the_guides_mending_is_right(lesson, tmp_path):
    bug = lesson.folder / "bug.py"
    wrong_answers = (FIXTURES / "checks" / f"{lesson.number:02d}").glob("wrong_*.py")
    told = {path.read_text("utf-8").splitlines()[0].removeprefix("# fails: ") for path in wrong_answers}
    assert check_program(lesson, bug, "v1", stop_at_first=True).verdict in told
    lines = bug.read_text("utf-8").splitlines()
    mendings = MENDING.findall(answers(lesson)[0])
    assert mendings
    for number, wrong, right in mendings:
        line = lines[int(number) - 1]
        assert line.endswith(wrong)
        lines[int(number) - 1] = line.replace(wrong, right)
    mended = tmp_path / "mended.py"
    mended.write_text("\n".join(lines) + "\n", "utf-8")
    assert check_program(lesson, mended, "v1", stop_at_first=True).verdict == "passed"


@with_a_loop
def test_what_is_followed_by_hand_comes_out_as_the_guide_says(lesson):
    heads, *rows = [row.split(" | ") for row in ROW.findall(answers(lesson)[1])]
    board = VirtualBoard("v1", (lesson.folder / "trace.py").read_text("utf-8"))
    board.run(seconds=2)
    printed = board.serial.read().decode().splitlines()
    assert [line.split() for line in printed if line and not line.startswith(("MicroPython", "Type", ">>>"))] == rows
    sheet = (lesson.folder / "worksheet.md").read_text("utf-8")
    (block,) = [block[2] for block in BLOCK.finditer(sheet) if block[1] == "trace"]
    assert re.findall(r'"([^"]+)"', block.partition("columns")[2]) == [head.strip("`") for head in heads]


@pytest.mark.parametrize(
    "folder", sorted(p.parent for p in course_folder("lessons").glob("*/lesson.toml")), ids=lambda o: o.name
)
def test_every_sheet_has_a_program_to_mend_and_from_lesson_4_on_one_to_follow(folder):
    blocks = [(block[1], block[2]) for block in BLOCK.finditer((folder / "worksheet.md").read_text("utf-8"))]
    assert any(kind == "program" and body.strip().endswith("bug.py") for kind, body in blocks)
    assert any(kind == "trace" for kind, _body in blocks) == (int(folder.name[:2]) >= 4)


def test_a_child_gets_the_puzzles_in_the_folder_too(tmp_path):
    lessons.make_work_folder(lessons.find(4), tmp_path / "work")
    assert {"bug.py", "trace.py"} <= {path.name for path in (tmp_path / "work").iterdir()}
