"""Who reads which board in this notebook: a port has one reader, so a new one ends the old."""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Sequence
from typing import Protocol

_PATIENCE = 5.0  # seconds until a reader that was asked to end must have ended


class Reader(Protocol):
    """Something that reads boards until it is stopped: a live plot, a program of a cell."""

    @property
    def labels(self) -> Sequence[str]:
        """The names of the boards that nobody else can read meanwhile."""

    @property
    def running(self) -> bool:
        """Whether it still reads."""

    def stop(self) -> None:
        """Ask it to end."""

    def wait(self, timeout: float | None = None) -> None:
        """Wait until it has ended."""


_readers: weakref.WeakSet[Reader] = weakref.WeakSet()


def note_reader(reader: Reader) -> None:
    """Remember somebody who reads."""
    _readers.add(reader)


def end_readers(labels: Iterable[str]) -> None:
    """End whoever still reads one of the boards called so, also where connect() ran again."""
    names = set(labels)
    for reader in list(_readers):
        if reader.running and names & set(reader.labels):
            reader.stop()
            reader.wait(_PATIENCE)
