"""Ctrl-C while a board runs: it waits for a place where the board can go on later.

Python would raise KeyboardInterrupt anywhere: between an instruction and its bookkeeping, which leaves a board that
cannot run on, or inside a callback from Unicorn's C code, where it is lost.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

_holding: Callable[[], bool] | None = None  # of the block in which Python's main thread is


@contextmanager
def held_ctrl_c() -> Iterator[Callable[[], bool]]:
    """Hold Ctrl-C back until the end of the block; the function given says whether it came.

    A second Ctrl-C is not held: a function of the user's that is called in the block may hang. Only Python's main
    thread hears of signals; elsewhere nothing is held. A block in a block leaves the holding to the outer one.
    """
    global _holding
    before = None
    if threading.current_thread() is threading.main_thread():  # asked first: signals cost more than a short run
        if _holding is not None:
            yield _holding
            return
        before = signal.getsignal(signal.SIGINT)
    if not callable(before):
        yield lambda: False
        return
    came: list[tuple[int, FrameType | None]] = []

    def note(number: int, where: FrameType | None) -> None:
        if came:
            before(number, where)
        came.append((number, where))

    signal.signal(signal.SIGINT, note)
    _holding = lambda: bool(came)  # noqa: E731 - one and the same for all blocks within
    try:
        yield _holding
    finally:
        _holding = None
        signal.signal(signal.SIGINT, before)
        if came:
            before(*came[0])
