"""`%%microbit`: a cell is a program: its mistakes, where it runs, what it says, its check, and help while typing."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell

from kimotsuki_ictclub import language
from kimotsuki_ictclub.boards import find_boards
from kimotsuki_ictclub.errors import ClubError
from kimotsuki_ictclub.lessons import find
from kimotsuki_ictclub.notebook import load_ipython_extension
from kimotsuki_ictclub.notebook.bench import Bench
from kimotsuki_ictclub.notebook.cells.asked import asked_in
from kimotsuki_ictclub.notebook.cells.cell_program import program_for, source_of
from kimotsuki_ictclub.notebook.cells.checked import check_source, told_report
from kimotsuki_ictclub.notebook.cells.place import flashed
from kimotsuki_ictclub.notebook.cells.program_run import ProgramRun
from kimotsuki_ictclub.notebook.connection import ONLY_VIRTUAL
from kimotsuki_ictclub.notebook.readers import note_reader
from kimotsuki_ictclub.readings import YOUNGEST
from kimotsuki_ictclub.virtual.hosting.classroom import Classroom

COUNTS = (
    "from microbit import *\nprint('first')\nn = 0\nwhile True:\n    print('n:%d' % n)\n    n += 1\n    sleep(50)\n"
)


def wait_for(true: Callable[[], object], seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.02)


@pytest.fixture(scope="module")
def shell() -> Iterator[InteractiveShell]:
    """A kernel without a page: IPython in this process."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("ICTCLUB_GRADE", str(YOUNGEST))  # else it would stay set for other tests
        made = InteractiveShell()
        load_ipython_extension(made)
        load_ipython_extension(made)  # `ictclub lab` and the first import both do it
        yield made
    made.history_manager.end_session()


@pytest.mark.parametrize(
    ("line", "lesson", "board", "check"),
    [
        ("", None, None, False),
        ("4", 4, None, False),
        ("４　--check", 4, None, True),  # a Japanese keyboard writes these
        ("night-light --on 'みかん 2'", 4, "みかん 2", False),
        ("--on=virtual://v2 9", 9, "virtual://v2", False),
    ],
)
def test_what_the_first_line_asks_for(line: str, lesson: int | None, board: str | None, check: bool) -> None:
    asked = asked_in(line)
    assert (asked.lesson.number if asked.lesson else None, asked.board, asked.check) == (lesson, board, check)


@pytest.mark.parametrize("line", ["99", "4 5", "--chek", "--on", "'4", "--check", "4 --on --on 3 7", "21"])
def test_a_first_line_that_cannot_be_is_one_sentence_and_a_cure(line: str) -> None:
    for code in ("ja", "en"):
        language.set_language(code)
        with pytest.raises(ClubError) as caught:
            asked_in(line)
        assert caught.value.code in ("cell-line-wrong", "lesson-unknown", "lesson-has-no-program") and caught.value.hint
        assert "%%%%" not in caught.value.hint


@pytest.mark.parametrize(
    ("cell", "above", "line", "says"),
    [
        ("from microbit import *\nwhile True\n    pass\n", 1, 3, "colon"),
        ("from microbit import *\nwhile True：\n    pass\n", 3, 5, "："),
        ("import tkinter\n", 1, 2, "tkinter"),
        ("  \n", 1, 0, "no program"),
    ],
)
def test_a_mistake_has_the_line_of_the_cell(cell: str, above: int, line: int, says: str) -> None:
    with pytest.raises(ClubError, match=says) as caught:
        program_for(source_of(cell, above), None, ("v1", "v2"))
    assert getattr(caught.value, "place", (0, ""))[0] == line


def test_what_only_one_board_has_goes_on_that_one() -> None:
    listens = "from microbit import *\nwhile True:\n    print(microphone.sound_level())\n    sleep(100)\n"
    assert program_for(source_of(listens), None, ("v1", "v2"))[0] == "v2"
    assert program_for(source_of("print(1)"), None, ("v1", "v2"))[0] == "v1"
    with pytest.raises(ClubError, match="V1"):
        program_for(source_of(listens), None, ("v1",))


def test_a_robot_s_lesson_brings_its_modules() -> None:
    _version, program = program_for(source_of(find(11).main.read_text("utf-8")), find(11), ("v1",))
    assert {"robot.py", "calibrate.py"} <= set(program.files)


