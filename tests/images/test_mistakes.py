"""Marks that only look right, habits of other languages, tabs and empty blocks: each told on its own line."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kimotsuki_ictclub.images.habits import counting_sign
from kimotsuki_ictclub.images.look_alikes import find_mark
from kimotsuki_ictclub.images.mistakes import syntax_mistake
from kimotsuki_ictclub.images.source_text import code_only, line_of, lines_of
from kimotsuki_ictclub.images.stops import find_stop, mistake_of
from kimotsuki_ictclub.visible import visible

from ..conftest import FIXTURES

UNSEEN = "\u00a0\u2009\u200a\u202f\u200b\u200c\u200d\u200e\u00ad\u2028\u2029\x0b\x0c\x1c\x85\x1a\ufeff\ufe0f"
ODD = UNSEEN + "‘’“”´«»−–×÷≤…→：（）　`$?"
ALL_LESSONS = [
    *(FIXTURES / "checks").rglob("right_*.py"),
    *(FIXTURES / "differential").glob("[!s]*.py"),
    *(FIXTURES.parents[1] / "lessons").glob("*/*.py"),
    *(FIXTURES.parents[1] / "firmware").glob("*.py"),
]


@pytest.mark.parametrize("mark", ODD)
@pytest.mark.parametrize(
    "place", ["x ={}1", "x{} = 1", "print({}1)", "if{} x:", "{}", "    {}", "else{}:", "def f({}a):"]
)
def test_an_odd_mark_in_the_code_is_found_on_its_line(mark, place):
    source = f"# fine{mark}\n{place.format(mark)}\n"
    found = find_mark(source)
    assert found is not None and (found.line, found.character) == (2, mark)


@settings(max_examples=150)
@given(st.text(alphabet=ODD + "あ🍎ab#'\"\\ ", max_size=12))
def test_texts_and_comments_may_hold_anything(text):
    quoted = repr(text)
    for source in (f"x = {quoted}\ny = 1\n", f"# {text}\ny = 1\n", f"x = '''{text.translate({92: '', 39: ''})}\n'''\n"):
        if "\n" not in text:
            assert find_mark(source) is None
            assert [line.rstrip() for line in lines_of(code_only(source))][-2:] in (["y = 1", ""], ["", ""])


@pytest.mark.parametrize("path", ALL_LESSONS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_rule_fires_on_programs_that_are_right(path):
    source = path.read_text(encoding="utf-8")
    assert find_mark(source) is None
    assert not [node for node in ast.walk(ast.parse(source)) if counting_sign("", source, node)]


@pytest.mark.parametrize("name", ["スピード = 3\n", "あかるさ = 1\n", "Δt = 2\n", "🍎 = 3\nprint(🍎)\n", "größe = 1\n"])
def test_names_of_ones_own_may_have_other_letters(name):
    assert find_mark(name) is None


@pytest.mark.parametrize(
    ("source", "line", "words"),
    [
        ("x = 'abc”\n", 1, "”"),
        ("print('こんにちは！)\n", 1, "has no end"),
        ("x = 3 ー 1\n", 1, "ー"),
        ("dіsplay.show(1)\n", 1, "U+0456"),
        ("IF x:\n    pass\n", 1, "`if`"),
        ("if x:\n    y = 1\nElse:\n    y = 2\n", 3, "`else`"),
        ("From microbit import *\n", 1, "`from`"),
        ("x = 1 And 2\n", 1, "`and`"),
        ("WHILE TRUE:\n    pass\n", 1, "`while`"),
        ("if 1:\n\tx = 1\n    y = 2\n", 3, "tab"),
        ("if 1:\n    x = 1\n   \ty = 2\n", 3, "tab"),
        ("if 1:\n\t    x = 1\n\t\ty = 2\n", 3, "tab"),
        ("if 1:\n    # a\nelse:\n    x = 1\n", 1, "pass"),
        ("if 1:\n    x = 1\nelse:\n    # b\n", 3, "pass"),
        ("for i in [1]:\n    # c\nx = 1\n", 1, "pass"),
        ("while True:\n    # c\n", 1, "pass"),
        ("while True:\n", 1, "pass"),
        ("def f():\n    # todo\n\nf()\n", 1, "pass"),
        ("class A:\n    # c\n", 1, "pass"),
        ("try:\n    # c\nexcept:\n    pass\n", 1, "pass"),
        ("with open('a') as f:\n    # c\n", 1, "pass"),
        ("if 1:\n    while True:\n        # c\n    x = 1\n", 2, "pass"),
        ("if 1:\nx = 1\n", 2, "4 spaces"),
        ("x = 1 /* c */\n", 1, "#"),
        ("-- my own comment\n", 1, "#"),
        ("x = 1 // my number of cats\n", 1, "#"),
        ("for i in range(3);\n    x = 1\n", 1, "Write :"),
        ("if (1) {\n    x = 1;\n}\n", 1, "Write :"),
        ("if 1:\n    x = 1\n}\n", 3, "{ and }"),
        ("if a && b:\n    x = 1\n", 1, "`and`"),
        ("if a || b:\n    x = 1\n", 1, "`or`"),
        ("if !a:\n    x = 1\n", 1, "`not`"),
        ("i++\n", 1, "+= 1"),
        ("i--;\n", 1, "-= 1"),
        ("if 1:\n    x = 1\nelse if 2:\n    x = 2\n", 3, "`elif`"),
        ("function f() {\n}\n", 1, "`def`"),
        ("if x => 1:\n    x = 1\n", 1, "`>=`"),
        ("if x =< 1:\n    x = 1\n", 1, "`<=`"),
        ("if x =! 1:\n    x = 1\n", 1, "`!=`"),
        (">>> from microbit import *\n", 1, "`>>>` does not belong"),
        ("if x == 1 then:\n    x = 1\n", 1, "`then` does not belong"),
        ("from microbit inport *\n", 1, "`import`"),
        ("form microbit import *\n", 1, "`from`"),
        ("my-speed = 5\n", 1, "Write _"),
        ("def f():\n    ...\nx = = 1\n", 3, "doesn't understand"),
        ("x = {\n    1: 2,\n}\ny = = 3\n", 4, "doesn't understand"),
        ("x=1\rif 1\r    y=2\r", 2, "colon"),
    ],
)
def test_a_mistake_has_its_sentence_and_line(source, line, words):
    mistake = syntax_mistake("my.py", source, _line_of_python(source))
    assert mistake.values["line"] == line
    assert words in f"{mistake.sentence} {mistake.hint}"


def _line_of_python(source):
    try:
        compile(source, "my.py", "exec")
    except SyntaxError as error:
        return error.lineno
    return 1


@pytest.mark.parametrize(("source", "right"), [("++n\n", "+= 1"), ("--n\n", "-= 1")])
def test_a_sign_that_does_nothing_is_named(source, right):
    mistake = counting_sign("my.py", source, ast.parse(source).body[0])
    assert mistake is not None and right in mistake.hint


def test_lines_are_those_of_the_board():
    source = "a\x0cb\n\x1cc\x85d\u2028e\rf\r\ng"
    assert lines_of(source) == ["a\x0cb", "\x1cc\x85d\u2028e", "f", "g"]
    assert line_of(source, 2) == "<U+001C>c<U+0085>d<U+2028>e"
    assert visible("\x1b[31m\u202eあ　b\n") == "<U+001B>[31m<U+202E>あ　b\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x = 5 +\n", "at the end of this line"),
        ("x =\n\n\ny = 1\n", "at the end of this line"),
        ("display.\nsleep(1)\n", "at the end of this line"),
        ("while\n    pass\n", "at the end of this line"),
        ("if x >  # more\n    pass\n", "at the end of this line"),
        ("print 'a'\n", "Brackets are missing"),
    ],
)
def test_a_line_that_is_not_complete_is_named_itself(text, words):
    """The board reads on, and names the line where it stumbles: perhaps one that does not exist."""
    mistake = syntax_mistake("main.py", "import log\n" + text, 3)
    assert (mistake.values["line"], words in mistake.sentence) == (2, True)


@pytest.mark.parametrize("words", ["28", "[Errno 28] ENOSPC", "no more storage space"])
def test_a_full_place_for_files_is_told_as_such(words):
    stop = find_stop(f'Traceback (most recent call last):\n  File "main.py", line 2, in <module>\nOSError: {words}\n')
    assert "place for files is full" in mistake_of(stop, "main.py", "n = 1\nopen('f', 'w')\n").message
