"""What is told while a child writes: the check's own sentence, and only where the board stumbles."""

from __future__ import annotations

import pytest

from kimotsuki_ictclub.images.mistakes import syntax_mistake
from kimotsuki_ictclub.lessons import load_all
from kimotsuki_ictclub.page.child.program import first_mistake, may_slip
from kimotsuki_ictclub.page.live.slip import may_have_slip, slip_in

COLON = "A colon (:) is missing at the end of the line."
OPEN = "A bracket is opened here and not closed."
NO_END = "A text begins here and has no end."


@pytest.mark.parametrize(
    ("source", "line", "sentence", "quiet"),
    [
        ("while True\n    x = 1\n", 1, COLON, (1, 1)),
        ("x = 1\nif x = 1:\n    x = 2\n", 2, "To compare two things, write == instead of =.", (2, 2)),
        ("if 1:\n    x = 1\n  y = 2\n", 3, "This line begins at a place where no other line begins.", (3, 3)),
        ("print('a)\nx = 1\n", 1, NO_END, (1, 1)),
        ("print(f'{1}')\n", 1, 'The board doesn\'t know f"…" texts.', (1, 1)),
        ("x: int = 1\n", 1, "The board doesn't understand this line.", (1, 1)),
        ("import microbit\rreturn 1\r\n", 2, "This word only works inside a def.", (2, 2)),
        # Whoever writes on below may just be mending these.
        ("x = [\n    1,\n    ", 1, OPEN, (1, 4)),
        ("x = '''a\nb\n", 1, NO_END, (1, 3)),
        ("while True:\n    ", 1, "There is nothing below this line; a comment doesn't count.", (1, 3)),
        ("if 1:\n    if 2:\n\n    x = 1\n", 4, "This line must be indented (pushed to the right).", (2, 4)),
    ],
)
def test_a_slip_is_told_with_the_sentence_of_the_check(source: str, line: int, sentence: str, quiet: tuple[int, int]):
    assert may_have_slip(source)
    slip = slip_in(source, "v1")
    assert slip is not None
    assert slip.mistake.code == "program-syntax"
    assert (slip.mistake.values["line"], slip.mistake.sentence) == (line, sentence)
    assert (slip.first, slip.last) == quiet
    assert slip.mistake.sentence == syntax_mistake("main.py", source, line).sentence


def test_what_the_board_takes_is_no_slip_whatever_python_says():
    for source in ("x = 01\n", "if 1:\n\tx = 1\n        y = 1\n", "async = 1\n"):
        assert may_have_slip(source)
        assert slip_in(source, "v1") is None, source


def test_the_board_is_not_asked_about_a_right_program():
    for lesson in load_all():
        for path in [*lesson.folder.glob("*.py")]:
            assert not may_have_slip(path.read_text("utf-8")), path


def test_what_is_plainer_comes_first() -> None:
    assert first_mistake("x = 1\nWhile True:\n", None, "v1") is None
    assert may_slip("x = 1\nWhile True:\n", None, "v1")
    told = first_mistake("print（1）\nWhile True:\n", None, "v1")
    assert told is not None and told.code == "program-syntax"
    assert not may_slip("print（1）\nWhile True:\n", None, "v1")
