"""A second opinion for V1: QEMU runs the same hex, and the serial text must be the same, byte for byte."""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from functools import cache
from pathlib import Path

import pytest
from intelhex import IntelHex
from micropython_microbit_fs.filesystem import add_files_to_hex
from micropython_microbit_fs.hex_utils import hex_to_string, load_hex

from kimotsuki_ictclub import lessons
from kimotsuki_ictclub.errors import VirtualBoardError
from kimotsuki_ictclub.virtual import VirtualBoard
from kimotsuki_ictclub.virtual.flash_image import device_info, runtime_hex

QEMU = shutil.which("qemu-system-arm")
PROGRAMS = Path(__file__).parent.parent / "fixtures" / "differential"
LESSONS_WITHOUT_SENSORS = (1, 2, 3)  # QEMU has neither motion sensor nor ADC nor thermometer
PROMPT = b">>> "
BANNER = b"MicroPython v1.9.2"
BYTE_SECONDS = 10 / 115_200
SILENCE = 1.0  # virtual seconds after which a program has ended, or said what is wrong with it
PATIENCE = 90.0  # seconds of wall clock for QEMU, of virtual time for ours

pytestmark = pytest.mark.skipif(QEMU is None, reason="qemu-system-arm is not installed")

REPL = (b">>> ", b"... ", b"...     ")
RAW = (b">",)
# What is typed, and what shows that the board has taken it.
CONVERSATIONS: dict[str, list[tuple[bytes, tuple[bytes, ...]]]] = {
    "expressions": [(line + b"\r", REPL) for line in (b"1+1", b"'a'*5", b"_", b"import os", b"os.listdir()", b"nope")],
    "blocks": [
        (line + b"\r", REPL)
        for line in (b"for i in range(3):", b"print(i)", b"", b"", b"def f(x):", b"return x+1", b"", b"", b"f(41)")
    ],
    # Ctrl-C counts only once the program runs, so it first says that it does; all in one line, because the traceback
    # names the line that it stopped.
    "interrupted": [
        (b"x=['on']\r", REPL),
        (b"exec('while True: x and print(x.pop())')\r", (b"')\r\non\r\n",)),
        (b"\x03", REPL),
        (b"2\r", REPL),
    ],
    "paste": [(b"\x05", (b"=== ",)), (b"x = 3\rprint(x)\r", (b"=== ",)), (b"\x04", REPL)],
    "editing": [(b"prinx\x08t('ok')\r", REPL), (b"\x1b[A\r", REPL), (b"abc\x03", REPL)],
    "soft reset": [(b"x = 5\r", REPL), (b"\x04", REPL), (b"x\r", REPL)],
    "raw": [
        (b"\x01", (b"raw REPL; CTRL-B to exit\r\n>",)),
        (b"print('hello')\x04", (b"\x04>",)),
        (b"x = [i for i in range(50)]\nprint(x)\x04", (b"\x04>",)),
        (b"1/0\x04", (b"\x04>",)),
        (b"for\x04", (b"\x04>",)),
        (b"\x02", REPL),
    ],
    "raw files": [
        (b"\x01", (b"raw REPL; CTRL-B to exit\r\n>",)),
        (b"f = open('n.txt', 'wb')\nw = f.write\x04", (b"\x04>",)),
        *[(b"w(b'" + bytes([65 + i]) * 60 + b"')\x04", (b"\x04>",)) for i in range(5)],
        (b"f.close()\x04", (b"\x04>",)),
        (b"r = open('n.txt', 'rb')\nprint(r.read())\x04", (b"\x04>",)),
        (b"\x02", REPL),
    ],
}


