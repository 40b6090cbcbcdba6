"""Shares the boards on this PC's table, those that come later too, until it is told to end."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence

from ..boards import Board, choose_board, find_boards
from ..errors import ClubError
from ..telemetry import BoardSource, Event, Sample, SampleReader
from .messages import is_board
from .sending import BATCH_SECONDS, Sender

_LOOK_SECONDS = 3.0  # between two looks for boards


class _Found:
    """Boards as they are plugged in, each once; looked for in a thread, because that takes its time."""

    def __init__(self) -> None:
        self._seen: set[str] = set()
        self._names: set[str] = set()
        self._new: list[BoardSource] = []
        self._lock = threading.Lock()
        self._over = threading.Event()

    def look_on(self) -> None:
        """Look again and again, until `end`."""
        threading.Thread(target=self._look, daemon=True).start()

    def end(self) -> None:
        """Look no more."""
        self._over.set()

    def take(self) -> list[BoardSource]:
        """Return the boards that are new since the last call."""
        with self._lock:
            new, self._new = self._new, []
        return new

    def note(self, boards: Sequence[Board]) -> None:
        """Take boards that were found."""
        for board in boards:
            place = board.unique_id or board.port or ""
            if board.port and place not in self._seen:
                self._seen.add(place)
                source = BoardSource(board)
                source.label = self._public_name(board)
                with self._lock:
                    self._new.append(source)

    def _public_name(self, board: Board) -> str:
        """Return what others may know of a board: its label, else a number; never a unique id or a port."""
        name = board.label if is_board(board.label) and "://" not in board.label else ""
        number = 1
        while not name or name in self._names:
            name, number = f"board-{number}", number + 1
        self._names.add(name)
        return name

    def _look(self) -> None:
        while not self._over.wait(_LOOK_SECONDS):
            try:
                self.note(find_boards())
            except ClubError:
                continue  # a list of labels that is being repaired; it was told at the beginning


def share_table(
    sender: Sender,
    names: Sequence[str] = (),
    seconds: float | None = None,
    *,
    watch: Callable[[list[Event]], None] | None = None,
    new: Callable[[str], None] | None = None,
) -> int:
    """Send the samples of the boards called `names`, or of all that are and will be on the table; return how many.

    It ends after `seconds` (None: with Ctrl-C). `watch` sees every event, `new` the public name of each board.

    Raises: BoardError where a name is none of a board, or none of the named opens.
    """
    found = _Found()
    found.note([choose_board(name) for name in names] if names else find_boards())
    if not names:
        found.look_on()
    named = found.take() if names else []
    samples, begin = 0, time.monotonic()
    try:
        with SampleReader(named) as reader:
            for source in named:
                if new:
                    new(source.label)
            while seconds is None or time.monotonic() - begin < seconds:
                for source in found.take():
                    reader.add(source)
                    if new:
                        new(source.label)
                events = reader.read(BATCH_SECONDS)
                samples += sum(isinstance(event, Sample) for event in events)
                sender.add(events)
                sender.flush()
                if watch:
                    watch(events)
    except KeyboardInterrupt:
        pass  # asked to end
    finally:
        found.end()
    return samples
