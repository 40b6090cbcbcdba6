"""A process that hosts virtual boards: it keeps them at the wall clock and serves whoever talks to them.

It waits for sockets and for the next board that is due. Boards run in slices, one after another, so that none keeps
another waiting for long, whatever its program does. The process lives as long as the one that started it.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import selectors
import signal
import sys
import threading
import time
from collections.abc import Callable, Collection
from multiprocessing.connection import Client, Connection
from pathlib import Path
from typing import Any

from ...errors import ClubError, VirtualBoardError, not_kept, system_words
from ...language import N_, set_language
from .changes import change, state
from .drive import DriveTimes
from .plug import LOOPBACK, Plug
from .room import EARLY, WATCHED, Room
from .seat import gone
from .seat_request import SeatRequest

# What the system says of a folder in which nothing can be kept; nothing else of a board is a file.
_NOT_KEPT = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOTDIR, errno.ENOENT}
_TURNS = 20  # steps of boards that somebody talks to, before the others have one
_WHILE_OTHERS_TALK = 0.004  # virtual seconds that the others run at a time meanwhile
_LONGEST_WAIT = 1.0  # seconds
_FEWEST_WAIT = 0.0002  # seconds: shorter waits cost more than they give

Message = tuple[int, str, Any]  # seat, what, content


class Worker:
    """The boards of one process. Call `turn` again and again."""

    def __init__(self, tell: Callable[[list[Message]], None]) -> None:
        """`tell` gets what the seats are to hear."""
        self.rooms: dict[int, Room] = {}
        self.plugs: dict[int, Plug] = {}
        self.selector = selectors.DefaultSelector()
        self._tell = tell
        self.stopped = False
        self._news: list[Message] = []

    def turn(self, longest_wait: float = _LONGEST_WAIT) -> None:
        """Wait until something is due or comes in, and do it."""
        now = time.monotonic()
        due = min((due for room in self.rooms.values() if (due := room.due()) is not None), default=now + longest_wait)
        wait = min(due - now, longest_wait)
        self._serve_sockets(wait if wait > _FEWEST_WAIT else 0.0)
        # Boards that somebody talks to come first: on a busy PC the others' time goes slower.
        talking = {seat for seat, room in self.rooms.items() if room.talks}
        for _turn in range(_TURNS):
            waiting = self._due(talking, 0.0)
            for seat in waiting:
                self._step(seat, WATCHED)
            if not waiting:
                break
            self._serve_sockets(0.0)
        others = self.rooms.keys() - talking
        if self._due(others, 0.0):
            for seat in self._due(others, EARLY):
                self._step(seat, _WHILE_OTHERS_TALK if talking else WATCHED)
                known = len(self._news)
                self._serve_sockets(0.0)
                if len(self._news) > known:
                    self._tell_news()  # who has asked waits for one board, not for all
        self._tell_news()

    def close(self) -> None:
        """End all boards: what they keep is kept, and nothing of them stays on the list."""
        for seat in list(self.rooms):
            self.end(seat)
        self.selector.close()

    # -- steps ----------------------------------------------------------------------------------------
    def _due(self, seats: Collection[int], early: float) -> list[int]:
        """Return those of the seats that want a step within `early` seconds."""
        limit = time.monotonic() + early
        rooms = [(seat, self.rooms[seat]) for seat in seats if seat in self.rooms]
        return [seat for seat, room in rooms if (due := room.due()) is not None and due <= limit]

    def _step(self, seat: int, longest: float) -> None:
        room = self.rooms.get(seat)
        if room is None:
            return  # given up a moment ago
        try:
            room.step(longest)
            if seat in self.plugs:
                self.plugs[seat].tend()
        except Exception as error:  # one board's trouble is not the others'
            room.stop(_broken(error, room.request))

    def _serve_sockets(self, wait: float) -> None:
        for key, _events in self.selector.select(wait):
            key.data()

    def _tell_news(self) -> None:
        if self._news and not self.stopped:
            news, self._news = self._news, []
            self._tell(news)

    # -- what the other process asks ------------------------------------------------------------------
    def take(self, message: Message) -> None:
        """Do what the other process asks of a seat."""
        seat, what, content = message
        room = self.rooms.get(seat)
        if what == "open":
            self._open(seat, content)
        elif what == "end":
            self.end(seat)
        elif what == "stop":
            self.stopped = True
        elif room is None:
            if what == "ask":
                self._news.append((seat, "answer", (content[0], gone())))
        elif what == "write":
            room.write(content)
        elif what == "taken":
            room.taken(content)
        elif what == "ask":
            self._ask(seat, room, *content)

    def _open(self, seat: int, request: SeatRequest) -> None:
        def say(what: str, number: int, content: Any) -> None:
            self._news.append((seat, what, (number, content)))

        try:
            room = self.rooms[seat] = Room(request, say)
            if request.cable is not None:
                self.plugs[seat] = Plug(room, request.cable, self.selector)
            else:
                room.listeners.append(lambda data: self._news.append((seat, "serial", data)))
        except Exception as error:
            self.end(seat)
            self._news.append((seat, "failed", error if isinstance(error, ClubError) else _broken(error, request)))
        else:
            self._news.append((seat, "ready", None))

    def _ask(self, seat: int, room: Room, number: int, verb: str, arguments: tuple[Any, ...]) -> None:
        def answer(content: Any = None) -> None:
            self._news.append((seat, "answer", (number, content)))

        if verb == "flush":
            room.flush(answer)
            return
        try:
            if verb == "change":
                of, changes = arguments
                plug = self.plugs.get(seat)
                if plug is not None and of == 0:
                    answer(plug.change(changes))
                else:
                    room.watch(room.request.linger)
                    change(room, of, changes)
                    answer(state(room, of))
            else:
                answer(_VERBS[verb](room, *arguments))
        except ClubError as error:
            answer(error)
        except Exception as error:
            answer(_broken(error, room.request))

    def end(self, seat: int) -> None:
        """Take a board away; what it keeps is kept."""
        plug, room = self.plugs.pop(seat, None), self.rooms.pop(seat, None)
        with contextlib.suppress(OSError, ClubError):
            if plug is not None:
                plug.close()
            if room is not None:
                room.unmount()
                if room.lines:
                    room.save()


def _mount(room: Room, folder: Path, unique_id: str, times: DriveTimes) -> None:
    room.unmount()
    room.mount(folder, unique_id, times)


# What a seat can ask for, beside changes by name: only the process that has the seat may.
_VERBS: dict[str, Callable[..., Any]] = {
    "attach": Room.attach,
    "detach": Room.detach,
    "forget": Room.forget_unsent,
    "watch": Room.watch,
    "flash": Room.flash,
    "mount": _mount,
    "rest": Room.rest,
    "time": lambda room: room.board.time,
    "unmount": Room.unmount,
}


def _broken(error: Exception, request: SeatRequest) -> ClubError:
    if isinstance(error, OSError) and error.errno in _NOT_KEPT:
        return not_kept(error.filename or (request.cable.home if request.cable else request.state), error)
    if isinstance(error, OSError):
        reason = system_words(error) if error.filename is None else f"{error.filename}: {system_words(error)}"
    else:
        reason = f"{type(error).__name__}: {error}"
    return VirtualBoardError(
        "host-failed",
        N_("The virtual board cannot go on: %(reason)s."),
        N_("Start it again. If it happens again, please report it."),
        reason=reason,
    )


def main() -> None:
    """Host boards for the process that started this one; it tells on standard input where it listens."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the process that has the seats
    ended = threading.Event()  # an exception raised by a signal could get lost in the CPU's callbacks
    signal.signal(signal.SIGTERM, lambda _number, _frame: ended.set())
    start = json.loads(sys.stdin.readline())
    set_language(start["language"])
    _give_way(start["nice"])
    # Boards run in a thread of their own: there no run has to look after signals.
    hosting = threading.Thread(target=_host, args=(start["port"], bytes.fromhex(start["key"]), ended))
    hosting.start()
    while hosting.is_alive():
        hosting.join(_LONGEST_WAIT)


def _give_way(nice: int) -> None:
    if not nice or sys.platform == "win32":
        return
    os.nice(nice)
    # Linux weighs a session, which this process has of its own, as one whole.
    with contextlib.suppress(OSError):
        Path("/proc/self/autogroup").write_text(str(nice), "ascii")


def _host(port: int, key: bytes, ended: threading.Event) -> None:
    """Host boards until `ended`, or until the other process is there no more."""
    with contextlib.suppress(EOFError, OSError), Client((LOOPBACK, port), authkey=key) as line:
        worker = Worker(line.send)
        try:
            worker.selector.register(line, selectors.EVENT_READ, lambda: _read(line, worker))
            while not (ended.is_set() or worker.stopped):
                worker.turn()
        finally:
            worker.close()


def _read(line: Connection[Any, Any], worker: Worker) -> None:
    while line.poll():
        for message in line.recv():
            worker.take(message)
