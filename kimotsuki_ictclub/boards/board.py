"""One board, real or virtual: its names, its serial port and its drive."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from .ids import Version
from .labels import same_label

if TYPE_CHECKING:
    from serial import SerialBase

# The command line shows each in the reader's language.
State = Literal["ready", "maintenance", "no-drive", "no-port"]


@dataclass
class Board:
    """A board that is plugged in, or a virtual one."""

    unique_id: str  # 48 characters; shorter where the PC cuts it off; "" in MAINTENANCE mode
    version: Version | None  # None in MAINTENANCE mode
    label: str
    port: str | None  # "COM3", "/dev/ttyACM0" or a pyserial URL
    drive: Path | None
    state: State
    runtime: str | None = None  # MicroPython's own version, such as "2.1.2"; None until it is flashed
    # Makes the drive live while the block runs; a real board's drive, and a hosted one's, lives anyway.
    powered: Callable[[], AbstractContextManager[Any]] = field(default=nullcontext, repr=False, compare=False)

    @property
    def name(self) -> str:
        """What a person calls it: label, else port, else drive."""
        return self.label or self.port or str(self.drive)

    def is_called(self, name: str) -> bool:
        """Return whether `name` is its label, port or drive, or begins its unique id."""
        return (
            name in (self.port, str(self.drive))
            or (bool(self.label) and same_label(name, self.label))
            or (self.port or "").lower() == name.lower()
            or (len(name) >= 4 and self.unique_id.startswith(name.lower()))
        )

    def open_serial(self, timeout: float | None = 1.0) -> SerialBase:
        """Open its serial port at 115,200 baud; reads wait up to `timeout` seconds (None: for ever).

        Raises: BoardError (`port-missing`, `board-busy`, `port-forbidden`, `port-gone`).
        """
        from .talking.link import open_port

        return open_port(self.port, timeout)
