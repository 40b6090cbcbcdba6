"""The worker processes of this process: as many as the PC has cores, started when seats are asked for."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import secrets
import socket
import subprocess
import sys
import threading
import time
import weakref
from multiprocessing import AuthenticationError
from multiprocessing.connection import Connection, answer_challenge, deliver_challenge
from typing import Any

from ...errors import VirtualBoardError
from ...language import N_, language
from .plug import LOOPBACK
from .seat import Seat, gone
from .seat_request import SeatRequest

_START_SECONDS = 60.0
_EMPTY_SECONDS = 10.0  # how long a worker without boards is kept: the next seat is often asked for at once
_LOOK_AROUND = 1.0
_NICE = 3  # of workers that give way on a Unix: enough for answers in time, and boards go on where others work too


class WorkerProcess:
    """One worker, and the seats in it."""

    def __init__(self, *, gives_way: bool = False) -> None:
        """Start it and wait until it answers. Raises: VirtualBoardError `host-failed`."""
        self.seats: weakref.WeakValueDictionary[int, Seat] = weakref.WeakValueDictionary()
        self.count = 0  # boards in it
        self.alive = True
        self._sending = threading.Lock()
        self._process, self._line = _started(gives_way)
        self._empty_since = time.monotonic()
        threading.Thread(target=self._listen, name="virtual boards", daemon=True).start()

    def open(self, number: int, request: SeatRequest) -> Seat:
        """Switch a board on. Raises: VirtualBoardError `host-gone`."""
        seat = self.seats[number] = Seat(self, number, request)
        self.send(number, "open", request)
        return seat

    def send(self, seat: int, what: str, content: Any) -> None:
        """Tell the worker something. Raises: VirtualBoardError `host-gone`."""
        with self._sending:
            if not self.alive:
                raise gone()
            if what == "open":
                self.count += 1
            elif what == "end":
                self.count -= 1
                self._empty_since = time.monotonic()
            try:
                self._line.send([(seat, what, content)])
            except OSError as error:
                raise gone() from error

    def end(self) -> None:
        """Let the worker end: it takes its boards off the list. Returns when it has."""
        with self._sending:
            if self.alive:
                self.alive = False
                with contextlib.suppress(OSError):
                    self._line.send([(0, "stop", None)])  # a line that a thread waits for does not close at once
        try:
            self._process.wait(_EMPTY_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _listen(self) -> None:
        try:
            while self.alive:
                if self._line.poll(_LOOK_AROUND):
                    for number, what, content in self._line.recv():
                        seat = self.seats.get(number)
                        if seat is not None:
                            seat.hear(what, content)
                        del seat  # or the last one would live until the next message
                elif not self.count and time.monotonic() - self._empty_since > _EMPTY_SECONDS:
                    break
        except (EOFError, OSError, TypeError):  # TypeError: closed in another thread meanwhile
            pass
        self.end()
        self._line.close()
        for seat in list(self.seats.values()):
            seat.stopped(gone())


class Pool:
    """Workers that share the seats evenly; gives_way: what else this PC does comes before its boards."""

    def __init__(self, workers: int | None = None, *, gives_way: bool = False) -> None:
        self._gives_way = gives_way
        self._most = workers or os.cpu_count() or 1
        self._workers: list[WorkerProcess] = []
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)

    def open(self, request: SeatRequest) -> Seat:
        """Return a seat; its board is being switched on, see `Seat.wait_until_ready`.

        Raises: VirtualBoardError (`host-failed`).
        """
        with self._lock:
            self._workers = [worker for worker in self._workers if worker.alive]
            emptiest = min(self._workers, key=lambda worker: worker.count, default=None)
            if emptiest is None or (emptiest.count and len(self._workers) < self._most):
                emptiest = WorkerProcess(gives_way=self._gives_way)
                self._workers.append(emptiest)
            return emptiest.open(next(self._numbers), request)

    def close(self) -> None:
        """End all workers."""
        with self._lock:
            for worker in self._workers:
                worker.end()
            self._workers.clear()


_shared = Pool()
_patient = Pool(gives_way=True)


def take_seat(request: SeatRequest, *, gives_way: bool = False) -> Seat:
    """Return a seat in the workers of this process; gives_way: among those that wait while the PC has other work.

    Raises: VirtualBoardError (`host-failed`).
    """
    return (_patient if gives_way else _shared).open(request)


def _started(gives_way: bool) -> tuple[subprocess.Popen[str], Connection[Any, Any]]:
    """Start a worker process. It knows its place by a secret; no other program gets boards from us."""
    key = secrets.token_bytes(32)
    # The search path is handed over: the package need not be installed, only importable here.
    code = f"import sys; sys.path[:] = {sys.path!r}; from {__package__}.worker import main; main()"
    options: dict[str, Any] = {"start_new_session": True}  # what happens to the terminal is no business of the boards
    if sys.platform == "win32":
        priority = subprocess.BELOW_NORMAL_PRIORITY_CLASS if gives_way else 0
        options = {"creationflags": subprocess.CREATE_NO_WINDOW | priority}
    with socket.create_server((LOOPBACK, 0)) as listener:
        listener.settimeout(0.2)
        process = subprocess.Popen(
            [sys.executable, "-c", code],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True, **options,
        )  # fmt: skip
        assert process.stdin is not None
        with contextlib.suppress(OSError):
            process.stdin.write(
                json.dumps(
                    {
                        "port": listener.getsockname()[1],
                        "key": key.hex(),
                        "language": language(),
                        "nice": _NICE if gives_way else 0,
                    }
                )
                + "\n"
            )
            process.stdin.close()
        deadline = time.monotonic() + _START_SECONDS
        while process.poll() is None and time.monotonic() < deadline:
            with contextlib.suppress(OSError, EOFError, AuthenticationError):
                caller, _address = listener.accept()
                caller.setblocking(True)
                line: Connection[Any, Any] = Connection(caller.detach())
                deliver_challenge(line, key)
                answer_challenge(line, key)
                return process, line
    process.kill()
    process.wait()
    raise VirtualBoardError(
        "host-failed",
        N_("The virtual board cannot go on: %(reason)s."),
        N_("Start it again. If it happens again, please report it."),
        reason="worker",
    )
