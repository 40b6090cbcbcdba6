"""Ctrl-C ends a run at once, is never lost, and leaves a board that can run on, as in a notebook."""

from __future__ import annotations

import signal
import subprocess
import sys
import time

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a process cannot send itself Ctrl-C on Windows")

# In a process of its own: a Ctrl-C that went astray would end the tests.
INTERRUPTED = """
import os, random, signal, threading, time
from kimotsuki_ictclub.virtual import Air, VirtualBoard

air = Air() if {friend} else None
board = VirtualBoard("{version}", air=air, program='''
from microbit import *
n = 0
while True:
    n += 1
    print('n', n, accelerometer.get_x())
    display.show(Image.HEART)
    sleep(5)
''')
friend = VirtualBoard("v1", air=air) if air else None
assert board.run_until("n 1")
wait = random.Random(1)
for time_of_it in range(30):
    try:
        threading.Timer(wait.uniform(0.005, 0.03), os.kill, (os.getpid(), signal.SIGINT)).start()
        board.run(100, paced={paced})
        raise SystemExit("Ctrl-C was lost")
    except KeyboardInterrupt:
        pass
    finally:
        while threading.active_count() > 1:
            time.sleep(0.001)
    board.serial.read()
    board.run(0.1)
    assert b"n " in board.serial.read(), time_of_it
"""
HANGING = """
from kimotsuki_ictclub.virtual import VirtualBoard

def hang(data):
    print("hangs", flush=True)
    while True:
        pass

board = VirtualBoard("v1", "print('hello')\\n")
board.on_serial(hang)
board.run(10)
"""


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize(
    ("version", "paced", "friend"), [("v1", True, False), ("v2", False, False), ("v1", False, True)]
)
def test_a_board_that_was_interrupted_goes_on(version: str, paced: bool, friend: bool) -> None:
    done = run(INTERRUPTED.format(version=version, paced=paced, friend=friend))
    assert (done.returncode, done.stderr) == (0, "")


def test_a_second_one_ends_a_function_that_hangs() -> None:
    with subprocess.Popen([sys.executable, "-c", HANGING], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"hangs\n"
        deadline = time.monotonic() + 30
        while process.poll() is None and time.monotonic() < deadline:
            process.send_signal(signal.SIGINT)
            time.sleep(0.1)
        process.kill()
        assert process.returncode != -9
        assert b"KeyboardInterrupt" in process.communicate()[1]
