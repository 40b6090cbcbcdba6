"""The program inside a hex that an editor saved: python.microbit.org gives children no .py but a hex."""

from __future__ import annotations

from pathlib import Path

from ..errors import ImageError, ProgramError
from ..language import N_
from ..virtual.flash_image import VERSIONS, load_hex

_OF_ANOTHER_KIND = ("hex-not-micropython", "hex-wrong-board")


def files_in_hex(path: Path, content: bytes) -> dict[str, bytes]:
    """Return the files on the filesystem of the hex `content`, for whichever board it is; `path` is its name.

    Raises: ImageError "hex-damaged", "files-unfinished"; ProgramError "hex-of-another-kind" where no MicroPython is in
        it, "hex-without-files".
    """
    text = content.decode("ascii", "replace")
    micropython = False
    for version in VERSIONS:
        try:
            files = load_hex(text, version).files
        except ImageError as error:
            if error.code not in _OF_ANOTHER_KIND:
                raise
            continue
        micropython = True
        if files:
            return files
    if micropython:
        raise ProgramError(
            "hex-without-files",
            N_("There is no program in %(file)s: it is MicroPython alone."),
            N_("Save the program in your editor again."),
            file=path.name,
        )
    raise ProgramError(
        "hex-of-another-kind",
        N_("%(file)s is no hex of MicroPython."),
        N_("A hex of MakeCode goes onto a board by hand: copy the file to the board's drive."),
        file=path.name,
    )
