"""A classroom of virtual boards, hosted in worker processes: one for each core of the PC."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import socket
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType
from typing import Any

from ...errors import VirtualBoardError
from ...language import N_
from .drive import DriveTimes
from .registry import HostedBoard, hosted_boards

_START_SECONDS = 60.0  # thirty boards on a slow PC
_STOP_SECONDS = 5.0
_BOARD_ID = {"v1": "9901", "v2": "9904"}


@dataclass(frozen=True)
class Seat:
    """One board of a classroom."""

    version: str
    unique_id: str


def seats(v1: int, v2: int) -> list[Seat]:
    """Return the seats of a classroom; the same numbers always give the same unique ids, so that labels stay."""
    return [
        Seat(version, _BOARD_ID[version] + "0000" + _host_id(version, number) + "97969901")
        for version, count in (("v1", v1), ("v2", v2))
        for number in range(1, count + 1)
    ]


def _host_id(version: str, number: int) -> str:
    return hashlib.sha256(f"classroom {version} {number}".encode()).hexdigest()[:32]


class Classroom:
    """Virtual boards that any process of this user finds as if they were plugged in; use it in a `with` block."""

    def __init__(
        self, home: Path, v1: int = 0, v2: int = 0, *, drive_speed: float = 1.0, workers: int | None = None
    ) -> None:
        """Prepare it: `home` is the user's data folder, `drive_speed` how many times faster than real drives are.

        Raises: VirtualBoardError (`classroom-wrong`, `classroom-open`).
        """
        if v1 < 0 or v2 < 0 or v1 + v2 == 0 or drive_speed <= 0:
            raise VirtualBoardError(
                "classroom-wrong", N_("A classroom needs at least one board."), N_("For example: --v1 2 --v2 4.")
            )
        self.home = home
        self.seats = seats(v1, v2)
        self._times = DriveTimes().scaled(1 / drive_speed)
        self._count = min(workers or os.cpu_count() or 1, len(self.seats))
        self._workers: list[BaseProcess] = []

    def __enter__(self) -> Classroom:
        """Start the workers and wait until every board is on the list."""
        if hosted_boards(self.home):
            raise VirtualBoardError(
                "classroom-open",
                N_("A virtual classroom is already open."),
                N_("Use it, or close it first (Ctrl-C in its window)."),
            )
        context = multiprocessing.get_context("spawn")  # the same on all systems, and no thread is copied
        for number in range(self._count):
            worker = context.Process(
                target=_work,
                args=(self.seats[number :: self._count], self.home, self._times),
                daemon=True,
            )
            worker.start()
            self._workers.append(worker)
        deadline = time.monotonic() + _START_SECONDS
        while len(hosted_boards(self.home)) < len(self.seats):
            if time.monotonic() > deadline or not all(worker.is_alive() for worker in self._workers):
                self.close()
                raise VirtualBoardError("classroom-failed", N_("The virtual classroom did not start."))
            time.sleep(0.05)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Unplug all boards."""
        self.close()

    def close(self) -> None:
        """End the workers; each takes its boards off the list."""
        for worker in self._workers:
            worker.terminate()
        for worker in self._workers:
            worker.join(_STOP_SECONDS)
            if worker.is_alive():
                worker.kill()
                worker.join()
        self._workers.clear()


def tell(board: HostedBoard, **request: Any) -> dict[str, Any]:
    """Change a hosted board's world (`temperature=30`), buttons or faults; return how it is then.

    Raises: VirtualBoardError with what the board said, or `host-gone`.
    """
    from .host import LOOPBACK

    try:
        with socket.create_connection((LOOPBACK, board.control), timeout=20) as connection:
            connection.sendall(json.dumps(request).encode() + b"\n")
            with connection.makefile("rb") as stream:
                answer: dict[str, Any] = json.loads(stream.readline())
    except (OSError, ValueError) as error:
        raise VirtualBoardError(
            "host-gone", N_("The virtual classroom does not answer."), N_("Start it again: `ictclub classroom`.")
        ) from error
    if "error" in answer:
        problem = answer["error"]
        raise VirtualBoardError(problem["code"], problem["message"].replace("%", "%%"), problem["hint"])
    return answer


def _work(own: Sequence[Seat], home: Path, times: DriveTimes) -> None:
    """Host `own` boards in this process until it is ended."""
    import contextlib
    import signal

    from .host import BoardHost

    ended = threading.Event()  # an exception raised by a signal could get lost in the CPU's callbacks
    signal.signal(signal.SIGTERM, lambda _number, _frame: ended.set())
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the classroom, which ends its workers
    parent = multiprocessing.parent_process()
    with contextlib.ExitStack() as stack:
        hosts = []
        for number, seat in enumerate(own):
            host = BoardHost(seat.version, seat.unique_id, home, times=times, seed=number + 1)
            stack.callback(host.close)
            hosts.append(host)
        while not ended.is_set() and (parent is None or parent.is_alive()):
            # Boards that somebody talks to come first: on a busy PC the others' time goes slower.
            for _turn in range(20):
                busy = [host for host in hosts if host.has_client]
                for host in busy:
                    host.step()
                if not busy:
                    break
            for host in hosts:
                host.step()
            if all(host.behind <= 0 for host in hosts):
                time.sleep(0.001)
