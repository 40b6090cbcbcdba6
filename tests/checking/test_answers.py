"""What a child is told about a program: always, kindly, and within a bounded time."""

import pytest

from kimotsuki_ictclub import language, lessons
from kimotsuki_ictclub.checking import check_program, trial_board
from kimotsuki_ictclub.errors import LessonError, ProgramError

both_boards = pytest.mark.parametrize("version", ["v1", "v2"])

CHECK = """
from kimotsuki_ictclub.checking import step


@step(ja="{光|ひか}る", en="It shines", hint_ja="{絵|え}を {見|み}よう", hint_en="Look at the picture")
def shines(board):
    board.run(seconds=0.5)
    return board.display.is_lit


@step(ja="{数|かず}を おくる", en="It sends numbers", hint_ja="print を みよう", hint_en="Look at print")
def sends(board):
    board.run(seconds=0.5)
    return 5 in board.samples("n") and "n:5" in board.printed
"""
RIGHT = """from microbit import *
while True:
    display.show(Image.HEART)
    print("n:5")
    sleep(100)
"""


@pytest.fixture
def lesson(tmp_path):
    """A lesson of its own, whose check is short."""
    from dataclasses import replace

    folder = tmp_path / "50-own"
    folder.mkdir()
    (folder / "check.py").write_text(CHECK, "utf-8")
    (folder / "main.py").write_text(RIGHT)
    return replace(lessons.find(1), folder=folder, number=50, slug="own", boards=("v1", "v2"), modules=())


def answer(lesson, source, version="v1"):
    path = lesson.folder / "my.py"
    path.write_text(source, "utf-8")
    return check_program(lesson, path, version)


@both_boards
def test_a_right_program_passes(lesson, version):
    report = answer(lesson, RIGHT, version)
    assert report.passed and report.verdict == "passed"
    assert [(result.step.name, result.done) for result in report.results] == [("shines", True), ("sends", True)]


@both_boards
def test_what_works_and_what_is_missing_is_told_with_a_hint(lesson, version):
    report = answer(lesson, RIGHT.replace("n:5", "n:6"), version)
    assert report.verdict == "sends" and report.mistake is None
    assert [result.done for result in report.results] == [True, False]
    assert report.missing[0].hint.shown("en") == "Look at print"


MISTAKES = [
    ("from microbit import *\nwhile True\n    sleep(5)\n", "syntax", 2, "colon"),
    ("from microbit import *\ndisplay.show（1）\n", "syntax", 2, "full-width"),
    ("from microbit import *\n\ndisplay.shw(1)\n", "exception", 3, "shw"),
    ("from microbit import *\nslep(5)\n", "exception", 2, "slep"),
    ("from microbit import *\nprint('n' + 5)\n", "exception", 2, "don't fit"),
    ("x = [1]\nprint(x[3])\n", "exception", 2, "place"),
    ("x = 0\nprint(1 / x)\n", "exception", 2, "divided by 0"),
    ("from microbit import *\ndisplay.set_pixel(9, 9, 9)\n", "exception", 2, "not allowed"),
    ("def f():\n    raise Exception('oh')\n\nf()\n", "exception", 2, "oh"),
    ("x = []\nwhile True:\n    x.append('many words' * 20)\n", "memory", 3, "memory"),
    ("def f():\n    f()\nf()\n", "exception", 2, "calls itself"),
    ("from microbit import *\nlight = 5\nwhile light < 10:\n    sleep(5)\n", "stuck", 3, "never gets out"),
    ("n = 1\nwhile True:\n    n = n + 1\n", "stuck", 2, "never gets out"),
    ("while True:\n    pass\n", "stuck", 1, "never gets out"),
]
ON_V2_TOO = ("syntax", "memory", "stuck")  # the words of the two runtimes differ little


@pytest.mark.parametrize(
    ("source", "verdict", "line", "word", "version"),
    [(*case, "v1") for case in MISTAKES] + [(*case, "v2") for case in MISTAKES if case[1] in ON_V2_TOO],
)
def test_a_mistake_is_told_with_its_line_and_one_sentence(lesson, source, verdict, line, word, version):
    report = answer(lesson, source, version)
    assert (report.verdict, report.mistake.values["line"]) == (verdict, line)
    assert word in report.mistake.message
    assert report.mistake.values["text"] == source.splitlines()[line - 1].strip()


