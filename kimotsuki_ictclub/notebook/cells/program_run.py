"""A program that runs: what it prints is read until it is stopped, run again, or another needs its port."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ...errors import BoardError, ClubError
from ...language import N_, _
from ...telemetry.sources import BROKEN_OR_CLOSED
from ..bench import Bench
from .cell_program import in_cell
from .printed import Printed

if TYPE_CHECKING:
    from ...boards import Board
    from ...boards.talking.raw_repl import RawRepl
    from ...images import Program
    from ...telemetry import SerialLike

_WAIT = 0.1  # seconds that one read waits for a first byte
_BATCH = 0.03  # seconds of bytes that are taken in one go
_TELL_EVERY = 0.25  # seconds between two pictures of what was printed
_LARGEST_READ = 4096  # bytes
_CTRL_C = b"\x03\x03"  # twice: a program may swallow the first
_STOPS_WITHIN = 1.5  # seconds; a program that swallows Ctrl-C is cut off then
_VIRTUAL_PATIENCE = 2.5  # how much longer a hosted board may take where the PC is busy


class ProgramRun:
    """One run. `state` is "running", "stopped" (by the child), "mistake", "ended", "lost" or "given" (the port is
    another's now); `show` is told of every change."""

    def __init__(self, program: Program, place: Bench | Board, show: Callable[[ProgramRun], None]) -> None:
        self.program = program
        self.printed = Printed(program, acknowledged=not isinstance(place, Bench))
        self.state = "running"
        self.trouble: ClubError | None = None  # why it is lost
        self._place, self._show = place, show
        self._over = threading.Event()
        self._stopping = False
        self._reads = True
        self._line: SerialLike | None = None
        if isinstance(place, Bench):
            place.beginners.append(self._begin_anew)
        self._thread = threading.Thread(target=self._run, daemon=True)

    @property
    def labels(self) -> list[str]:
        """The board that nobody else can read meanwhile; a bench can be heard by many."""
        return [] if isinstance(self._place, Bench) else [self._place.name]

    @property
    def running(self) -> bool:
        """Whether it is still read."""
        return self._reads and self._thread.is_alive()

    @property
    def can_stop(self) -> bool:
        """Whether Stop does something: the program runs, or its port could be free."""
        return self.running and (self.state == "running" or not isinstance(self._place, Bench))

    @property
    def mistake(self) -> ClubError | None:
        """What stopped the program, with its line in the cell; None where nothing has."""
        mistake = self.printed.mistake
        return None if mistake is None or self.state == "stopped" else in_cell(mistake)

    @property
    def status(self) -> str:
        """How it stands, in one sentence; "" where a mistake says it."""
        name = self._place.label if isinstance(self._place, Bench) else self._place.name
        said = {
            "running": _("▶ %(board)s runs your program.") % {"board": name},
            "stopped": _("■ Stopped."),
            "ended": _("The program has come to its end."),
            "given": _("▶ %(board)s goes on. Another cell reads it now.") % {"board": name},
        }
        return said.get(self.state, "")

    def start(self) -> None:
        """Open the line, so that the program's first word is heard, and begin to read. Raises: BoardError."""
        self._line = self._place.hear() if isinstance(self._place, Bench) else _begun(self._place)
        self._thread.start()

    def press_stop(self) -> None:
        """Stop the program, as Ctrl-C does; a real board's port is free afterwards."""
        self._stopping = True

    def stop(self) -> None:
        """Give the port to another reader; the program goes on."""
        self._over.set()

    def wait(self, timeout: float | None = None) -> None:
        """Wait until it is not read any more."""
        self._thread.join(timeout)

    def _begin_anew(self) -> None:
        self.printed.forget()
        self.state = "running"
        self._show(self)

    def _run(self) -> None:
        line = self._line
        assert line is not None
        try:
            while not self._over.is_set() and self.state != "stopped":
                self._follow(line)
            if self.state == "running":
                self.state = "given"
        except (ClubError, *BROKEN_OR_CLOSED) as error:
            if isinstance(error, ClubError) and error.code == "firmware-fault" and self.state == "running":
                self.printed.take_fault(error)
                self.state = "mistake"
            if self.state not in ("stopped", "mistake", "ended"):
                self.state = "lost"
                self.trouble = error if isinstance(error, ClubError) else self._gone()
        finally:
            line.close()
            self._reads = False
            self._show(self)

    def _gone(self) -> BoardError:
        return BoardError(
            "board-gone",
            N_("The board %(board)s is not connected."),
            N_("Plug it in and start again."),
            board=self._place.label if isinstance(self._place, Bench) else self._place.name,
        )

    def _follow(self, line: SerialLike) -> None:
        """Take what comes until the next picture is due, and show it."""
        due, came = time.monotonic() + _TELL_EVERY, False
        while time.monotonic() < due and not self._over.is_set():
            if self._stopping:
                self._end(line)
                return
            data = _some(line)
            if data:
                self.printed.take(data)
                came = True
        if isinstance(self._place, Bench) and self._place.again and self.state == "running":
            self.printed.take_restarts()
            came = True
        if came:
            self._judge()
            self._show(self)

    def _judge(self) -> None:
        if self.printed.mistake is not None:
            self.state = "mistake"
        elif self.printed.ended:
            self.state = "ended"

    def _end(self, line: SerialLike) -> None:
        """Send Ctrl-C, and cut the program off where it swallows that. Raises: BoardError where nothing stops it."""
        if self.state != "running":
            self._over.set()  # it has come to an end by itself: only the port is given back
            return
        line.write(_CTRL_C)  # type: ignore[attr-defined]
        end = time.monotonic() + _STOPS_WITHIN
        while not self.printed.ended and time.monotonic() < end:
            self.printed.take(_some(line))
        if not self.printed.ended:
            self._cut_off(line)
        self.state = "stopped"

    def _cut_off(self, line: Any) -> None:
        from ...boards.talking.restart import stop_at_start

        if isinstance(self._place, Bench):
            self._place.close()
        else:
            stop_at_start(_repl(line, self._place))


def _repl(port: Any, board: Board) -> RawRepl:
    from ...boards.talking.raw_repl import RawRepl

    return RawRepl(port, _VIRTUAL_PATIENCE if "://" in (board.port or "") else 1.0)


def _some(line: SerialLike) -> bytes:
    """Return the bytes that have come; wait a moment where there are none."""
    line.timeout = _WAIT
    first = line.read(1)
    if not first:
        return b""
    time.sleep(_BATCH)
    line.timeout = 0  # the rest that is there already
    return first + line.read(_LARGEST_READ)


def _begun(board: Board) -> SerialLike:
    """Open a board's line and start its program from the beginning. Raises: BoardError."""
    port = board.open_serial()
    repl = _repl(port, board)
    try:
        repl.enter()
        repl.restart()
    except (BoardError, OSError):
        port.close()
        raise
    line: SerialLike = port
    return line
