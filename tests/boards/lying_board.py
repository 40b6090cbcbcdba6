"""A board on whose serial line stands whatever a test says, and whose time passes without being waited for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

from kimotsuki_ictclub.boards import Board
from kimotsuki_ictclub.boards.talking import after_start, conversation, raw_repl, restart

PROMPT = b"raw REPL; CTRL-B to exit\r\n>"
_BYTE_SECONDS = 1 / 11_520

Says = Callable[[bytes], bytes]  # a command → what its answer is


class LyingPort:
    """A port to a raw REPL that is entered as any, and then answers every command with what `says` returns.

    It also stands for the module `time`: its clock goes on with each byte, and with each read in vain.
    """

    port = "COM13"

    def __init__(self, says: Says, endless: bytes = b"") -> None:
        self.timeout: float | None = 1.0
        self.now = 0.0
        self._says = says
        self._endless = endless  # what it says when it has nothing to say, without an end
        self._command = bytearray()
        self._answer = bytearray()

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def write(self, data: bytes) -> int:
        self.now += len(data) * _BYTE_SECONDS
        self._command += data
        if data.endswith(b"\x01"):
            self._command.clear()
            self._answer += PROMPT
        elif self._command == b"\x04":
            self._command.clear()
            self._answer += b"OK\r\nMPY: soft reboot\r\n" + PROMPT
        elif data.endswith(b"\x04"):
            command, self._command = bytes(self._command[:-1]), bytearray()
            self._answer += self._says(command)
        return len(data)

    def read(self, size: int = 1) -> bytes:
        if len(self._answer) < size and self._endless:
            self._answer += self._endless * (size // len(self._endless) + 1)
        data = bytes(self._answer[:size])
        del self._answer[:size]
        self.now += len(data) * _BYTE_SECONDS if data else (self.timeout or 0.0) + 1e-6
        return data

    def read_until(self, end: bytes = b"\n", size: int | None = None) -> bytes:
        data = b""
        while not data.endswith(end) and (byte := self.read(1)):
            data += byte
        return data

    def inWaiting(self) -> int:
        return len(self._answer)

    in_waiting = property(inWaiting)

    def flush(self) -> None: ...

    def reset_input_buffer(self) -> None:
        self._answer.clear()

    def send_break(self, seconds: float) -> None:
        self.now += seconds
        self._answer += b">>> "

    def close(self) -> None: ...


@dataclass
class LyingBoard(Board):
    """A V1 board whose port is `line`."""

    unique_id: str = "99010000" + "1" * 40
    version: Any = "v1"
    label: str = "07"
    port: str | None = "COM13"
    drive: Any = None
    state: Any = "ready"
    line: LyingPort = field(default_factory=lambda: LyingPort(answering(b"")))

    def open_serial(self, timeout: float | None = 1.0) -> Any:
        return self.line


def answering(printed: bytes, problem: bytes = b"") -> Says:
    """Return the answer to every command: it printed that, and raised that exception."""
    return lambda command: b"OK" + printed + b"\x04" + problem + b"\x04>"


@contextmanager
def in_its_time(line: LyingPort) -> Iterator[None]:
    """Let everybody who talks to the board wait by its clock."""
    with (
        mock.patch.object(raw_repl, "time", line),
        mock.patch.object(conversation, "time", line),
        mock.patch.object(restart, "time", line),
        mock.patch.object(after_start, "time", line),
    ):
        yield