@both_boards
@pytest.mark.parametrize(
    ("source", "verdict"),
    [
        ("from microbit import *\nsleep(10)\n", "ended"),
        ("while True:\n    print('hello hello hello')\n", "flood"),
        ("print('x' * 3000)\nwhile True:\n    print('n:6' * 40)\n", "flood"),
    ],
)
def test_a_program_that_ends_or_floods_gets_a_clear_answer(lesson, source, verdict, version):
    report = answer(lesson, source, version)
    assert report.verdict == verdict
    assert report.mistake.message and report.mistake.hint


def test_a_silent_program_is_told_that_nothing_came_out(lesson):
    report = answer(lesson, "from microbit import *\nwhile True:\n    sleep(100)\n")
    assert report.silent and report.verdict == "shines"


def test_a_feature_of_the_other_board_is_named(lesson):
    source = "from microbit import *\nwhile True:\n    print(microphone.sound_level())\n"
    assert answer(lesson, source, "v1").verdict == "other-board"
    assert answer(lesson, source, "v2").verdict != "other-board"


def test_an_error_that_the_board_scrolls_is_no_picture(lesson):
    """After an exception the board shows its text on the LEDs: that must not count as shining."""
    assert not answer(lesson, "from microbit import *\nsleep(20)\noops\n").results


def test_what_a_program_prints_about_errors_is_not_its_own(lesson):
    source = RIGHT.replace("while True:", "print('NameError: nothing')\nwhile True:")
    assert answer(lesson, source).passed


@pytest.mark.parametrize("content", [b"", b"\x82\xa0", None])
def test_what_is_no_program_is_said(lesson, content):
    path = lesson.folder / "my.py"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ProgramError):
        check_program(lesson, path)


@pytest.mark.parametrize(
    ("check", "code"),
    [
        ("", "check-empty"),
        ("x = = 1", "check-broken"),
        (CHECK.replace("board.display.is_lit", "board.nothing"), "check-broken"),
        (CHECK, "check-too-long"),
    ],
)
def test_a_mistake_of_the_lesson_is_not_the_childs(lesson, check, code, monkeypatch):
    if code == "check-too-long":
        monkeypatch.setattr(trial_board, "LONGEST_CHECK", 0.9)  # virtual seconds; CHECK takes 1
    (lesson.folder / "check.py").write_text(check, "utf-8")
    with pytest.raises(LessonError) as error:
        answer(lesson, RIGHT)
    assert error.value.code == code


def test_two_boards_hear_each_other(lesson):
    radio = "from microbit import *\nimport radio\nradio.on()\n"
    (lesson.folder / "main.py").write_text(radio + "while True:\n    radio.send('hello')\n    sleep(100)\n")
    (lesson.folder / "check.py").write_text(
        "from kimotsuki_ictclub.checking import step\n"
        "@step(ja='きこえる', en='It hears', hint_ja='', hint_en='')\n"
        "def hears(board, friend):\n"
        "    board.run(seconds=0.5)\n"
        "    return 'hello' in board.printed\n",
        "utf-8",
    )
    listens = radio + "while True:\n    m = radio.receive()\n    if m:\n        print(m)\n    sleep(20)\n"
    assert answer(lesson, listens).passed
    assert not answer(lesson, listens.replace("radio.on()", "radio.on()\nradio.config(group=7)")).passed


def test_the_command_says_it_in_the_childs_words(lesson, capsys):
    from kimotsuki_ictclub.cli import execute

    fixture = lesson.folder / "my.py"
    fixture.write_text("from microbit import *\nwhile True:\n    sleep(100)\n")
    assert execute(["check", "1", str(fixture), "--lang", "ja", "--grade", "2"]) == 1
    out = capsys.readouterr().out
    assert "△" in out and "→" in out and "{" not in out
    language.set_language("en")
    assert execute(["check", "1", str(lessons.find(1).main), "--board", "v1"]) == 0
    assert "All done" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["check"], ["check", "1", "--all"]])
def test_wrong_usage_leaves_with_2(arguments):
    from kimotsuki_ictclub.cli import execute

    assert execute(arguments) == 2


@pytest.mark.parametrize(
    ("source", "line"),
    [
        (RIGHT.replace("True", "Ture"), 2),
        (RIGHT.replace("True", "0 < count"), 2),
        (RIGHT.replace("n:5\")", "n:5\" + vlaue)\n    # vlaue"), 4),
    ],
)  # fmt: skip
def test_a_name_that_is_not_known_is_told_with_the_line_where_it_stands(lesson, source, line):
    assert answer(lesson, source).mistake.values["line"] == line
