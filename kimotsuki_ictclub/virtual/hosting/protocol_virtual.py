"""Virtual boards as pyserial URLs: any program that opens a pyserial port talks to a virtual board.

    virtual://v2?pace=fast&seed=3&program=my.py&state=flash.bin
    virtual://127.0.0.1:40001

The first is a board of this process. pace: "real" (the default) runs no faster than the wall clock, "fast" as fast as
the reader takes it. state: a file that keeps the flash when the port is closed, as a real board keeps it without power.
In one process, the same URL is the same board: closing its port stops time for it but does not switch it off.

The second is the port of a board in a classroom. A program that does not know this package opens the same as
socket://127.0.0.1:40001, but cannot send a break then.

pyserial finds this module by its name in the packages of `serial.protocol_handler_packages`; importing
`kimotsuki_ictclub.virtual` puts this package there.
"""

from __future__ import annotations

import contextlib
import socket
import time
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import serial
from serial.serialutil import PortNotOpenError, SerialBase, SerialException
from serial.urlhandler import protocol_socket

from ...errors import ClubError, VirtualBoardError
from ..flash_image import FLASH_BYTES, FlashImage
from .classroom import TELL_SECONDS, tell_at
from .kept_flash import kept_flash
from .pool import take_seat
from .room import UNREAD_BYTES
from .seat import Seat, SeatLine
from .seat_request import SeatRequest

_CLOSED_SECONDS = 5.0  # how long a board that is busy may take to see that its port was closed
_LOOK_SECONDS = 0.01
_OPTIONS = {"pace", "seed", "program", "state"}

_seats: dict[str, Seat] = {}  # by URL: what was switched on in this process
_held: set[str] = set()  # URLs whose port is open


def seat_at(url: str) -> Seat:
    """Return the board behind `url`, switched on if it was not: its world can be changed.

    Raises: ClubError; SerialException where the URL is wrong.
    """
    seat = _seats.get(url)
    if seat is None or seat.error is not None:
        seat = take_seat(_request(url))
        seat.wait_until_ready()
        _seats[url] = seat
    return seat


def switch_off(url: str) -> None:
    """Take the power from the board behind `url`; its state file stays."""
    seat = _seats.pop(url, None)
    if seat is not None:
        seat.give_up()


def serial_class_for_url(url: str) -> tuple[str, type]:
    """Return what pyserial opens, and with which class. Raises: SerialException where the URL is wrong."""
    place = _split(url)
    if place.port is None:
        return url, Serial
    return f"socket://{place.hostname}:{place.port}", HostedPort


class Serial(SerialBase):  # type: ignore[misc]
    """The port of a virtual board of this process. `seat` is the board behind it, while the port is open."""

    seat: Seat
    is_open: bool
    _line: SeatLine

    def open(self) -> None:
        """Switch the board on, or find the running one.

        Raises: SerialException where the URL is wrong or another part of this process holds the port.
        """
        if self.is_open:
            raise SerialException("Port is already open.")
        url = str(self.portstr)
        if url in _held:
            raise SerialException(f"could not exclusively lock port {url}: it is open in this process")
        try:
            self.seat = seat_at(url)
            paced = self.seat.request.pace == "real"
            self._line = self.seat.open_line(keep=UNREAD_BYTES if paced else None)
        except ClubError as error:
            raise SerialException(str(error)) from error
        _held.add(url)
        self.is_open = True

    def close(self) -> None:
        """Stop time for the board; with `state`, keep its flash. Raises: SerialException where that fails."""
        if not self.is_open:
            return
        self.is_open = False
        _held.discard(str(self.portstr))
        try:
            self._line.close()
        except ClubError as error:
            raise SerialException(str(error)) from error

    @property
    def in_waiting(self) -> int:
        """How many bytes wait to be read."""
        self._check()
        return self._line.waiting

    def read(self, size: int = 1) -> bytes:
        """Return up to `size` bytes; waits for them up to the timeout."""
        self._check()
        data = self._line.read(size, self.timeout)
        if not data and size and self.is_open and self.seat.error is not None:
            raise SerialException(str(self.seat.error)) from self.seat.error
        return data

    def write(self, data: bytes | bytearray | memoryview) -> int:
        """Send bytes to the board; they travel at the speed of the line."""
        self._check()
        content = bytes(serial.to_bytes(data))
        self._do(self._line.write, content)
        return len(content)

    def flush(self) -> None:
        """Wait until the board has been given all bytes."""
        self._check()
        self._do(self.seat.ask, "flush")

    def reset_input_buffer(self) -> None:
        """Forget what the board has sent."""
        self._check()
        self._line.clear()

    def reset_output_buffer(self) -> None:
        """Forget what was not sent to the board yet."""
        self._check()
        self._do(self.seat.ask, "forget")

    def _check(self) -> None:
        if not self.is_open:
            raise PortNotOpenError()

    def _do(self, action: Any, *arguments: Any) -> None:
        try:
            action(*arguments)
        except ClubError as error:
            raise SerialException(str(error)) from error

    def _update_break_state(self) -> None:
        """A break on the line holds the board in reset, as DAPLink does."""
        if self.is_open:
            self._do(lambda: self.seat.tell(**{"break": self._break_state}))

    # A micro:bit's port has no modem lines, and its speed is that of the firmware: all settings are accepted.
    def _reconfigure_port(self, *_arguments: Any, **_options: Any) -> None:
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


