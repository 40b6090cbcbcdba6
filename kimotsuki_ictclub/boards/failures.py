"""What a board's interface chip says after a failed copy: FAIL.TXT and ASSERT.TXT, explained."""

from __future__ import annotations

import re
from pathlib import Path

from ..errors import BoardError
from ..language import N_

_LONGEST = 2000  # bytes; DAPLink writes two short lines

_AGAIN = N_("Flash again. If it keeps failing, use another USB socket or cable, without a hub.")
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

    transient = False


def failure_on(drive: Path) -> FlashFailed | None:
    """Return why the last copy to `drive` failed, as the board says; None where it says nothing."""
    for name in ("FAIL.TXT", "ASSERT.TXT"):
        try:
            with (drive / name).open("rb") as stream:
                text = stream.read(_LONGEST).decode("utf-8", "replace")
        except OSError:
            continue
        return explain_failure(text) if name == "FAIL.TXT" else _assertion(text)
    return None


def explain_failure(text: str) -> FlashFailed:
    """Return the error for the content of a FAIL.TXT."""
    code = next((code for code, (phrase, _m, _h) in _FAILURES.items() if phrase.lower() in text.lower()), None)
    if code is None and (number := re.search(r"\b5\d\d\b", text)):
        code = int(number.group())
    if code in _FAILURES:
        _phrase, message, hint = _FAILURES[code]
        failure = FlashFailed(f"flash-{code}", message, hint)
    else:
        failure = FlashFailed(
            f"flash-{code}" if code else "flash-failed",
            N_("The board refused the file: %(text)s"),
            _AGAIN,
            text=" ".join(text.split())[:200],
        )
    failure.transient = code in _TRANSIENT or (code not in _FAILURES and "transient" in text)
    return failure


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
