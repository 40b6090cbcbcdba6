"""The flash table: children ask for their program on a board, whoever sits at the table answers."""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass, field
from typing import Any

from ...errors import ClubError
from ..said import said_error

WAITING, FLASHING, DONE, FAILED = "waiting", "flashing", "done", "failed"
OPEN = (WAITING, FLASHING)


@dataclass
class FlashRequest:
    """A child's wish: this program, please, on the board `label` ("" for any)."""

    number: int
    owner_id: int
    nickname: str
    work_id: int
    version: int
    lesson: int
    text: str
    label: str
    at: float = field(default_factory=time.time)
    state: str = WAITING
    board: str = ""  # where it went
    error: ClubError | None = None

    def facts(self) -> dict[str, Any]:
        """Return what the pages show of it."""
        return {
            "number": self.number,
            "owner": self.owner_id,
            "nickname": self.nickname,
            "lesson": self.lesson,
            "label": self.label,
            "state": self.state,
            "board": self.board,
            "at": self.at,
            "error": said_error(self.error) if self.error else None,
        }


class FlashTable:
    """The line of wishes, the oldest first; a child has one at a time."""

    def __init__(self) -> None:
        self.requests: dict[int, FlashRequest] = {}  # by number
        self._numbers = itertools.count(1)

    def ask(
        self, *, owner_id: int, nickname: str, work_id: int, version: int, lesson: int, text: str, label: str = ""
    ) -> FlashRequest:
        """Put a child's wish into the line; one that still waits is changed and keeps its place."""
        mine = self.of(owner_id)
        if mine is not None and mine.state == WAITING:
            mine.work_id, mine.version, mine.lesson, mine.text, mine.label = work_id, version, lesson, text, label
            return mine
        if mine is not None and mine.state != FLASHING:
            del self.requests[mine.number]
        request = FlashRequest(next(self._numbers), owner_id, nickname, work_id, version, lesson, text, label)
        self.requests[request.number] = request
        return request

    def of(self, owner_id: int) -> FlashRequest | None:
        """Return a child's newest wish."""
        return next((one for one in reversed(self.requests.values()) if one.owner_id == owner_id), None)

    def waiting(self) -> list[FlashRequest]:
        """Return the wishes that nobody has taken up, the oldest first."""
        return [one for one in self.requests.values() if one.state == WAITING]

    def open(self) -> list[FlashRequest]:
        """Return the wishes that have no result yet, the oldest first."""
        return [one for one in self.requests.values() if one.state in OPEN]

    def before(self, request: FlashRequest) -> int:
        """Return how many wishes are before this one."""
        return sum(one.state in OPEN and one.number < request.number for one in self.requests.values())

    def withdraw(self, owner_id: int) -> None:
        """Take back a wish that nobody has taken up."""
        mine = self.of(owner_id)
        if mine is not None and mine.state != FLASHING:
            del self.requests[mine.number]
