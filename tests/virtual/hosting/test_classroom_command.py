"""`ictclub classroom` as a person types it."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from kimotsuki_ictclub import language
from kimotsuki_ictclub.boards.labels import set_label
from kimotsuki_ictclub.cli import execute
from kimotsuki_ictclub.cli.classroom import _seen
from kimotsuki_ictclub.cli.classroom_picture import SeenBoard, led_picture, picture
from kimotsuki_ictclub.language import _
from kimotsuki_ictclub.virtual.hosting.classroom import Classroom
from kimotsuki_ictclub.virtual.hosting.faults import FAULTS
from kimotsuki_ictclub.virtual.hosting.registry import hosted_boards
from tests.conftest import FIXTURES

HEART = [[0, 9, 0, 9, 0], [9, 9, 9, 9, 9], [9, 9, 9, 9, 9], [0, 9, 9, 9, 0], [0, 0, 9, 0, 0]]


def test_boards_get_numbers_and_are_gone_at_the_end(own_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(["classroom", "--v1", "2", "--seconds", "0"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("2 boards are plugged in")
    assert [line.split()[:2] for line in lines[1:3]] == [["01", "v1"], ["02", "v1"]]
    assert hosted_boards(own_home) == []


def test_one_board_is_changed_by_its_label(own_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Classroom(own_home, 1) as room:
        set_label(room.places[0].unique_id, "07")
        assert execute(["classroom", "set", "07", "--temperature", "30", "--fault", "fail-504", "--json"]) == 0
        answer = json.loads(capsys.readouterr().out)
        assert (answer["temperature"], answer["faults"]) == (30, {"fail-504": -1})
        assert execute(["classroom", "set", "07", "--unplug"]) == 0
        assert execute(["classroom", "set", "07", "--repair", "--json"]) == 0
        answer = json.loads(capsys.readouterr().out.split("\n", 1)[1])
        assert (answer["plugged_in"], answer["faults"]) == (True, {})
        assert execute(["classroom", "set", "07", "--temperature", "300"]) == 1
        assert "300" in capsys.readouterr().err
        assert execute(["classroom", "set", "08", "--light", "3"]) == 1
        assert "No board is called 08" in capsys.readouterr().err


def test_nothing_to_change_is_wrong_usage() -> None:
    assert execute(["classroom", "set", "07"]) == 2


def test_without_a_classroom_there_is_no_board_to_change(capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(["classroom", "set", "07", "--light", "3"]) == 1
    assert "No board" in capsys.readouterr().err


def test_all_faults_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(["classroom", "faults", "--json"]) == 0
    assert set(json.loads(capsys.readouterr().out)) == set(FAULTS)


def test_a_picture_shows_two_rows_of_leds_in_each_line_of_text() -> None:
    picture = led_picture(HEART)
    assert [len(line) for line in picture.plain.split("\n")] == [10, 10, 10]
    styles = [str(span.style) for span in picture.spans]
    assert styles[2] == "#ff4030 on #ff4030"  # second column: lit above, lit below
    assert styles[0] == "#261010 on #ff4030"


def seen(count: int, **faulty: str) -> list[SeenBoard]:
    """Return boards that run, those named by `faulty` (n01 …) with a fault."""
    return [
        SeenBoard(f"{n:02d}", "v1", HEART, f"virtual://127.0.0.1:{40000 + n}", faulty.get(f"n{n:02d}", _("running")))
        for n in range(1, count + 1)
    ]


@pytest.mark.parametrize("code", ["en", "ja"])
@pytest.mark.parametrize(
    ("count", "width", "height"), [(6, 80, 23), (30, 80, 23), (30, 100, 29), (6, 100, 39), (80, 80, 23)]
)
def test_every_label_and_fault_fits_on_the_screen(count: int, width: int, height: int, code: str) -> None:
    language.set_language(code)
    console = Console(width=width, height=height, force_terminal=True, color_system=None)
    with console.capture() as capture:
        console.print(picture(seen(count, n01="fail-504"), width, height))
    lines = capture.get().rstrip("\n").split("\n")
    assert len(lines) <= height
    assert all(cell_len(line) <= width for line in lines)
    text = "\n".join(lines)
    assert all(f"{n:02d}" in text for n in range(1, count + 1))
    assert "fail-504" in text and _("running") in text
    assert ("virtual://" in text) == (count == 6 and height == 39)


def test_a_board_that_is_gone_has_no_picture() -> None:
    console = Console(width=80, height=24, color_system=None)
    with console.capture() as capture:
        console.print(picture([SeenBoard("", "v2", None, "", "gone")], 80, 24))
    assert "gone" in capture.get() and "?" in capture.get()


def test_the_window_shows_the_labels_of_this_moment(own_home: Path) -> None:
    with Classroom(own_home, 2) as room:
        for number, place in enumerate(room.places, 1):
            set_label(place.unique_id, f"{number:02d}")
        assert [board.label for board in _seen(room)] == ["01", "02"]
        set_label(room.places[0].unique_id, "07")
        assert [board.label for board in _seen(room)] == ["02", "07"]


@pytest.mark.skipif(sys.platform == "win32", reason="signals and terminals of POSIX")
@pytest.mark.parametrize("script", ["ghosts.py", "small-terminal.py"])
def test_the_case_from_the_field_holds(script: str) -> None:
    ictclub = Path(sys.executable).with_name("ictclub")
    done = subprocess.run(
        [sys.executable, str(FIXTURES / "pc" / script), str(ictclub)], capture_output=True, text=True, timeout=240
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("number", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_however_it_ends_the_terminal_has_its_cursor_again(number: str, own_home: Path) -> None:
    import pty

    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "kimotsuki_ictclub", "classroom", "--v1", "1"]
    room = subprocess.Popen(command, stdin=follower, stdout=follower, stderr=follower, start_new_session=True,
                            env=os.environ | {"TERM": "xterm", "COLUMNS": "80", "LINES": "24"})  # fmt: skip
    os.close(follower)
    shown = b""
    try:
        while b"running" not in shown:
            shown += os.read(leader, 65536)
        room.send_signal(getattr(signal, number))
        with contextlib.suppress(OSError):  # Linux: nobody has the terminal open any more
            while block := os.read(leader, 65536):
                shown += block
        assert room.wait(90) == 0
    finally:
        room.kill()
        room.wait()
        os.close(leader)
    assert shown.rindex(b"\x1b[?25h") > shown.rindex(b"\x1b[?25l")
    assert list((own_home / "classroom").iterdir()) == []
