"""`virtual://v1` and `virtual://v2` as pyserial URLs: any program that opens a pyserial port talks to a virtual board.

    virtual://v2?pace=fast&seed=3&program=my.py&state=flash.bin

pace: "real" (the default) runs no faster than the wall clock, "fast" as fast as the reader takes it. state: a file
that keeps the flash when the port is closed, as a real board keeps it without power. In one process, the same URL is
the same board: closing its port stops time for it but does not switch it off.

pyserial finds this module by its name in the packages of `serial.protocol_handler_packages`, see `register`.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import serial
from serial.serialutil import PortNotOpenError, SerialBase, SerialException

from ...errors import VirtualBoardError
from ...files import write_whole
from ..board import VirtualBoard
from ..flash_image import FLASH_BYTES, FlashImage, runtime
from .running_board import RunningBoard

_OPTIONS = {"pace", "seed", "program", "state"}
_PACES = ("real", "fast")

_boards: dict[str, VirtualBoard] = {}  # by URL: what was switched on in this process
_held: set[str] = set()  # URLs whose port is open


def register() -> None:
    """Let `serial.serial_for_url` know the scheme `virtual`."""
    package = __name__.rpartition(".")[0]
    if package not in serial.protocol_handler_packages:
        serial.protocol_handler_packages.append(package)


def board_at(url: str) -> VirtualBoard | None:
    """Return the board behind `url`, where this process has switched it on: its world can be changed."""
    return _boards.get(url)


class Serial(SerialBase):  # type: ignore[misc]
    """The port of a virtual board. `board` is the VirtualBoard behind it, while the port is open."""

    board: VirtualBoard
    is_open: bool

    def open(self) -> None:
        """Switch the board on, or find the running one.

        Raises: SerialException where the URL is wrong or another part of this process holds the port.
        """
        if self.is_open:
            raise SerialException("Port is already open.")
        url = str(self.portstr)
        if url in _held:
            raise SerialException(f"could not exclusively lock port {url}: it is open in this process")
        version, options = _parse(url)
        self._state = Path(options["state"]) if "state" in options else None
        try:
            if url not in _boards:
                _boards[url] = VirtualBoard(version, self._program(version, options), seed=int(options.get("seed", 1)))
        except VirtualBoardError as error:
            raise SerialException(str(error)) from error
        self.board = _boards[url]
        self._running = RunningBoard(self.board, paced=options.get("pace", "real") == "real")
        _held.add(url)
        self.is_open = True

    def _program(self, version: str, options: dict[str, str]) -> FlashImage | str | None:
        if self._state is not None and self._state.exists():
            flash = self._state.read_bytes()
            if len(flash) == FLASH_BYTES[version]:
                return FlashImage(version, flash, runtime(version).uicr)
        return options.get("program")

    def close(self) -> None:
        """Stop time for the board; with `state`, keep its flash."""
        if not self.is_open:
            return
        self.is_open = False
        self._running.stop()
        _held.discard(str(self.portstr))
        if self._state is not None:
            write_whole(self._state, self.board.flash_content.flash)

    @property
    def in_waiting(self) -> int:
        """How many bytes wait to be read."""
        self._check()
        with self._running.condition:
            return len(self._running.received)

    def read(self, size: int = 1) -> bytes:
        """Return up to `size` bytes; waits for them up to the timeout."""
        self._check()
        deadline = None if self.timeout is None else time.monotonic() + self.timeout
        running = self._running
        with running.condition:
            while len(running.received) < size and self.is_open:
                if running.error is not None:
                    raise SerialException(str(running.error)) from running.error
                wait = None if deadline is None else deadline - time.monotonic()
                if wait is not None and wait <= 0:
                    break
                running.condition.wait(wait)
            data = bytes(running.received[:size])
            del running.received[:size]
        return data

    def write(self, data: bytes | bytearray | memoryview) -> int:
        """Send bytes to the board; they travel at the speed of the line."""
        self._check()
        content = bytes(serial.to_bytes(data))
        self._running.write(content)
        return len(content)

    def flush(self) -> None:
        """Wait until the board has been given all bytes."""
        self._check()
        self._running.wait_until_sent()

    def reset_input_buffer(self) -> None:
        """Forget what the board has sent."""
        self._check()
        with self._running.condition:
            self._running.received.clear()

    def reset_output_buffer(self) -> None:
        """Forget what was not sent to the board yet."""
        self._check()
        self._running.forget_unsent()

    def _check(self) -> None:
        if not self.is_open:
            raise PortNotOpenError()

    # A micro:bit's port has no modem lines, and its speed is that of the firmware: all settings are accepted.
    def _reconfigure_port(self, *_arguments: Any, **_options: Any) -> None:
        pass

    def _update_break_state(self) -> None:
        pass

    def _update_rts_state(self) -> None:
        pass

    def _update_dtr_state(self) -> None:
        pass

    @property
    def cts(self) -> bool:
        """Always ready."""
        return True

    @property
    def dsr(self) -> bool:
        """Always ready."""
        return True

    @property
    def ri(self) -> bool:
        """Never rings."""
        return False

    @property
    def cd(self) -> bool:
        """Always there."""
        return True


def _parse(url: str) -> tuple[str, dict[str, str]]:
    parts = urlsplit(url)
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    unknown = set(options) - _OPTIONS
    if parts.scheme != "virtual" or parts.netloc not in FLASH_BYTES or unknown:
        raise SerialException(f"{url} is not like virtual://v1 or virtual://v2?pace=fast&seed=1&program=…&state=…")
    if options.get("pace", "real") not in _PACES or not options.get("seed", "1").isdecimal():
        raise SerialException(f"{url}: pace is real or fast, and seed a whole number")
    return parts.netloc, options
