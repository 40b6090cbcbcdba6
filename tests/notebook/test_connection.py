"""`connect()` and what it says when something is wrong: one sentence and a cure."""

from __future__ import annotations

from pathlib import Path

import pytest

import kimotsuki_ictclub.boards as boards
from kimotsuki_ictclub import connect, language
from kimotsuki_ictclub.errors import BoardError, LessonError, PlotError, ProgramError, TelemetryError
from kimotsuki_ictclub.notebook import bench as bench_module
from kimotsuki_ictclub.notebook import connect_all
from kimotsuki_ictclub.notebook.bench import Bench
from kimotsuki_ictclub.notebook.connection import ONLY_VIRTUAL
from kimotsuki_ictclub.virtual import VirtualBoard


@pytest.fixture(autouse=True)
def no_cables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ONLY_VIRTUAL, "1")


def test_without_a_board_it_is_a_virtual_one_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    board = connect(lesson=4)
    assert board.is_virtual
    assert "No board is connected" in capsys.readouterr().out


def test_a_virtual_board_runs_the_lesson_in_its_own_time() -> None:
    recording = connect("virtual://v1", lesson=4).record(seconds=6)
    (row,) = recording.summary()
    assert row.channel == "light"
    assert row.per_second == pytest.approx(5, rel=0.2)
    assert row.greatest - row.least > 100  # a hand moves the light
    assert "<td>" in recording._repr_html_()


def test_ten_steps_are_steps() -> None:
    recording = connect("virtual://v1", lesson=5).record(seconds=10)
    assert recording.channels["steps"][-1] == 10


def test_a_program_that_listens_gets_a_board_with_a_microphone(tmp_path: Path) -> None:
    program = tmp_path / "loud.py"
    program.write_text(
        "from microbit import *\nwhile True:\n    print('loud:%d' % microphone.sound_level())\n    sleep(100)\n"
    )
    assert connect(program=program).record(seconds=2).channels["loud"].size > 5


def test_a_robot_s_module_comes_along(tmp_path: Path) -> None:
    program = tmp_path / "mine.py"
    program.write_text(
        "from robot import Robot\nfrom microbit import *\nwhile True:\n    print('speed:5')\n    sleep(100)\n"
    )
    (row,) = connect("virtual://v1", program=program).record(seconds=1).summary()
    assert row.channel == "speed"


@pytest.mark.parametrize(
    "arguments",
    [
        {"seconds": "60"},
        {"seconds": 0},
        {"seconds": -1},
        {"window": True},
        {"span": "hole"},
        {"span": (1,)},
        {"span": 3},
    ],
)
def test_what_no_plot_can_be_is_told(arguments: dict[str, object]) -> None:
    with pytest.raises(PlotError) as caught:
        connect("virtual://v1", lesson=4).live_plot(**arguments)  # type: ignore[arg-type]
    assert caught.value.code == "wrong-value"


def test_a_channel_that_is_not_there_names_those_that_are() -> None:
    board = connect("virtual://v1", lesson=4)
    for channels in (["hikari"], "hikari"):
        with pytest.raises(TelemetryError, match="light"):
            board.live_plot(seconds=1, channels=channels)


def test_nothing_shows_itself_as_an_object_somewhere_in_memory() -> None:
    board = connect("virtual://v1", lesson=4)
    shown = [board, board.record(seconds=2)]
    assert not [text for text in map(repr, shown) if " object at 0x" in text]
    assert not [text for text in map(repr, shown) if "array(" in text]


def test_friends_are_heard_by_radio() -> None:
    board = connect(
        "virtual://v1",
        program="radio_collector.py",
        friends=["みかん", "りんご"],
        friends_program="radio_sender.py",
    )
    recording = board.record(seconds=4)
    assert set(recording.channels) == {"みかん", "りんご"}


def test_a_class_of_virtual_boards() -> None:
    recording = connect_all(lesson=4).record(seconds=2)
    assert recording.boards == ("01", "02", "03")


