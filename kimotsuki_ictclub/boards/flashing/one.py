"""Flashing one board: the quick way where it is enough, else the whole hex; done means verified."""

from __future__ import annotations

import logging
import re
import time
from typing import TYPE_CHECKING

from ...errors import BoardError
from ..drives import read_drive
from ..failures import FlashFailed, drive_missing, image_wrong_board, line_taken, maintenance, not_verified
from ..noting import note
from ..talking.after_start import heard_stop, twins_stop
from ..talking.board_files import BoardFiles
from ..talking.conversation import conversation
from ..talking.raw_repl import NoAnswer, RawRepl
from ..talking.restart import stop_at_start
from .drive_copy import Patience, copy_hex
from .flashable import Flashable, FlashResult, Progress, Way
from .quick import NeedsDrive, update

if TYPE_CHECKING:
    from ...images.stops import Stop
    from ..board import Board

_logger = logging.getLogger(__name__)

TRIES = 3
# What a program does to the line from its start: another speed, other pins, no Ctrl-C.
_TAKES_THE_LINE = re.compile(
    rb"^[^#\n]*\b(uart\s*\.\s*init\s*\((?!\s*\)|\s*(baudrate\s*=\s*)?115200\s*\))|kbd_intr\s*\(\s*-)", re.MULTILINE
)
_PORT_FREE = 2.0  # seconds until a port that was closed a moment ago opens again
_PORT_BACK = 10.0  # seconds until a port must be there again after the drive is


def flash_board(
    board: Board,
    image: Flashable,
    *,
    full: bool = False,
    listen: float = 0.0,
    progress: Progress | None = None,
    patience: Patience | None = None,
) -> FlashResult:
    """Put `image` on `board`, verify it and start the program; transient failures are tried again.

    For up to `listen` seconds it is heard whether an exception stops the program at once.

    Raises: BoardError with the cause and what to do.
    """
    tell = progress or (lambda step, part: None)
    start = time.monotonic()
    _check(board, image)
    sizes = sum(map(len, image.files.values()))
    note(_logger, board, "gets runtime %s and %d files of %d bytes", image.runtime, len(image.files), sizes)

    def result(way: Way, changed: tuple[str, ...], tries: int, stop: Stop | None) -> FlashResult:
        board.runtime = image.runtime
        stop = stop or twins_stop(board, image.files, listen)
        seconds = time.monotonic() - start
        note(_logger, board, "verified after %.2f s, way: %s, %d files changed, try %d%s", seconds, way, len(changed),
             tries, f", its program stops in line {stop.line}" if stop else "")  # fmt: skip
        return FlashResult(way, seconds, changed, tries, stop)

    with board.powered():
        if not full:
            tell("looking", 0.0)
            try:
                changed, stop = _quickly(board, image, tell, listen)
                return result("serial" if changed else "none", changed, 1, stop)
            except NeedsDrive as reason:
                note(_logger, board, "the quick way is not enough: %s", reason.cause)
                if board.drive is None:
                    raise reason.cause from None
        for tries in range(1, TRIES + 1):
            try:
                stop = _whole(board, image, tell, patience, listen)
                return result("drive", tuple(image.files), tries, stop)
            except FlashFailed as failure:
                note(_logger, board, "try %d failed: %s", tries, failure)
                if not failure.transient or tries == TRIES or not (board.drive and read_drive(board.drive)):
                    raise
                tell("again", tries / TRIES)
    raise AssertionError("the loop above returns or raises")


def _check(board: Board, image: Flashable) -> None:
    if board.state == "maintenance":
        raise maintenance()
    if board.version != image.version:
        raise image_wrong_board(image.version, board.version)


def _quickly(board: Board, image: Flashable, tell: Progress, listen: float) -> tuple[tuple[str, ...], Stop | None]:
    with conversation(board) as repl:
        try:
            repl.enter()
        except NoAnswer as error:
            raise NeedsDrive(error) from error
        return update(repl, image, tell), heard_stop(repl, listen)


def _whole(board: Board, image: Flashable, tell: Progress, patience: Patience | None, listen: float) -> Stop | None:
    drive = read_drive(board.drive) if board.drive else None
    if drive is None or not (drive.nameless or drive.unique_id == board.unique_id):
        raise drive_missing()
    with conversation(board, wait=_PORT_FREE):
        pass  # without the port nothing could be verified: better known before the copy
    tell("copying", 0.0)
    board.drive = copy_hex(drive, image.hex, patience=patience, waiting=lambda: tell("waiting", 0.0))
    tell("checking", 0.0)
    return _verify(board, image, listen)


def _verify(board: Board, image: Flashable, listen: float) -> Stop | None:
    """Read every file back from the board and compare, then start the program.

    Raises: FlashFailed (`not-verified`, `line-taken`).
    """
    with conversation(board, wait=_PORT_BACK) as repl:
        try:
            try:
                repl.enter(timeout=2.0)
            except NoAnswer:
                _stop_at_start(repl, image)
            files = BoardFiles(repl, image.version)
            right = files.ask().runtime == image.runtime and all(
                files.read(name) == content for name, content in image.files.items() if content
            )
        except FlashFailed:
            raise
        except BoardError as error:
            raise not_verified() from error
        if not right:
            raise not_verified()
        repl.restart()
        return heard_stop(repl, listen)


def _stop_at_start(repl: RawRepl, image: Flashable) -> None:
    try:
        stop_at_start(repl)
    except NoAnswer as error:
        if any(map(_TAKES_THE_LINE.search, image.files.values())):
            raise line_taken() from error  # copying it once more would end in the same way
        raise
