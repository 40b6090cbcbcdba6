"""`ictclub run`: piped it prints serial text only; in a terminal it shows the LEDs and takes keys."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import tty
from pathlib import Path

import pytest

from kimotsuki_ictclub.cli import keyboard
from kimotsuki_ictclub.images.program import Program
from kimotsuki_ictclub.images.stop_watch import StopWatch

from ..conftest import FIXTURES

PROGRAMS = FIXTURES / "programs"

COUNT = """
from microbit import *
for i in range(3):
    print('line', i)
    sleep(10)
print('ひかり')
raise ValueError('end')
"""
COLORS = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]")
BUTTON = """
from microbit import *
while True:
    if button_a.was_pressed():
        print('pressed', temperature(), display.read_light_level() > 140)
        display.show(Image.HEART)
    sleep(20)
"""


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "kimotsuki_ictclub", "run", *arguments]


@pytest.fixture
def program(tmp_path: Path) -> Path:
    return tmp_path / "my.py"


@pytest.mark.parametrize("board", ["v1", "v2"])
def test_piped_it_prints_serial_text_only(program, board):
    program.write_text(COUNT, encoding="utf-8")
    done = subprocess.run(
        command(str(program), "--board", board, "--seconds", "3", "--fast"), capture_output=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    lines = done.stdout.decode().splitlines()
    assert lines[:4] == ["line 0", "line 1", "line 2", "ひかり"]
    assert any("ValueError: end" in line for line in lines)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("run-with-a-mistake", ("run-with-a-mistake.py の 3ぎょうめ", "コンマ")),
        ("run-with-a-wrong-name", ("run-with-a-wrong-name.py の 4ぎょうめ", "`levle`", "`level`")),
        ("crash-in-line-3", ("crash-in-line-3.py の 3ぎょうめ", "`HAPY`")),
    ],
)
def test_a_mistake_is_told_as_build_and_check_tell_it(name, words):
    arguments = command(str(PROGRAMS / f"{name}.py"), "--seconds", "2", "--fast", "--lang", "ja")
    done = subprocess.run(arguments, capture_output=True, timeout=120)
    told = done.stderr.decode()
    assert done.returncode == 1
    assert all(word in told for word in words), told
    assert "SyntaxError" not in told and "NameError" not in told


def test_a_program_that_prints_a_traceback_and_goes_on_is_not_stopped(program):
    program.write_text(
        "import sys\ntry:\n    1 / 0\nexcept ZeroDivisionError as error:\n    sys.print_exception(error)\nprint('on')\n"
    )
    done = subprocess.run(command(str(program), "--seconds", "2", "--fast"), capture_output=True, timeout=120)
    assert (done.returncode, b"on" in done.stdout.splitlines(), done.stderr) == (0, True, b"")


def test_a_mistake_in_a_module_is_told_with_the_modules_line():
    program = Program({"main.py": b"import helper\nhelper.go()\n", "helper.py": b"def go():\n    oops\n"},
                      own_files=("main.py", "helper.py"))  # fmt: skip
    watch = StopWatch(program)
    watch.take(b'Traceback (most recent call last):\r\n  File "main.py", line 2, in <module>\r\n  File "helper.py", ')
    assert watch.mistake is None
    watch.take(b"line 2, in go\r\nNameError: name 'oops' isn't defined\r\n")
    assert watch.mistake is not None and (watch.mistake.values["file"], watch.mistake.values["line"]) == (
        "helper.py",
        2,
    )


def test_a_missing_file_is_named(tmp_path):
    done = subprocess.run(command(str(tmp_path / "missing.py")), capture_output=True, text=True, timeout=120)
    assert done.returncode == 1
    assert "missing.py" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="no pty on Windows")
def test_in_a_terminal_it_takes_keys_and_ctrl_c_ends_it(program):
    import pty

    program.write_text(BUTTON, encoding="utf-8")
    leader, follower = pty.openpty()
    environment = os.environ | {"TERM": "xterm", "COLUMNS": "90", "LINES": "24"}
    process = subprocess.Popen(
        command(str(program), "--board", "v1"), stdin=follower, stdout=follower, stderr=follower, env=environment,
        start_new_session=True, close_fds=True, preexec_fn=lambda: _take_terminal(follower),
    )  # fmt: skip
    os.close(follower)
    os.set_blocking(leader, False)
    seen = bytearray()

    def wait_for(text: str) -> None:
        deadline = time.monotonic() + 90
        while text.encode() not in COLORS.sub(b"", bytes(seen)):
            assert time.monotonic() < deadline, seen.decode(errors="replace")[-800:]
            try:
                seen.extend(os.read(leader, 65536))
            except BlockingIOError:
                time.sleep(0.02)

    try:
        wait_for("micro:bit V1")
        os.write(leader, "ん".encode())
        wait_for("That key does nothing. Keys: [ ] − + ← → ↑ ↓ a b s r 0 q")
        os.write(leader, b"+++]]")
        wait_for("Temperature 24 °C")
        wait_for("Light 160")
        os.write(leader, b"a")
        wait_for("pressed 24 True")
        wait_for("● ● ● ● ●")
        os.write(leader, b"\x03")
        assert process.wait(90) == 0
    finally:
        process.kill()
        process.wait()
        os.close(leader)


def _take_terminal(follower: int) -> None:
    import fcntl
    import termios

    fcntl.ioctl(follower, termios.TIOCSCTTY, 0)


@pytest.mark.skipif(sys.platform == "win32", reason="a pty is POSIX's")
@pytest.mark.parametrize(
    ("typed", "keys"),
    [("aAａＡ", ["a"] * 4), ("Ｑ＋－［］０", list("q+-[]0")), ("あ", ["あ"]), ("\x1b[A\x1b[D", ["up", "left"])],
)
def test_a_key_is_the_same_with_caps_lock_and_the_japanese_input_on(typed: str, keys: list[str]) -> None:
    reading, writing = os.openpty()
    try:
        tty.setraw(writing)
        os.write(reading, typed.encode())
        assert [keyboard._posix_key(writing) for _key in keys] == keys
        assert keyboard._posix_key(writing) == ""
    finally:
        os.close(reading)
        os.close(writing)
