"""The serial line of a virtual board, as the program at the other end of the cable sees it."""

from __future__ import annotations

from .microbit import Microbit


class SerialLine:
    """Bytes from and to the board; time only passes while the board runs."""

    def __init__(self, board: Microbit, lease: object = None) -> None:
        """`lease` is only kept, see core/machine.py."""
        self._board, self._lease = board, lease
        self._read = 0  # how many bytes were handed out

    def read(self) -> bytes:
        """Return what the board has sent since the last call."""
        new = self._board.serial_since(self._read)
        self._read = self._board.serial_sent()
        return new

    def write(self, data: bytes | str) -> None:
        """Send bytes (text as UTF-8) to the board; they travel at 115,200 baud of virtual time."""
        self._board.send_serial(data.encode() if isinstance(data, str) else bytes(data))

    @property
    def text(self) -> str:
        """What the board has sent since power-on (at least the last megabyte), as text; no UTF-8 shows as U+FFFD."""
        return self._board.serial_output.decode(errors="replace")

    @property
    def lines(self) -> list[str]:
        """The whole lines of `text`, without their ends."""
        return self.text.replace("\r\n", "\n").split("\n")[:-1]

    @property
    def waiting(self) -> int:
        """How many bytes for the board have not arrived yet."""
        return len(self._board.serial_input)
