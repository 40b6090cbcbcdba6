"""Copying a hex onto a board's drive, and waiting until the board has taken it."""

from __future__ import annotations

import errno
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ..drives import Drive, find_drives, read_drive
from ..failures import drive_not_back, failure_on, hex_not_taken, hex_not_written
from ..noting import note

_logger = logging.getLogger(__name__)

HEX_NAME = "microbit.hex"
_POLL = 0.05  # seconds


@dataclass(frozen=True)
class Patience:
    """How long to wait for a drive, in seconds."""

    detach: float = 60.0  # a V2 hex takes up to 17.5 s (DAPLink #856), some Windows PCs minutes
    back: float = 20.0  # usually 2.5 s after the last write
    look_round: float = 1.0  # how often all drives are searched: it may come back under another name


def copy_hex(
    drive: Drive,
    text: str,
    *,
    patience: Patience | None = None,
    waiting: Callable[[], None] = lambda: None,
    all_drives: Callable[[], list[Drive]] = find_drives,
) -> Path:
    """Copy the hex `text` to `drive`, wait until it is back, and return its folder then.

    Raises: FlashFailed (`flash-…`, `hex-not-taken`); BoardError (`drive-full`, `drive-read-only`, `drive-missing`).
    """
    import uflash

    patience = patience or Patience()
    target = drive.folder / HEX_NAME
    note(_logger, drive, "copies a hex of %d bytes; remount count %s", len(text), drive.remounts)
    start = time.monotonic()
    try:
        uflash.save_hex(text, str(target))
        note(_logger, drive, "copied after %.2f s", time.monotonic() - start)
    except OSError as error:
        note(_logger, drive, "copy ended after %.2f s: %s", time.monotonic() - start, error)
        if not _left_during_copy(error):
            raise hex_not_written(drive.folder, error) from error
    waiting()
    folder = _wait(drive, patience, all_drives)
    failure = failure_on(folder)
    if failure:
        note(_logger, drive, "says: %s", failure)
        raise failure
    if (folder / HEX_NAME).exists():
        raise hex_not_taken()
    return folder


def _wait(drive: Drive, patience: Patience, all_drives: Callable[[], list[Drive]]) -> Path:
    """Wait until the drive went and came back; the remount count tells where the going was too quick to see."""
    start = time.monotonic()
    gone_at: float | None = None
    looked = start
    while True:
        now = time.monotonic()
        seen = read_drive(drive.folder)
        if seen and _same(seen, drive):
            if gone_at is not None or seen.remounts != drive.remounts:
                _note_back(seen, drive, gone_at)
                return seen.folder
            if now - start > patience.detach:
                note(_logger, drive, "did not go away within %.1f s", now - start)
                return seen.folder  # the hex that still lies there tells the rest
        elif gone_at is None:
            gone_at = looked = now
            note(_logger, drive, "went away after %.2f s", now - start)
        elif now - looked > patience.look_round:
            looked = now
            back = [other for other in all_drives() if _same(other, drive)]
            if len(back) == 1:
                _note_back(back[0], drive, gone_at)
                return back[0].folder
        if gone_at is not None and now - gone_at > patience.back:
            note(_logger, drive, "is not back after %.1f s", now - gone_at)
            raise drive_not_back()
        time.sleep(_POLL)


def _note_back(seen: Drive, drive: Drive, gone_at: float | None) -> None:
    away = "its going was too quick to see" if gone_at is None else f"away for {time.monotonic() - gone_at:.2f} s"
    place = "at the same place" if seen.folder == drive.folder else "at another place"
    note(_logger, drive, "is back %s, remount count %s, %s", place, seen.remounts, away)


def _same(drive: Drive, other: Drive) -> bool:
    return (drive.unique_id, drive.maintenance) == (other.unique_id, other.maintenance)


def _left_during_copy(error: OSError) -> bool:
    """Return whether the drive went away under the copy: DAPLink does so when it has seen the end of the hex."""
    return error.errno in (errno.EIO, errno.ENXIO, errno.ENODEV, errno.EINVAL)
