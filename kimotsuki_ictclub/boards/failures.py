"""Why a flash failed: the sentences, and FAIL.TXT and ASSERT.TXT of a board's interface chip explained."""

from __future__ import annotations

import errno
import logging
import re
from pathlib import Path

from ..errors import BoardError, system_words
from ..language import N_
from .drives import text_of

_logger = logging.getLogger(__name__)

_LONGEST = 2000  # bytes; DAPLink writes two short lines

_AGAIN = N_("Flash again. If it keeps failing, use another USB socket or cable, without a hub.")
_UNPLUG = N_("Unplug the board, wait two seconds, plug it in again and flash again.")
MAINTENANCE_CURE = N_("Unplug it and plug it in again without touching the button.")
_OTHER_PROGRAM = N_("Build the program for this board, and don't copy a hex that was made for another one.")

# DAPLink's texts (source/daplink/error.c) by the code that the board also scrolls on its LEDs,
# with what they mean and what to do.
_FAILURES: dict[int, tuple[str, str, str]] = {
    504: ("transfer timed out", N_("The copy took too long and was broken off (504)."), _AGAIN),
    506: ("out of order", N_("The PC sent the parts of the file in a wrong order (506)."), _AGAIN),
    521: ("Checksum calculation", N_("The file arrived damaged on the board (521)."), _AGAIN),
    524: (
        "MAINTENANCE mode",
        N_("The hex does not fit the mode that the board is in (524)."),
        N_("If its drive is called MAINTENANCE: unplug it and plug it in again without pressing the reset button."),
    ),
    529: ("not compatible with the target", N_("The program is for another board (529)."), _OTHER_PROGRAM),
    537: ("update sent was incomplete", N_("Only a part of the file arrived (537)."), _AGAIN),
}
_TRANSIENT = {504, 506, 521, 537}


class FlashFailed(BoardError):
    """A copy that failed; `transient` where trying again often helps."""

    def __init__(self, code: str, message: str, hint: str = "", *, transient: bool = False, **values: object) -> None:
        super().__init__(code, message, hint, **values)
        self.transient = transient


def failure_on(drive: Path) -> FlashFailed | None:
    """Return why the last copy to `drive` failed, as the board says; None where it says nothing."""
    for name in ("FAIL.TXT", "ASSERT.TXT"):
        try:
            with (drive / name).open("rb") as stream:
                text = text_of(stream.read(_LONGEST))
        except OSError:
            continue
        _logger.info("%s: %s", name, text[:200])
        return explain_failure(text) if name == "FAIL.TXT" else _assertion(text)
    return None


def explain_failure(text: str) -> FlashFailed:
    """Return the error for the content of a FAIL.TXT."""
    code = next((code for code, (phrase, _m, _h) in _FAILURES.items() if phrase.lower() in text.lower()), None)
    if code is None and (number := re.search(r"\b5[0-9]{2}\b", text)):
        code = int(number.group())
    if code in _FAILURES:
        _phrase, message, hint = _FAILURES[code]
        return FlashFailed(f"flash-{code}", message, hint, transient=code in _TRANSIENT)
    return FlashFailed(
        f"flash-{code}" if code else "flash-failed",
        N_("The board refused the file: %(text)s"),
        _AGAIN,
        transient="transient" in text,
        text=" ".join(text.split())[:200] or "FAIL.TXT",
    )


def _assertion(text: str) -> FlashFailed:
    return FlashFailed(
        "flash-assert",
        N_("The board's USB chip stumbled and left ASSERT.TXT: %(text)s"),
        N_("Unplug the board, wait two seconds, plug it in and flash again; if it comes back, update its firmware."),
        text=" ".join(text.split())[:200],
    )


def maintenance() -> BoardError:
    """Return the error for a board in MAINTENANCE mode."""
    return BoardError(
        "maintenance",
        N_("The board is in MAINTENANCE mode: it was plugged in while its reset button was pressed."),
        MAINTENANCE_CURE,
    )


def cut_off() -> BoardError:
    """Return the error for a board whose main.py was written only in part."""
    return BoardError(
        "program-cut-off",
        N_("Writing its program was cut off, and only the beginning runs."),
        N_("Flash it again."),
    )


def version_unknown() -> BoardError:
    """Return the error for a board of which nobody can say whether it is a V1 or a V2."""
    return BoardError(
        "version-unknown",
        N_("It cannot be seen whether this is a V1 or a V2 board."),
        N_("Unplug it, wait two seconds and plug it in again."),
    )


def image_wrong_board(image: str, board: str | None) -> BoardError:
    """Return the error for an image of version `image` on a board of version `board`."""
    return BoardError(
        "image-wrong-board",
        N_("The program was built for %(image)s, and this is a %(board)s board."),
        N_("Build it for this board."),
        image=image.upper(),
        board=(board or "?").upper(),
    )


def drive_missing() -> BoardError:
    """Return the error for a board without its drive."""
    return BoardError("drive-missing", N_("The board's drive is not there."), _UNPLUG)


def hex_not_written(drive: Path, error: OSError) -> BoardError:
    """Return what `error` means, which the copy of a hex to `drive` ended with."""
    if error.errno == errno.ENOSPC:
        return BoardError(
            "drive-full",
            N_("There is no room for the hex on the drive %(drive)s."),
            N_("Is it really the micro:bit's drive? Unplug the board, plug it in again and flash again."),
            drive=drive,
        )
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return BoardError(
            "drive-read-only",
            N_("The drive %(drive)s cannot be written."),
            N_(
                "Unplug the board and plug it in again. On a managed PC ask whoever looks after it "
                "to allow writing to USB drives."
            ),
            drive=drive,
        )
    return FlashFailed(
        "drive-missing",
        N_("The drive %(drive)s went away: %(reason)s"),
        N_("Is the cable in? Unplug the board, plug it in again and flash again."),
        transient=True,
        drive=drive,
        reason=system_words(error),
    )


def drive_not_back() -> FlashFailed:
    """Return the error for a drive that went away with the hex and stays away."""
    message = N_("The board's drive went away and did not come back.")
    return FlashFailed("drive-not-back", message, _UNPLUG, transient=True)


def hex_not_taken() -> FlashFailed:
    """Return the error for a hex that still lies on the drive."""
    return FlashFailed(
        "hex-not-taken",
        N_("The hex still lies on the drive: the board did not take it."),
        N_("Unplug the board, plug it in again and flash again."),
        transient=True,
    )


def line_taken() -> FlashFailed:
    """Return the error for a program that was copied and lets nobody ask the board for it."""
    return FlashFailed(
        "line-taken",
        N_("The hex was copied, but its program keeps the serial line to itself, so it could not be verified."),
        N_(
            "uart.init with another speed or other pins does that. The program most likely runs; but neither record "
            "nor stream can read it. Any other program can be flashed as always."
        ),
    )


def not_verified() -> FlashFailed:
    """Return the error for a board on which something else runs, or nothing can be asked, after the copy."""
    return FlashFailed(
        "not-verified",
        N_("The hex was copied, but what runs on the board could not be verified."),
        N_("Press the reset button on its back and flash again."),
        transient=True,
    )
