"""Copying a hex onto a board's drive, and waiting until the board has taken it."""

from __future__ import annotations

import errno
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ...errors import BoardError, system_words
from ...language import N_
from ..drives import Drive, find_drives, read_drive
from ..failures import FlashFailed, failure_on

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
    try:
        uflash.save_hex(text, str(target))
    except OSError as error:
        if not _left_during_copy(error):
            raise _not_written(drive.folder, error) from error
    waiting()
    folder = _wait(drive, patience, all_drives)
    failure = failure_on(folder)
    if failure:
        raise failure
    if (folder / HEX_NAME).exists():
        raise _transient(
            "hex-not-taken",
            N_("The hex still lies on the drive: the board did not take it."),
            N_("Unplug the board, plug it in again and flash again."),
        )
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
                return seen.folder
            if now - start > patience.detach:
                return seen.folder  # the hex that still lies there tells the rest
        elif gone_at is None:
            gone_at = looked = now
        elif now - looked > patience.look_round:
            looked = now
            back = [other for other in all_drives() if _same(other, drive)]
            if len(back) == 1:
                return back[0].folder
        if gone_at is not None and now - gone_at > patience.back:
            raise _transient(
                "drive-not-back",
                N_("The board's drive went away and did not come back."),
                N_("Unplug the board, wait two seconds, plug it in again and flash again."),
            )
        time.sleep(_POLL)


def _same(drive: Drive, other: Drive) -> bool:
    return (drive.unique_id, drive.maintenance) == (other.unique_id, other.maintenance)


def _left_during_copy(error: OSError) -> bool:
    """Return whether the drive went away under the copy: DAPLink does so when it has seen the end of the hex."""
    return error.errno in (errno.EIO, errno.ENXIO, errno.ENODEV, errno.EINVAL)


def _not_written(folder: Path, error: OSError) -> BoardError:
    if error.errno == errno.ENOSPC:
        return BoardError(
            "drive-full",
            N_("There is no room for the hex on the drive %(drive)s."),
            N_("Is it really the micro:bit's drive? Unplug the board, plug it in again and flash again."),
            drive=folder,
        )
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return BoardError(
            "drive-read-only",
            N_("The drive %(drive)s cannot be written."),
            N_(
                "Unplug the board and plug it in again. On a managed PC ask whoever looks after it "
                "to allow writing to USB drives."
            ),
            drive=folder,
        )
    return _transient(
        "drive-missing",
        N_("The drive %(drive)s went away: %(reason)s"),
        N_("Is the cable in? Unplug the board, plug it in again and flash again."),
        drive=folder,
        reason=system_words(error),
    )


def _transient(code: str, message: str, hint: str, **values: object) -> FlashFailed:
    failure = FlashFailed(code, message, hint, **values)
    failure.transient = True
    return failure