def test_without_a_page_it_runs_as_fast_as_it_can(
    shell: InteractiveShell, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(ONLY_VIRTUAL, "1")
    program = (
        "from microbit import *\nsecret = 7\nprint('light:5')\ndisplay.show(Image.HEART)\nsleep(500)\nprint(secrt)\n"
    )
    done = shell.run_cell(f"\n\n%%microbit 4\n{program}", store_history=True)
    out = capsys.readouterr().out
    assert done.success and "●●●●●" in out and "light:5" in out
    assert "Line 9: " in out and "`secret`" in out and "Traceback" not in out
    assert "secret" not in shell.user_ns  # it ran on a board, never here
    shell.run_cell("recording = board.record(seconds=1)")
    assert "board" in shell.user_ns and "Line" not in capsys.readouterr().err

    shell.run_cell("%%microbit\nfrom microbit import *\nwhile true:\n    pass\n", store_history=True)
    out = capsys.readouterr().out
    assert "Line 3: " in out and "Traceback" not in out


def test_on_the_bench_it_is_heard_from_its_first_word_and_stopped() -> None:
    source = source_of(COUNTS)
    _version, program = program_for(source, None, ("v1",))
    bench = Bench("v1", program.files)
    shown: list[str] = []
    run = ProgramRun(program, bench, lambda run: shown.append(run.state))
    run.start()
    wait_for(lambda: "n:3" in run.printed.lines())
    assert run.printed.lines()[0] == "first"
    with closing(bench.open()) as line:  # a chart reads beside it
        line.timeout = 30.0
        assert line.read(3)
    bench.watch()
    bench.send("reset", True)
    wait_for(lambda: "n:0" in run.printed.lines()[:4] and "first" in run.printed.lines())
    run.press_stop()
    run.wait(60)
    assert run.state == shown[-1] == "stopped" and run.mistake is None
    assert "KeyboardInterrupt" not in "\n".join(run.printed.lines())
    bench.close()


@pytest.mark.parametrize(
    ("program", "state", "says"),
    [
        ("print('OK')\nprint(b)\n", "mistake", "`b`"),
        ("print('OK')\n", "ended", "come to its end"),
    ],
)
def test_how_a_program_comes_to_its_end_is_said(program: str, state: str, says: str) -> None:
    _version, made = program_for(source_of(program), None, ("v1",))
    bench = Bench("v1", made.files)
    run = ProgramRun(made, bench, lambda run: None)
    run.start()
    wait_for(lambda: run.state == state)
    assert run.printed.lines() == ["OK"]  # not the raw REPL's
    assert says in f"{run.status}{run.mistake or ''}"
    assert getattr(run.mistake, "place", (0,))[0] == (3 if state == "mistake" else 0)
    bench.close()
    run.wait(30)
    assert not run.running and run.state == state


def test_a_program_that_starts_again_and_again_is_told_with_its_line() -> None:
    _version, made = program_for(source_of("from microbit import *\nreset()\n"), None, ("v1",))
    bench = Bench("v1", made.files)
    run = ProgramRun(made, bench, lambda run: None)
    run.start()
    wait_for(lambda: bench.watch() or run.state == "mistake")
    assert "starts again and again" in str(run.mistake)
    assert getattr(run.mistake, "place", (0,))[0] == 3
    bench.close()
    run.wait(30)


def test_on_a_board_that_is_plugged_in(own_home: Path) -> None:
    with Classroom(own_home, 1, drive_speed=20):
        (plugged_in,) = find_boards()
        _version, program = program_for(source_of(COUNTS), None, ("v1",))
        said: list[str] = []
        board = flashed(plugged_in, program, None, said.append)
        assert said and all(plugged_in.name in one for one in said)
        run = ProgramRun(program, plugged_in, lambda run: None)
        run.start()
        note_reader(run)
        wait_for(lambda: "n:2" in run.printed.lines())
        assert run.printed.lines()[0] == "first"
        recording = board.record(seconds=1)  # a port has one reader: the cell gives it up
        assert recording.channels["n"].size and run.state == "given" and not run.running

        swallows = COUNTS.replace("first", "second").replace(
            "    sleep(50)\n", "    try:\n        sleep(50)\n    except:\n        pass\n"
        )
        changed = program_for(source_of(swallows), None, ("v1",))[1]
        flashed(plugged_in, changed, None, said.append)
        again = ProgramRun(changed, plugged_in, lambda run: None)
        again.start()
        wait_for(lambda: "n:2" in again.printed.lines())
        again.press_stop()
        again.wait(60)
        assert again.printed.lines()[0] == "second" and again.state == "stopped"
        fails = program_for(source_of("print('OK')\n1 / 0"), None, ("v1",))[1]
        flashed(plugged_in, fails, None, said.append)
        last = ProgramRun(fails, plugged_in, lambda run: None)
        last.start()
        wait_for(lambda: last.state == "mistake")
        assert last.printed.lines() == ["OK"] and last.can_stop  # the port could be free
        last.press_stop()
        last.wait(60)
        assert last.state == "mistake" and last.mistake is not None and not last.can_stop
        with plugged_in.open_serial(timeout=0.3) as line:  # the port is free, and the program does not run on
            assert b"n:" not in line.read(200)
        flashed(plugged_in, program, None, said.append)
        lost = ProgramRun(program, plugged_in, lambda run: None)
        lost.start()
    wait_for(lambda: not lost.running)  # the cable is out
    assert lost.state == "lost" and lost.trouble is not None and lost.trouble.code == "board-gone"


def test_the_check_is_made_in_a_process_and_hints_come_one_at_a_time() -> None:
    language.set_language("ja")
    lesson = find(4)
    starter = (lesson.folder / "starter.py").read_text("utf-8")
    report = check_source(source_of(starter), lesson, "v1")
    assert [step["done"] for step in report["steps"]] == [True, False, True, False]
    text, as_html = told_report(report, Counter())
    assert text.count("💡") == 1 and "if の" in text and "if の" in as_html


def test_a_plainer_hint_comes_the_second_time() -> None:
    step = {"name": "shines", "text": "It shines", "done": False, "hint": "Look.", "hints": ["Look.", "Line 3."]}
    report = {"lesson": 4, "passed": False, "mistake": None, "steps": [step]}
    tries: Counter[tuple[int, str]] = Counter()
    told = [told_report(report, tries)[0] for _try in range(3)]
    assert "Look." in told[0] and "Line 3." not in told[0]
    assert ["Line 3." in one for one in told] == [False, True, True]
    only = {**report, "steps": [{**step, "hints": ["<b>Look.</b>"]}]}
    assert "&lt;b&gt;" in told_report(only, tries)[1]


def test_a_mistake_is_told_instead_of_a_hint() -> None:
    mistake = {
        "code": "x",
        "message": "100 % wrong %(x)s",
        "hint": "Look.",
        "file": "main.py",
        "line": "7",
        "text": "a(",
    }
    step = {"name": "shines", "text": "It shines", "done": False, "hint": "", "hints": ["No."]}
    text, _html = told_report({"lesson": 4, "passed": False, "mistake": mistake, "steps": [step]}, Counter())
    assert "Line 7: 100 % wrong %(x)s" in text and "No." not in text
    passed = {"lesson": 4, "passed": True, "mistake": None, "steps": [{**step, "done": True}]}
    assert "Well made" in told_report(passed, Counter())[0]


def test_the_board_s_words_are_completed_and_explained(shell: InteractiveShell) -> None:
    code = "%%microbit 4\nfrom microbit import *\ndisplay.sc"
    with provisionalcompleter():
        (found,) = shell.Completer.completions(code, len(code))
        others = [one.text for one in shell.Completer.completions("displ", 5)]
    assert (found.text, code[found.start : found.end]) == ("scroll", "sc")
    assert "display" not in others or "Image" not in others

    from kimotsuki_ictclub.notebook.cells.hooks import _explain

    kernel = SimpleNamespace(do_inspect=lambda *arguments: "own")
    _explain(kernel)
    answer: dict[str, Any] = kernel.do_inspect(code + "roll", len(code), 0)
    assert answer["found"] and "スクロール" in answer["data"]["text/plain"]
    assert kernel.do_inspect("display.sc", 3, 0) == "own"
    assert kernel.do_inspect("%%microbit\nxyzzy", 13, 0)["found"] is False
    assert kernel.do_inspect("%%microbit 4\n", 12, 0)["found"] is False  # in the first line itself
    below = "\n\n" + code + "roll"
    assert kernel.do_inspect(below, len(below), 0)["data"] == answer["data"]
