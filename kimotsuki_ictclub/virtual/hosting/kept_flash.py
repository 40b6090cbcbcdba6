"""The file that keeps a virtual board's flash while it is switched off."""

from __future__ import annotations

import struct
from pathlib import Path

from ...errors import VirtualBoardError
from ...language import N_
from ..flash_image import FLASH_BYTES, FlashImage, runtime

_RAM = range(0x2000_0000, 0x2002_0001)  # of both chips; the first word of a flash is where the stack begins


def kept_flash(version: str, path: Path) -> FlashImage | None:
    """Return the flash that `path` keeps; None where there is no such file yet.

    Raises: VirtualBoardError `state-unreadable`, or `state-not-flash` where the file is something else: a board that
        took it would write over it.
    """
    try:
        flash = path.read_bytes()
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise VirtualBoardError(
            "state-unreadable",
            N_("The file of the virtual board cannot be read: %(file)s"),
            N_("Name another file, or a new one."),
            file=path,
        ) from error
    if not _is_flash(version, flash):
        raise VirtualBoardError(
            "state-not-flash",
            N_("%(file)s does not hold what a virtual %(board)s board keeps. It is left as it is."),
            N_("Name another file, or a new one."),
            file=path,
            board=version.upper(),
        )
    return FlashImage(version, flash, runtime(version).uicr)


def _is_flash(version: str, content: bytes) -> bool:
    if len(content) != FLASH_BYTES[version]:
        return False
    stack, start = struct.unpack_from("<2I", content)
    return stack in _RAM and start & 1 == 1 and start < len(content)
