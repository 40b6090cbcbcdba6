"""Opening a serial port, and saying plainly why it doesn't open."""

from __future__ import annotations

import errno
import sys
from typing import TYPE_CHECKING

from ...errors import BoardError
from ...language import N_
from ..holders import holders, notebooks_holding

if TYPE_CHECKING:
    from serial import SerialBase

BAUD = 115_200  # of both boards; DAPLink on a V1 may start at 9,600, so it is always set
BYTES_A_SECOND = BAUD // 10  # 8 bits, start and stop


def open_port(port: str | None, timeout: float | None = 1.0) -> SerialBase:
    """Open `port` (a name or a pyserial URL); reads wait up to `timeout` seconds (None: for ever).

    Raises: BoardError (`port-missing`, `board-busy`, `port-forbidden`, `port-gone`).
    """
    import serial

    if port is None:
        raise BoardError(
            "port-missing",
            N_("This board shows a drive but no serial port."),
            N_("Unplug it, wait two seconds and plug it in again; if that doesn't help, try another cable."),
        )
    # Two programs on one port lose each other's bytes: on Linux and macOS ask the system to forbid it.
    exclusive = {} if "://" in port or sys.platform == "win32" else {"exclusive": True}
    try:
        return serial.serial_for_url(port, baudrate=BAUD, timeout=timeout, write_timeout=10, **exclusive)
    except (OSError, ValueError) as error:  # pyserial's SerialException is an OSError
        raise _why(port, error) from error


def _why(port: str, error: Exception) -> BoardError:
    text = str(error)
    number = getattr(error, "errno", None)
    refused = "refused" in text.lower()  # a hosted virtual board lets only one program in
    busy = number in (errno.EBUSY, errno.EAGAIN) or "exclusively lock" in text or "busy" in text.lower()
    denied = number == errno.EACCES or "Access is denied" in text or "PermissionError" in text
    if busy or refused or (denied and sys.platform == "win32"):
        return busy_error(port)
    if denied:
        return BoardError(
            "port-forbidden",
            N_("This user may not open the serial port %(port)s."),
            N_("On Linux: run `sudo usermod -aG dialout $USER`, log out and log in again."),
            port=port,
        )
    return BoardError(
        "port-gone",
        N_("The serial port %(port)s cannot be opened: %(reason)s"),
        N_("Is the cable in? Unplug the board, plug it in again and wait five seconds."),
        port=port,
        reason=text,
    )


def busy_error(port: str) -> BoardError:
    """Return the error for a port that another program holds, and which one where that can be known."""
    notebooks = notebooks_holding(port)
    if notebooks:
        return BoardError(
            "board-busy",
            N_("The notebook %(notebooks)s uses the board on the port %(port)s."),
            N_("Press Stop at the chart in %(notebooks)s, or close that notebook, then try again."),
            port=port,
            notebooks=", ".join(notebooks),
        )
    who = holders(port)
    if who:
        return BoardError(
            "board-busy",
            N_("Another program holds the port %(port)s: %(programs)s."),
            N_("Close it there (in Mu: the REPL and the plotter; in a browser: disconnect), then try again."),
            port=port,
            programs=", ".join(who),
        )
    return BoardError(
        "board-busy",
        N_("Another program holds the port %(port)s."),
        N_(
            "Close what may use it (Mu, the Python editor or MakeCode in a browser tab, Jupyter, "
            "another ictclub), then try again."
        ),
        port=port,
    )