class Qemu:
    """A V1 board in QEMU, seen through its serial line."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self.output = b""

    def write(self, data: bytes) -> None:
        for byte in data:  # QEMU's line has no speed of its own and would overrun the firmware
            self._line.sendall(bytes([byte]))
            time.sleep(BYTE_SECONDS)

    def read_until(self, start: int, ends: tuple[bytes, ...]) -> None:
        self._read(lambda: len(self.output) > start and self.output.endswith(ends))

    def read_bytes(self, count: int) -> None:
        self._read(lambda: len(self.output) >= count)
        self.output = self.output[:count]

    def listen(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        self._read(lambda: time.monotonic() > end)

    def _read(self, done: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not done():
            assert time.monotonic() < deadline, self.output[-300:]
            try:
                self.output = (self.output + self._line.recv(4096)).lstrip(b"\0")  # one on power-on, from the pin
            except TimeoutError:
                continue


@contextmanager
def qemu(hex_text: str) -> Iterator[Qemu]:
    with tempfile.TemporaryDirectory() as folder:
        path, line_path = Path(folder) / "program.hex", str(Path(folder) / "line")
        path.write_text(hex_text, encoding="ascii")
        arguments = [str(QEMU), "-M", "microbit", "-device", f"loader,file={path}", "-display", "none"]
        arguments += ["-monitor", "none", "-serial", f"unix:{line_path},server=on,wait=on"]
        process = subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE)
        try:
            with socket.socket(socket.AF_UNIX) as line:
                connect(line, line_path, process)
                line.settimeout(0.5)
                yield Qemu(line)
        finally:
            process.kill()
            process.wait()


def connect(line: socket.socket, path: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return line.connect(path)
        except (FileNotFoundError, ConnectionRefusedError):
            assert process.poll() is None and time.monotonic() < deadline, "QEMU did not start"
            time.sleep(0.01)


class Ours:
    """The virtual board with the same face."""

    def __init__(self, hex_text: str) -> None:
        self._board = VirtualBoard("v1", hex_text)
        self.output = b""

    def write(self, data: bytes) -> None:
        self._board.serial.write(data)

    def read_until(self, start: int, ends: tuple[bytes, ...]) -> None:
        deadline = self._board.time + PATIENCE
        while not (len(self.output) > start and self.output.endswith(ends)):
            assert self._board.time < deadline, self.output[-300:]
            self._board.run(0.01)
            self.output += self._board.serial.read()

    def listen(self, seconds: float) -> None:
        self._board.run(seconds)
        self.output += self._board.serial.read()

    def read_while_it_prints(self) -> bytes:
        heard = -1
        while len(self.output) > heard:
            heard = len(self.output)
            self.listen(SILENCE)
        return self.output


def hex_of(files: dict[str, bytes]) -> str:
    """Return the hex that the library makes, each erased byte in it: QEMU's flash is full of zeros."""
    if not files:
        return runtime_hex("v1")
    memory = deepcopy(parsed_runtime())
    add_files_to_hex(memory, device_info("v1"), files)
    return hex_to_string(memory)


@cache
def parsed_runtime() -> IntelHex:
    """Return the runtime as the library reads it, which takes longer than most programs here run."""
    return load_hex(runtime_hex("v1"))


def files_of(program: Path) -> dict[str, bytes]:
    if program.is_dir():
        return {path.name: path.read_bytes() for path in program.glob("*.py")}
    return {"main.py": program.read_bytes()}


PROGRAM_PATHS = sorted(path for path in PROGRAMS.iterdir() if path.suffix == ".py" or (path / "main.py").exists())


@pytest.mark.parametrize("program", PROGRAM_PATHS, ids=lambda path: path.stem)
def test_a_program_prints_the_same(program: Path):
    hex_text = hex_of(files_of(program))
    ours = Ours(hex_text)
    # Without banner and prompt: an error is scrolled over the LEDs before, in QEMU for a minute of real time.
    printed = ours.read_while_it_prints().partition(BANNER)[0]
    with qemu(hex_text) as other:
        other.read_bytes(len(printed))
    assert other.output.decode() == printed.decode()


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_a_conversation_is_the_same(name: str):
    hex_text = hex_of({})
    ours = Ours(hex_text)
    with qemu(hex_text) as other:
        for board in (ours, other):
            board.read_until(0, (PROMPT,))
            for typed, ends in CONVERSATIONS[name]:
                start = len(board.output)
                board.write(typed)
                board.read_until(start, ends)
        assert ours.output.decode() == other.output.decode()


@pytest.mark.parametrize("number", LESSONS_WITHOUT_SENSORS)
def test_a_lesson_without_sensors_runs_on_qemu_too(number: int):
    lesson = lessons.find(str(number))
    hex_text = hex_of(dict(lesson.files))
    ours = Ours(hex_text)
    ours.listen(2 * SILENCE)
    with qemu(hex_text) as other:
        other.listen(2 * SILENCE)
    same = min(len(ours.output), len(other.output))  # QEMU starts a little later
    assert b"Traceback" not in ours.output + other.output
    assert other.output[:same].decode() == ours.output[:same].decode()


def test_blocks_too_deep_for_the_stack_are_told_as_a_fault():
    """Forty ifs inside each other fit, as on QEMU; sixty overrun the parser's stack (docs/virtual-board.md)."""
    ours = Ours(hex_of({"main.py": nested(60)}))
    with pytest.raises(VirtualBoardError) as caught:
        ours.listen(SILENCE)
    assert (caught.value.code, ours.output) == ("firmware-fault", b"")
    hex_text = hex_of({"main.py": nested(40)})
    ours = Ours(hex_text)
    ours.listen(SILENCE)
    with qemu(hex_text) as other:
        other.read_bytes(len(ours.output))
    assert ours.output == other.output and ours.output.startswith(b"deep\r\n")


def nested(ifs):
    """Return a program that prints below so many ifs."""
    return ("".join(" " * depth + "if True:\n" for depth in range(ifs)) + " " * ifs + "print('deep')\n").encode()


def test_there_are_programs_enough():
    assert len(PROGRAM_PATHS) >= 30
