"""Flashing all boards on the table at once; one that fails never stops the others."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from ...errors import ClubError
from ..board import Board
from ..failures import maintenance, version_unknown
from ..ids import Version
from ..noting import note
from .drive_copy import Patience
from .flashable import Flashable, FlashResult, Step
from .one import flash_board

_logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    """What became of one board: a result, or the error."""

    board: Board
    seconds: float
    result: FlashResult | None = None
    error: ClubError | None = None


def flash_many(
    boards: Sequence[Board],
    image_for: Callable[[Version], Flashable],
    *,
    full: bool = False,
    listen: float = 0.0,
    progress: Callable[[Board, Step, float], None] = lambda board, step, part: None,
    done: Callable[[Outcome], None] = lambda outcome: None,
    patience: Patience | None = None,
) -> list[Outcome]:
    """Flash every board with the image for its own version, all at the same time; the outcomes in their order.

    `listen` as in `flash_board`.
    """
    stopping = threading.Event()

    def tell(board: Board, step: Step, part: float) -> None:
        if stopping.is_set() and step != "sending":  # a file that is on its way arrives: that takes a second
            raise _Stopped
        progress(board, step, part)

    def one(board: Board) -> Outcome:
        start = time.monotonic()
        try:
            if board.version is None:
                raise maintenance() if board.state == "maintenance" else version_unknown()
            result = flash_board(
                board,
                image_for(board.version),
                full=full,
                listen=listen,
                progress=lambda step, part: tell(board, step, part),
                patience=patience,
            )
            outcome = Outcome(board, time.monotonic() - start, result=result)
        except ClubError as error:
            note(_logger, board, "not flashed: %s", error)
            outcome = Outcome(board, time.monotonic() - start, error=error)
        done(outcome)
        return outcome

    with ThreadPoolExecutor(max_workers=max(1, len(boards))) as pool:
        try:
            return list(pool.map(one, boards))
        except KeyboardInterrupt:
            stopping.set()  # every board ends at its next step
            raise


class _Stopped(BaseException):
    """Ends the work on one board after Ctrl-C."""
