"""A process that hosts virtual boards: it keeps them at the wall clock and serves whoever talks to them.

It waits for sockets and for the next board that is due. Boards run in slices, one after another, so that none keeps
another waiting for long, whatever its program does. The process lives as long as the one that started it.
"""

from __future__ import annotations

import contextlib
import json
import selectors
import signal
import sys
import time
from collections.abc import Callable
from multiprocessing.connection import Client, Connection
from pathlib import Path
from typing import Any

from ...errors import ClubError, VirtualBoardError
from ...language import N_, set_language
from .changes import change, state
from .drive import DriveTimes
from .plug import LOOPBACK, Plug
from .room import WATCHED, Room
from .seat import gone
from .seat_request import SeatRequest

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
        for _turn in range(_TURNS):
            talking = [number for number in self._due() if self.rooms[number].talks]
            if not talking:
                break
            for number in talking:
                self._step(number, WATCHED)
            self._serve_sockets(0.0)
        somebody_talks = any(room.talks for room in self.rooms.values())
        for number in self._due():
            self._step(number, _WHILE_OTHERS_TALK if somebody_talks else WATCHED)
            if somebody_talks:
                self._serve_sockets(0.0)
        self._tell_news()

    def close(self) -> None:
        """End all boards: what they keep is kept, and nothing of them stays on the list."""
        for seat in list(self.rooms):
            self.end(seat)
        self.selector.close()

    # -- steps ----------------------------------------------------------------------------------------
    def _due(self) -> list[int]:
        now = time.monotonic()
        return [seat for seat, room in self.rooms.items() if (due := room.due()) is not None and due <= now]

    def _step(self, seat: int, longest: float) -> None:
        room = self.rooms.get(seat)
        if room is None:
            return  # given up a moment ago
        try:
            room.step(longest)
            if seat in self.plugs:
                self.plugs[seat].tend()
        except Exception as error:  # one board's trouble is not the others'
            room.stop(_broken(error))

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
            self._news.append((seat, "failed", error if isinstance(error, ClubError) else _broken(error)))
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
            answer(_broken(error))

    def end(self, seat: int) -> None:
        """Take a board away; what it keeps is kept."""
        plug, room = self.plugs.pop(seat, None), self.rooms.pop(seat, None)
        with contextlib.suppress(OSError):
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
    "unmount": Room.unmount,
}


def _broken(error: Exception) -> VirtualBoardError:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else f"{type(error).__name__}: {error}"
    return VirtualBoardError(
        "host-failed",
        N_("The virtual board cannot go on: %(reason)s."),
        N_("Start it again. If it happens again, please report it."),
        reason=reason,
    )


def main() -> None:
    """Host boards for the process that started this one; it tells on standard input where it listens."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the process that has the seats
    signal.signal(signal.SIGTERM, lambda _number, _frame: ended.append(True))
    ended: list[bool] = []  # an exception raised by a signal could get lost in the CPU's callbacks
    start = json.loads(sys.stdin.readline())
    set_language(start["language"])
    with Client((LOOPBACK, start["port"]), authkey=bytes.fromhex(start["key"])) as line:
        worker = Worker(line.send)
        try:
            worker.selector.register(line, selectors.EVENT_READ, lambda: _read(line, worker))
            while not (ended or worker.stopped):
                worker.turn()
        except (EOFError, OSError):
            pass  # the other process has ended, or wants no more boards
        finally:
            worker.close()


def _read(line: Connection[Any, Any], worker: Worker) -> None:
    while line.poll():
        for message in line.recv():
            worker.take(message)
