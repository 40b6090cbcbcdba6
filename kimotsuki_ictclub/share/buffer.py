"""Rows that wait for the broker: so many bytes, then the oldest go, and it is known how many went."""

from __future__ import annotations

from collections import deque

LIMIT = 16_000_000  # bytes: thirty boards at 20 samples a second for ten minutes
_OF_A_ROW = 60  # bytes that Python needs besides the text


class Buffer:
    """A queue of written rows; `first` is the number of the oldest, counted from the sender's beginning."""

    def __init__(self, limit: int = LIMIT) -> None:
        self.first = 0
        self.dropped = 0
        self._limit = limit
        self._rows: deque[str] = deque()
        self._bytes = 0

    def __len__(self) -> int:
        """Return how many rows wait."""
        return len(self._rows)

    def add(self, row: str) -> None:
        """Keep a row; where there is no room, the oldest goes."""
        self._rows.append(row)
        self._bytes += len(row) + _OF_A_ROW
        while self._bytes > self._limit:
            self._pop()
            self.dropped += 1

    def take(self, most: int, most_characters: int) -> list[str]:
        """Take the oldest rows out, at most so many."""
        rows: list[str] = []
        room = most_characters
        while self._rows and len(rows) < most and (room := room - len(self._rows[0])) > 0:
            rows.append(self._pop())
        return rows

    def _pop(self) -> str:
        row = self._rows.popleft()
        self._bytes -= len(row) + _OF_A_ROW
        self.first += 1
        return row
