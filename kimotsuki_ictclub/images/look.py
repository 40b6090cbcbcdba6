"""What can be seen in a program without a board: the same for building, checking, flashing and running."""

from __future__ import annotations

from .look_alikes import check_marks
from .makecode import check_makecode
from .program import Program
from .vocabulary import check_vocabulary


def look_over(program: Program, version: str) -> None:
    """Look at a program's own files for marks that only look right, for MakeCode, and for what the board doesn't have.

    Raises: MistakeError "program-syntax", "program-makecode", "feature-missing", "module-missing".
    """
    for name in program.own_files:
        check_marks(program.shown_name(name), program.text(name))
        check_makecode(program.shown_name(name), program.text(name))
    check_vocabulary(program, version)
