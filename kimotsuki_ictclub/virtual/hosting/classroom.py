"""A classroom of virtual boards, each with a cable, hosted in worker processes: one for each core of the PC."""

from __future__ import annotations

import hashlib
import json
import socket
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from ...board_ids import VIRTUAL_IDS
from ...errors import VirtualBoardError
from ...language import N_
from .drive import DriveTimes
from .plug import LOOPBACK
from .pool import Pool
from .registry import HostedBoard, hosted_boards
from .seat import Seat
from .seat_request import LINGER_SECONDS, Cable, SeatRequest

TELL_SECONDS = 20.0  # how long a board that is busy may take to answer
_LONGEST_ANSWER = 1 << 20  # bytes


@dataclass(frozen=True)
class Place:
    """One place of a classroom."""

    version: str
    unique_id: str


def places(v1: int, v2: int) -> list[Place]:
    """Return the places of a classroom; the same numbers always give the same unique ids, so that labels stay."""
    return [
        Place(version, VIRTUAL_IDS[version] + "0000" + _host_id(version, number) + "97969901")
        for version, count in (("v1", v1), ("v2", v2))
        for number in range(1, count + 1)
    ]


def _host_id(version: str, number: int) -> str:
    return hashlib.sha256(f"classroom {version} {number}".encode()).hexdigest()[:32]


class Classroom:
    """Virtual boards that any process of this user finds as if they were plugged in; use it in a `with` block."""

    def __init__(
        self,
        home: Path,
        v1: int = 0,
        v2: int = 0,
        *,
        drive_speed: float = 1.0,
        workers: int | None = None,
        linger: float = LINGER_SECONDS,
    ) -> None:
        """Prepare it: `home` is the user's data folder, `drive_speed` how many times faster than real drives are.

        linger: seconds that a board runs on when nobody talks to it any more.

        Raises: VirtualBoardError (`classroom-wrong`, `classroom-open`).
        """
        if v1 < 0 or v2 < 0 or v1 + v2 == 0 or drive_speed <= 0:
            raise VirtualBoardError(
                "classroom-wrong", N_("A classroom needs at least one board."), N_("For example: --v1 2 --v2 4.")
            )
        self.home = home
        self.places = places(v1, v2)
        self.seats: list[Seat] = []  # in the order of `places`, while it is open
        self._times = DriveTimes().scaled(1 / drive_speed)
        self._linger = linger
        self._pool = Pool(workers)

    def __enter__(self) -> Classroom:
        """Switch all boards on and wait until every one is on the list. Raises: ClubError."""
        if hosted_boards(self.home):
            raise VirtualBoardError(
                "classroom-open",
                N_("A virtual classroom is already open."),
                N_("Use it, or close it first (Ctrl-C in its window)."),
            )
        try:
            for number, place in enumerate(self.places, 1):
                cable = Cable(self.home, place.unique_id, self._times)
                self.seats.append(
                    self._pool.open(SeatRequest(place.version, seed=number, cable=cable, linger=self._linger))
                )
            for seat in self.seats:
                seat.wait_until_ready()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Unplug all boards."""
        self.close()

    def close(self) -> None:
        """End the workers; each takes its boards off the list."""
        self._pool.close()
        self.seats.clear()


def tell(board: HostedBoard, **request: Any) -> dict[str, Any]:
    """Change a hosted board's world (`temperature=30`), buttons or faults; return how it is then.

    Raises: VirtualBoardError with what the board said, or `host-gone`.
    """
    return tell_at(board.control, **request)


def tell_at(control: int, seconds: float = TELL_SECONDS, /, **request: Any) -> dict[str, Any]:
    """Do as `tell`, for the board whose control port this is; an answer is waited for as long as `seconds`."""
    try:
        with socket.create_connection((LOOPBACK, control), timeout=seconds) as connection:
            connection.sendall(json.dumps(request).encode() + b"\n")
            with connection.makefile("rb") as stream:
                answer = json.loads(stream.readline(_LONGEST_ANSWER))
        problem = answer.get("error")
        said = None if problem is None else [str(problem[part]) for part in ("code", "message", "hint")]
    # Another program may have taken the port, and say anything.
    except (OSError, ValueError, OverflowError, RecursionError, AttributeError, LookupError, TypeError) as error:
        raise VirtualBoardError(
            "host-gone", N_("The virtual classroom does not answer."), N_("Start it again: `ictclub classroom`.")
        ) from error
    if said:
        code, message, hint = said
        raise VirtualBoardError(code, message.replace("%", "%%"), hint.replace("%", "%%"))
    return dict(answer)