@pytest.mark.parametrize(
    ("arguments", "kind", "code"),
    [
        ({"name": "virtual://v3"}, BoardError, "board-unknown"),
        ({"lesson": 99}, LessonError, "lesson-unknown"),
        ({"program": "nothing.py"}, ProgramError, "program-missing"),
    ],
)
@pytest.mark.parametrize("code_of_language", ["ja", "en"])
def test_what_cannot_be_is_one_sentence_and_a_cure(arguments, kind, code, code_of_language) -> None:
    language.set_language(code_of_language)
    with pytest.raises(kind) as caught:
        connect(**arguments)
    assert caught.value.code == code
    sentence, cure = caught.value._render_traceback_()
    assert sentence.startswith("⚠ ") and cure.startswith("→ ")
    assert not any("Traceback" in line or "File" in line for line in (sentence, cure))


def test_a_board_that_prints_no_samples_is_told(tmp_path: Path) -> None:
    program = tmp_path / "quiet.py"
    program.write_text("print('hello')\n")
    with pytest.raises(TelemetryError) as caught:
        connect("virtual://v1", program=program).record(seconds=1)
    assert caught.value.hint


def test_a_program_that_failed_is_told_with_its_line(tmp_path: Path) -> None:
    language.set_language("ja")
    program = tmp_path / "mine.py"
    program.write_text("from microbit import *\nprint('hello')\ndisplay.shwo('A')\n")
    with pytest.raises(ProgramError) as caught:
        connect("virtual://v1", program=program).record(seconds=1)
    assert "mine.py" in caught.value.message and "3" in caught.value.message and "shwo" in caught.value.message


def test_a_program_that_fails_after_some_samples_keeps_them_and_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program = tmp_path / "mine.py"
    program.write_text(
        "from microbit import *\nsleep(1500)\nfor i in range(5):\n    print('n_left:%d' % i)\n    sleep(50)\n1 / 0\n"
    )
    recording = connect("virtual://v1", program=program).record(seconds=3)
    assert len(recording) == 5
    assert "line 6" in capsys.readouterr().out


def test_two_boards_are_listed_never_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(ONLY_VIRTUAL)
    pairs: list[tuple[int, boards.Version]] = [(1, "v1"), (4, "v2")]
    pair = [
        boards.Board(f"990{number}{'0' * 44}", version, label="", port=f"COM{number}", drive=None, state="ready")
        for number, version in pairs
    ]
    monkeypatch.setattr(boards, "find_boards", lambda: pair)
    with pytest.raises(BoardError) as caught:
        connect()
    assert "COM1" in str(caught.value) and "COM4" in str(caught.value)


def test_the_course_s_programs_run_on_both_boards() -> None:
    from kimotsuki_ictclub.folders import course_folder

    for version in ("v1", "v2"):
        robot = VirtualBoard(version, course_folder("notebooks") / "tilt_robot.py")
        robot.acceleration = (0, -640, -640)
        assert robot.run_until("left:64,right:64", timeout=5)
        robot.acceleration = (640, 0, -640)
        assert robot.run_until("left:32,right:-32", timeout=5)


def test_a_cell_that_is_run_again_ends_its_old_board(monkeypatch: pytest.MonkeyPatch) -> None:
    runs = iter([("cell 1", "run 1"), ("cell 1", "run 1"), ("cell 2", "run 2"), ("cell 1", "run 3")])
    monkeypatch.setattr(bench_module, "_cell_that_runs", lambda: next(runs))
    program = {"main.py": b"print('here')"}
    old = [Bench("v1", program), Bench("v1", program)]  # both in one run: a class
    other = Bench("v1", program)
    for bench in (*old, other):
        bench.start()
    Bench("v1", program)
    assert [bench.error.code for bench in old if bench.error] == ["host-gone", "host-gone"]
    assert other.error is None
    other.close()
