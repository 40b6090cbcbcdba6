"""Why boards gave no samples, in one sentence each: the program stopped, a line never ends, another speed, silence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..errors import TelemetryError
from ..language import N_
from .samples import Counts

if TYPE_CHECKING:
    from ..images.stops import Stop


def stopped_error(boards: str, stop: Stop) -> TelemetryError:
    """Return the error that tells on what line an exception ended the program, and what that means."""
    from ..images.mistakes import MistakeError
    from ..images.stops import mistake_of

    mistake = mistake_of(stop, "main.py", "")
    sentence = mistake.sentence if isinstance(mistake, MistakeError) else mistake.message
    message = (
        N_("The program on the board %(boards)s stopped in line %(line)s: %(sentence)s")
        if stop.line
        else N_("The program on the board %(boards)s stopped: %(sentence)s")
    )
    hint = N_("%(advice)s Mend the program and flash it again.")
    return TelemetryError(
        "program-stopped", message, hint, boards=boards, line=stop.line, sentence=sentence, advice=mistake.hint
    )


def no_samples(counts: Mapping[str, Counts]) -> TelemetryError:
    """Return the error that tells why nothing was recorded: the most telling reason that one of the boards has."""
    errors = [trouble_of(board, count) for board, count in counts.items()]
    for code in ("program-stopped", "line-unreadable", "line-unended"):
        for error in errors:
            if error is not None and error.code == code:
                return error
    lines = sum(count.lines for count in counts.values())
    boards = ", ".join(counts)
    if lines:
        return TelemetryError(
            "no-samples",
            N_("The board %(boards)s printed %(lines)s lines, but no samples."),
            N_("Print a name and a number, for example: print('light:' + str(display.read_light_level()))"),
            boards=boards,
            lines=lines,
        )
    return TelemetryError(
        "no-samples",
        N_("The board %(boards)s printed nothing."),
        N_("Is a program on it that prints? Flash a sensing lesson, for example: ictclub flash 4"),
        boards=boards,
    )


def trouble_of(board: str, count: Counts) -> TelemetryError | None:
    """Return what is wrong with what a board says, also where other boards are fine; None where nothing is."""
    if count.stop is not None:
        return stopped_error(board, count.stop)
    nothing_else = not count.samples and not count.texts
    if nothing_else and (count.unreadable or (count.damaged and not count.never_ends)):
        return TelemetryError(
            "line-unreadable",
            N_("What the board %(boards)s sends cannot be read."),
            N_("Its program has probably set another speed with uart.init: write uart.init(115200) instead."),
            boards=board,
        )
    if count.never_ends:
        return TelemetryError(
            "line-unended",
            N_("The board %(boards)s writes, but never ends a line."),
            N_('print() ends it by itself; behind uart.write(…) or with end="…", add "\\n".'),
            boards=board,
        )
    return None
