"""A V2's new main.py, written beside the old one and then put in its place.

Opening main.py for writing would make the runtime empty its data log first, which takes it half a second
(codal_port/main.c, `microbit_file_opened_for_writing`); and a board that is cut off keeps its old program this way.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ...errors import BoardError
from ...language import N_
from ..talking.board_files import MAIN
from ..talking.raw_repl import RawRepl

# The name of the new file until then. Flash can turn ones into zeros without an erase, and "." has ones only where
# "~" has them: so the rename is the write of one word.
BESIDE = "main~py"

# A file's first chunk: the marker 254, two bytes, the name. 0x4001E504 is CONFIG of the flash controller (nRF52833
# product specification, NVMC): 1 allows writes.
_SWAP = """\
import os
from machine import mem8,mem32
for a in range({start},{end},{chunk}):
 if mem8[a]==254 and mem32[a+4]=={beside}:
  if {main!r} in os.listdir():os.remove({main!r})
  mem32[0x4001E504]=1
  mem32[a+4]={now}
  mem32[0x4001E504]=0
  print({main!r} in os.listdir())"""

_LOG = re.compile(rb"\blog\b")  # a program that logs shall find an empty log, as the runtime means it


def goes_beside(sizes: Mapping[str, int], content: bytes) -> bool:
    """Return whether a main.py with `content` can be written beside the old one, on a board with files of `sizes`."""
    from ...images.image import CHUNK_BYTES, CHUNK_DATA_BYTES, capacity

    room = capacity("v2") * CHUNK_DATA_BYTES
    return not _LOG.search(content) and sum(size + CHUNK_BYTES for size in (*sizes.values(), len(content))) <= room


def swap_in(repl: RawRepl) -> None:
    """Make the file `BESIDE` the board's main.py.

    Raises: NoAnswer; BoardError (`not-swapped`, `board-refused`).
    """
    from ...images.image import CHUNK_BYTES, device_info

    info = device_info("v2")
    code = _SWAP.format(
        start=info.fs_start_address,
        end=info.fs_end_address,
        chunk=CHUNK_BYTES,
        beside=_word(BESIDE),
        now=_word(MAIN),
        main=MAIN,
    )
    if repl.run(code).strip() != b"True":
        raise BoardError(
            "not-swapped",
            N_("The new program is on the board, but could not take the place of the old one."),
            N_("Flash it with --full."),
        )


def _word(name: str) -> int:
    """Return the word of a file's first chunk that holds the second to the fifth letter of its name."""
    return int.from_bytes(name[1:5].encode(), "little")