class HostedPort(protocol_socket.Serial):  # type: ignore[misc]
    """The port of a board in a classroom: a socket, with a break."""

    send_break = SerialBase.send_break  # pyserial's socket passes over it
    is_open: bool
    _socket: Any

    def open(self) -> None:
        """Open the port.

        Raises: SerialException where the board is gone or another program holds the port.
        """
        super().open()
        try:
            # The system takes a second connection before the board has looked: the board knows whom it lets in.
            if self._tell().get("client") != self._socket.getsockname()[1]:
                raise SerialException(f"could not exclusively lock port {self.portstr}: another program holds it")
        except OSError:
            self.close()
            raise

    def close(self) -> None:
        """Close the port. Whoever opens it next is let in: it is closed when the board has seen it."""
        if not self.is_open:
            return
        self.is_open = False
        line, self._socket = self._socket, None
        own = line.getsockname()[1]
        with contextlib.suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)
        line.close()
        end = time.monotonic() + _CLOSED_SECONDS
        with contextlib.suppress(SerialException):
            while self._tell(_CLOSED_SECONDS).get("client") == own and time.monotonic() < end:
                time.sleep(_LOOK_SECONDS)

    def _update_break_state(self) -> None:
        """A break on the line holds the board in reset, as DAPLink does."""
        self._tell(**{"break": self._break_state})

    def _tell(self, seconds: float = TELL_SECONDS, /, **request: Any) -> dict[str, Any]:
        try:
            control = (urlsplit(str(self.portstr)).port or 0) + 1  # the next one
            return tell_at(control, seconds, **request)
        except ClubError as error:
            raise SerialException(str(error)) from error


def _split(url: str) -> Any:
    try:
        place = urlsplit(url)
        _number = place.port  # a ValueError where it is none
    except ValueError as error:
        raise _wrong(url) from error
    return place


def _wrong(url: str) -> SerialException:
    return SerialException(f"{url} is not like virtual://v1 or virtual://v2?pace=fast&seed=1&program=…&state=…")


def _request(url: str) -> SeatRequest:
    parts = _split(url)
    options = {name: values[-1] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
    version, pace, seed = parts.netloc, options.get("pace", "real"), options.get("seed", "1")
    if parts.scheme != "virtual" or version not in FLASH_BYTES or parts.path or set(options) - _OPTIONS:
        raise _wrong(url)
    if pace not in ("real", "fast") or not (seed.isascii() and seed.isdecimal() and len(seed) < 10):
        raise SerialException(f"{url}: pace is real or fast, and seed a whole number")
    state = Path(options["state"]).absolute() if "state" in options else None
    program: FlashImage | str | None = options.get("program")
    try:
        program = (kept_flash(version, state) if state else None) or program
    except VirtualBoardError as error:
        raise SerialException(str(error)) from error
    return SeatRequest(
        version, program, seed=int(seed), pace="fast" if pace == "fast" else "real", linger=0.0, state=state
    )
