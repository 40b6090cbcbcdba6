"""Where bytes come from: a board that is opened now, and opened again wherever it comes back."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from ..errors import BoardError, ClubError
from ..language import N_
from .log_page import names_on
from .samples import Counts, Event

if TYPE_CHECKING:
    from ..boards import Board


# What pyserial raises where a port breaks, or is closed while another thread reads it: its own handle is None then.
BROKEN_OR_CLOSED = (OSError, TypeError, AttributeError)


class SerialLike(Protocol):
    """What reading needs of a pyserial object."""

    timeout: float | None

    @property
    def in_waiting(self) -> int:
        """Bytes that can be read without waiting."""

    def read(self, size: int = 1, /) -> bytes:
        """Return up to `size` bytes, waiting at most `timeout` seconds."""

    def close(self) -> None:
        """Give the port back."""


class Source(Protocol):
    """A board to read from: `label` names it in samples; `open` may be called again when it was lost.

    It may have a method `log_names`, as BoardSource has.
    """

    label: str

    def open(self) -> SerialLike:
        """Open the serial line. Raises: BoardError."""


class EventSource(ABC):
    """Where events come from that are no bytes of a serial line: the boards of other venues. `label` names it."""

    label: str

    @abstractmethod
    def begin(self, wake: Callable[[], None]) -> None:
        """Begin; call `wake`, from any thread, when `take` has something. Raises: ClubError."""

    @abstractmethod
    def take(self) -> list[Event]:
        """Return what has come; never waits."""

    @abstractmethod
    def close(self) -> None:
        """End. Further calls do nothing."""

    @property
    @abstractmethod
    def counts(self) -> dict[str, Counts]:
        """How many lines of each kind came, by board."""

    @abstractmethod
    def nothing_came(self) -> ClubError:
        """Return the error that tells why there are no samples."""


class BoardSource:
    """A board found by `boards`. When it comes back on another port, its unique id tells."""

    def __init__(self, board: Board) -> None:
        self.label = board.name
        self.board = board
        self._lost = False

    def open(self) -> SerialLike:
        """Open the board's serial line, wherever the board is now. Raises: BoardError."""
        from ..boards import find_boards

        if self._lost and self.board.unique_id:
            found = [board for board in find_boards() if board.unique_id == self.board.unique_id]
            if not found:
                raise BoardError("board-gone", N_("The board %(board)s is not connected."),
                                 N_("Plug it in again: reading goes on by itself."),
                                 board=self.label)  # fmt: skip
            self.board = found[0]
        self._lost = True  # a second call means that the first line broke
        line: SerialLike = self.board.open_serial()
        return line

    def log_names(self) -> str | None:
        """Return the line with the names of the board's data log, where its drive shows one."""
        return names_on(self.board.drive) if self.board.drive else None


class OpenSource:
    """A serial line that is open already; when it breaks it does not come back."""

    def __init__(self, label: str, line: SerialLike) -> None:
        self.label = label
        self._line: SerialLike | None = line

    def open(self) -> SerialLike:
        """Return the line once. Raises: BoardError where it broke."""
        line, self._line = self._line, None
        if line is None:
            raise BoardError(
                "board-gone",
                N_("The board %(board)s is not connected."),
                N_("Plug it in and start again."),
                board=self.label,
            )
        return line


AnySource = Source | EventSource
