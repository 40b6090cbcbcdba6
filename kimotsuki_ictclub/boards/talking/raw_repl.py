"""Talking to MicroPython in its raw REPL: commands out, answers in, over any serial port."""

from __future__ import annotations

import time
import uuid
from typing import TYPE_CHECKING

from ...errors import BoardError
from ...language import N_

if TYPE_CHECKING:
    from serial import SerialBase

    from .wire_log import WireLog

_INTERRUPT = b"\x03\x03"  # Ctrl-C twice: a program may swallow the first
# Out of a raw REPL that hangs in the middle of a command; costs a banner, so not on the first try. The many Ctrl-C push
# out what the driver of a V2 holds back (codal-nrf52, NRF52Serial.cpp): it counts one byte for all that came while its
# CPU stood still, and finds the others when its buffer of 32 is full.
_LEAVE = b"\r\x02" + b"\x03" * 32
_RAW = b"\r\x01"
_END = b"\x04"
_PROMPT = b"raw REPL; CTRL-B to exit\r\n>"
_REBOOTED = b"soft reboot\r\n"
_POLL = 0.02  # seconds that one read waits; an answer is seen as soon as its bytes come
_LARGEST_READ = 4096
_LONGEST_PROBLEM = 200  # characters of an exception that are told
_LARGEST_ANSWER = 1 << 20  # bytes; a board that says more than this floods the line


class NoAnswer(BoardError):
    """MicroPython did not answer on the serial line."""


class RawRepl:
    """A conversation with one board; `serial`, its port, is open and stays open.

    `patience` multiplies all waiting times: a virtual board's time runs slower than the clock where the PC is busy.
    `wire` keeps what goes over the line, where a log is wanted.
    """

    def __init__(self, serial: SerialBase, patience: float = 1.0, wire: WireLog | None = None) -> None:
        self.serial = serial
        self.patience = patience
        self.wire = wire
        self._received = bytearray()
        serial.timeout = _POLL

    def enter(self, timeout: float = 4.0) -> None:
        """Stop the program and enter the raw REPL with a fresh heap; keep trying for `timeout` seconds.

        Raises: NoAnswer (`no-repl`) where the program swallows Ctrl-C or there is no MicroPython.
        """
        deadline = time.monotonic() + timeout * self.patience
        wait = 0.4
        tries = 0
        while True:
            self.write((_LEAVE if tries else b"") + _INTERRUPT + _RAW)
            try:
                self.read_until(_PROMPT, wait)
                self.write(_END)  # on an empty line: soft reset, which frees the heap
                self.read_until(_REBOOTED, wait + 0.6)
                self.read_until(_PROMPT, wait + 0.6)
                if tries:
                    self._catch_up(wait + 0.6)
                return
            except NoAnswer as error:
                if time.monotonic() >= deadline:
                    raise NoAnswer(
                        "no-repl",
                        N_("The program on the board does not let itself be stopped."),
                        N_("Press the reset button on its back, or flash with --full."),
                    ) from error
                tries += 1
                wait *= 1.5  # a busy PC or a flooded line needs longer

    def run(self, code: str, timeout: float = 5.0) -> bytes:
        """Run `code` on the board and return what it printed.

        Raises: NoAnswer (`board-silent`); BoardError (`board-refused`) where the code raised an exception.
        """
        self.start(code)
        return self.finish(timeout)

    def start(self, code: str) -> None:
        """Send `code` and wait until the board has taken it."""
        self.write(code.encode() + _END, is_command=True)
        self.read_until(b"OK", 3.0)

    def finish(self, timeout: float = 5.0) -> bytes:
        """Wait for the end of the command that runs, and return what it printed.

        Raises: as `run`.
        """
        printed = self.read_until(_END, timeout)[:-1]
        problem = self.read_until(_END, timeout)[:-1]
        self.read_until(b">", timeout)
        if problem:
            lines = problem.decode("utf-8", "replace").split("\n")
            raise BoardError(
                "board-refused",
                N_("The board answered with an error: %(problem)s"),
                N_("Flash it with --full."),
                problem=next((line.strip()[:_LONGEST_PROBLEM] for line in reversed(lines) if line.strip()), "–"),
            )
        return printed

    def restart(self) -> None:
        """Reset the board as its button does, so that main.py runs from the start."""
        self.write(b"import microbit;microbit.reset()" + _END, is_command=True)
        self.serial.flush()

    def read_until(self, end: bytes, timeout: float) -> bytes:
        """Return everything up to and with `end`; what comes after it is kept for the next call.

        Raises: NoAnswer (`board-silent`) after `timeout` seconds (times the patience) without it, or when the
            board floods the line.
        """
        deadline = time.monotonic() + timeout * self.patience
        looked = 0
        while (at := self._received.find(end, max(0, looked - len(end)))) < 0:
            looked = len(self._received)
            self._received += self.read_some()
            if time.monotonic() > deadline or looked > _LARGEST_ANSWER:
                self._received.clear()
                raise _silent()
        found = bytes(self._received[: at + len(end)])
        del self._received[: at + len(end)]
        return found

    def takes(self, byte: bytes, timeout: float) -> bool:
        """Return whether the next byte that the board says is `byte`; only then it is taken.

        Raises: NoAnswer (`board-silent`) after `timeout` seconds (times the patience) without one.
        """
        deadline = time.monotonic() + timeout * self.patience
        while not self._received:
            if time.monotonic() > deadline:
                raise _silent()
            self._received += self.read_some()
        found = self._received.startswith(byte)
        if found:
            del self._received[:1]
        return found

    def read_some(self) -> bytes:
        """Return the bytes that have come; wait a moment where there are none."""
        first = bytes(self.serial.read(1))
        if not first:
            return b""
        self.serial.timeout = 0  # the rest that is there already: a socket doesn't tell how much that is
        some = first + bytes(self.serial.read(_LARGEST_READ))
        self.serial.timeout = _POLL
        if self.wire:
            self.wire.came(some)
        return some

    def _catch_up(self, timeout: float) -> None:
        """Pass over late answers to earlier tries, up to the answer to a question that was asked only once."""
        question = uuid.uuid4().hex
        self.write(f"print('{question}')".encode() + _END, is_command=True)
        self.read_until(f"{question}\r\n\x04\x04>".encode(), timeout)

    def write(self, content: bytes, *, is_command: bool = False) -> None:
        """Send `content` as it is; only of a command of our own does the log keep the first words."""
        if self.wire:
            self.wire.sent(content, is_command=is_command)
        self.serial.write(content)


def _silent() -> NoAnswer:
    return NoAnswer(
        "board-silent",
        N_("The board stopped answering on its serial line."),
        N_("Check the cable, then try again."),
    )
