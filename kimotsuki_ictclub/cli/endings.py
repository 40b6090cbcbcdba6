"""Other ways to end a command than Ctrl-C: its window is closed, or the system asks it to go."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_NAMES = ("SIGTERM", "SIGHUP", "SIGBREAK")  # Windows has no SIGHUP: there a closed console is a SIGBREAK


@contextmanager
def ends_as_ctrl_c() -> Iterator[None]:
    """Let them end the block as Ctrl-C does: what is open is closed, and the terminal is left as it was.

    What the caller has told Python to ignore (`nohup`) stays ignored.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []

    def end(number: int, _where: FrameType | None) -> None:
        came.append(number)
        if len(came) > 1:
            return  # a shell repeats what the terminal said: what is being closed is not to be disturbed
        if callable(signal.getsignal(signal.SIGINT)):
            signal.raise_signal(signal.SIGINT)
        else:
            raise KeyboardInterrupt

    numbers = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in numbers}
    for number, handler in before.items():
        if handler is signal.SIG_DFL:
            signal.signal(number, end)
    try:
        yield
    finally:
        for number, handler in before.items():
            if handler is signal.SIG_DFL:
                signal.signal(number, handler)
