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
        command(str(program), "--board", board, "--seconds", "3", "--fast"), capture_output=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    lines = done.stdout.decode().splitlines()
    assert lines[:4] == ["line 0", "line 1", "line 2", "ひかり"]
    assert any("ValueError: end" in line for line in lines)


def test_a_missing_file_is_named(tmp_path):
    done = subprocess.run(command(str(tmp_path / "missing.py")), capture_output=True, text=True, timeout=60)
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
        deadline = time.monotonic() + 40
        while text.encode() not in COLORS.sub(b"", bytes(seen)):
            assert time.monotonic() < deadline, seen.decode(errors="replace")[-800:]
            try:
                seen.extend(os.read(leader, 65536))
            except BlockingIOError:
                time.sleep(0.02)

    try:
        wait_for("micro:bit V1")
        os.write(leader, b"+++]]")
        wait_for("24 °C")
        wait_for("light 160")
        os.write(leader, b"a")
        wait_for("pressed 24 True")
        wait_for("● ● ● ● ●")
        os.write(leader, b"\x03")
        assert process.wait(20) == 0
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
