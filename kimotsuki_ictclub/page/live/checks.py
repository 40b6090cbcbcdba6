"""Checks run in processes of their own, one after the other, each child in its turn."""

from __future__ import annotations

import asyncio
import os
import tempfile
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing import get_context, parent_process
from pathlib import Path
from typing import Any

from ...errors import ClubError, ProgramError
from ...language import N_, language, set_language
from .slip import Slip, slip_in

LONGEST_SECONDS = 60.0  # that a check may compute; one of the course takes one or two
_LONGEST_WAIT = 300.0  # seconds: on a busy PC nobody has been computing for long when a minute is over
_LOOK_SECONDS = 1.0
_FIRST_QUESTION = "While True:\n    pass\n"  # a process that has answered it has loaded what it needs
_NICE = 3  # as the boards: whoever touches the page comes first


Place = Callable[[int], None]


class CheckQueue:
    """The line in which children wait for a check; a question to the parser waits until no check does.

    For the event loop's thread only.
    """

    def __init__(self, processes: int | None = None) -> None:
        self._most = processes or max(1, (os.cpu_count() or 2) // 2)
        self._waiting: OrderedDict[str, tuple[Place, asyncio.Future[None]]] = OrderedDict()
        self._asking: OrderedDict[str, asyncio.Future[None]] = OrderedDict()
        self._idle: list[ProcessPoolExecutor] = []
        self._busy: list[ProcessPoolExecutor] = []
        self._at_work = 0
        self._checking = 0  # of those at work; the others answer questions
        self._closed = False

    def prepare(self) -> None:
        """Start a process where there is none yet, which takes seconds: whoever asks first finds it ready."""
        if self._idle or self._busy or self._closed:
            return
        pool = self._new()

        def look(first: Future[Any]) -> None:
            if first.cancelled() or first.exception() is not None:  # whoever asks first starts another
                with suppress(ValueError):
                    self._idle.remove(pool)

        self._idle.append(pool)
        try:
            pool.submit(slip_in, _FIRST_QUESTION, "v1").add_done_callback(look)
        except OSError:
            self._idle.remove(pool)

    async def check(self, who: str, place: Place, *job: Any) -> dict[str, Any]:
        """Check a program (`job` as for `check_text`) when it is `who`'s turn; return the report.

        `place` is told how many are before this one, as they get fewer. Raises: ClubError.
        """
        report: dict[str, Any] = await self._work(who, place, check_text, *job)
        return report

    async def slip(self, who: str, text: str, version: str) -> Slip | None:
        """Ask the board's parser about a program that is being written, in `who`'s turn. Raises: ClubError."""
        found: Slip | None = await self._work(who, None, slip_in, text, version)
        return found

    async def _work(self, who: str, place: Place | None, work: Callable[..., Any], *job: Any) -> Any:
        """Do `work` in a process; `place` as for `check`, None for a question."""
        await self._wait_for_turn(who, place)
        pool = self._idle.pop() if self._idle else self._new()
        self._busy.append(pool)
        try:
            if place is not None:
                place(0)
            report = await _bounded(asyncio.get_running_loop().run_in_executor(pool, work, *job), pool)
        except ClubError:
            self._idle.append(pool)
            raise
        except (TimeoutError, BrokenProcessPool, OSError) as error:
            _kill(pool)
            raise ProgramError(
                "check-unfinished",
                N_("The check did not come to an end."),
                N_("Try again. If it happens again, show your program to a grown-up."),
            ) from error
        except BaseException:
            _kill(pool)
            raise
        else:
            self._idle.append(pool)
            return report
        finally:
            self._busy.remove(pool)
            self._hand_over(place)

    async def _wait_for_turn(self, who: str, place: Place | None) -> None:
        if self._at_work < self._most:
            self._at_work += 1
            self._checking += place is not None
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        if place is None:
            self._asking[who] = turn
        else:
            place(len(self._waiting) + (self._checking > 0))
            self._waiting[who] = (place, turn)
        try:
            await turn  # whoever was before hands the place over
        except asyncio.CancelledError:
            line = self._asking if place is None else self._waiting
            if line.pop(who, None) is None:
                self._hand_over(place)  # it was this one's turn already
            raise

    def waits(self, who: str) -> bool:
        """Whether `who` stands in the line."""
        return who in self._waiting

    def close(self) -> None:
        """End the processes."""
        self._closed = True
        for pool in [*self._idle, *self._busy]:
            _kill(pool)
        self._idle.clear()

    def _hand_over(self, before: Place | None) -> None:
        """Give the place of a check (`before` is its own) or of a question to whoever is next."""
        self._checking -= before is not None
        while (self._waiting or self._asking) and not self._closed:
            check = bool(self._waiting)
            turn = self._waiting.popitem(last=False)[1][1] if check else self._asking.popitem(last=False)[1]
            if not turn.cancelled():
                self._checking += check
                turn.set_result(None)
                break
        else:
            self._at_work -= 1
        for number, (place, _turn) in enumerate(self._waiting.values(), self._checking > 0):
            place(number)

    def _new(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(1, get_context("spawn"), _begin, (language(),))


def check_text(text: str, lesson: str, version: str) -> dict[str, Any]:
    """Return the report of a check of a program's text, without words: steps by name, the mistake as an error.

    Raises: ClubError.
    """
    from ...checking import check_program
    from ...lessons import find

    with tempfile.TemporaryDirectory(prefix="ictclub-check-") as folder:
        path = Path(folder) / "main.py"
        path.write_text(text, encoding="utf-8", newline="\n")
        report = check_program(find(lesson), path, version)
    return {
        "passed": report.passed,
        "verdict": report.verdict,
        "steps": [(result.step.name, result.done) for result in report.results],
        "mistake": report.mistake,
        "picture": report.picture,
    }


async def _bounded(job: asyncio.Future[Any], pool: ProcessPoolExecutor) -> Any:
    """Return what comes of `job`. Raises: TimeoutError where its process has computed for too long."""
    computed, began = _computed(pool), time.monotonic()
    try:
        while not (await asyncio.wait({job}, timeout=_LOOK_SECONDS))[0]:
            if _computed(pool) - computed > LONGEST_SECONDS or time.monotonic() - began > _LONGEST_WAIT:
                raise TimeoutError
        return job.result()
    finally:
        job.cancel()  # where it goes on, nobody waits for it


def _computed(pool: ProcessPoolExecutor) -> float:
    """Return for how many seconds the process of `pool` has computed; 0 where it has none yet."""
    import psutil

    seconds = 0.0
    for process in _processes(pool):
        with suppress(psutil.Error):
            used = psutil.Process(process.pid).cpu_times()
            seconds += used.user + used.system
    return seconds


def _begin(code: str) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    set_language(code)
    if hasattr(os, "nice"):
        os.nice(_NICE)


def _end_with_parent() -> None:
    """Wait until the server is gone, however it ended, and go too: a pool's process would wait for ever."""
    parent = parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


def _kill(pool: ProcessPoolExecutor) -> None:
    processes = _processes(pool)
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        with suppress(OSError):
            process.kill()


def _processes(pool: ProcessPoolExecutor) -> list[Any]:
    return list((getattr(pool, "_processes", None) or {}).values())
