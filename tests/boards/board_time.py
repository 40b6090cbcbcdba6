"""A serial port to a virtual board whose clock is the board's, for tests and benchmarks."""

from __future__ import annotations

from kimotsuki_ictclub.virtual import VirtualBoard

SLICE = 0.0005  # seconds of board time between two looks at the line


class BoardTimePort:
    """A port whose clock is the board's: what a fast PC would see, however busy this one is."""

    def __init__(self, board: VirtualBoard) -> None:
        self.board = board
        self.timeout = 1.0
        self._received = bytearray()

    def monotonic(self) -> float:
        """Return the board's time in seconds; with `sleep`, this object stands for the module `time`."""
        return self.board.time

    def sleep(self, seconds: float) -> None:
        """Let board time pass."""
        self.board.run(seconds)

    def write(self, data: bytes) -> None:
        """Send bytes at the speed of the line."""
        self.board.serial.write(data)

    def flush(self) -> None:
        """Wait until all bytes have arrived."""
        while self.board.serial.waiting:
            self.board.run(SLICE)

    @property
    def in_waiting(self) -> int:
        """How many bytes wait to be read."""
        self._received += self.board.serial.read()
        return len(self._received)

    def inWaiting(self) -> int:
        """Return `in_waiting`."""
        return self.in_waiting

    def read(self, size: int = 1) -> bytes:
        """Return up to `size` bytes; wait for them up to the timeout."""
        end = self.board.time + self.timeout
        while self.in_waiting < size and self.board.time < end:
            self.board.run(SLICE)
        data = bytes(self._received[:size])
        del self._received[:size]
        return data

    def read_until(self, end: bytes) -> bytes:
        """Return everything up to and with `end`."""
        data = b""
        while not data.endswith(end) and (byte := self.read(1)):
            data += byte
        return data
