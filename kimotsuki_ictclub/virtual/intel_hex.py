"""Intel Hex text to memory, quickly: a V2 hex has 30,000 lines, and a board starts with each.

The package `intelhex` reads them in half a second; this takes a tenth of it (benchmarks/virtual_board.py), checks
every checksum, and says in which line a damaged file is damaged. Tests compare both.
"""

from __future__ import annotations

from ..errors import ImageError
from ..language import N_

_DATA, _END, _SEGMENT, _SEGMENT_START, _LINEAR, _LINEAR_START = range(6)  # record types, Intel 1988


def read_hex(text: str, regions: dict[int, bytearray]) -> None:
    """Fill `regions` (start address → memory) with the data of `text`; other addresses are ignored.

    Raises: ImageError `hex-damaged` with the number of the damaged or missing line.
    """
    upper = 0
    places = sorted(regions.items())
    start, memory = places[0]
    number = 0
    for number, line in enumerate(text.split("\n"), 1):
        if not line or line == "\r":
            continue
        try:
            record = bytes.fromhex(line[1:])
        except ValueError:
            raise _damaged(number) from None
        if line[0] != ":" or len(record) < 5 or record[0] != len(record) - 5 or sum(record) & 0xFF:
            raise _damaged(number)
        kind = record[3]
        if kind == _DATA:
            address = upper + (record[1] << 8) + record[2]
            if not start <= address < start + len(memory):
                found = [place for place in places if place[0] <= address < place[0] + len(place[1])]
                if not found:
                    continue
                start, memory = found[0]
            offset = address - start
            end = min(offset + record[0], len(memory))
            memory[offset:end] = record[4 : 4 + end - offset]
        elif kind == _LINEAR:
            upper = record[4] << 24 | record[5] << 16
        elif kind == _SEGMENT:
            upper = (record[4] << 8 | record[5]) << 4
        elif kind == _END:
            return
        elif kind not in (_SEGMENT_START, _LINEAR_START):
            raise _damaged(number)
    raise ImageError(
        "hex-damaged",
        N_("The hex is cut off: it has %(lines)s lines and no end record."),
        N_("Build or download the file again."),
        lines=number,
    )


def _damaged(line: int) -> ImageError:
    return ImageError(
        "hex-damaged",
        N_("The hex is damaged in line %(line)s."),
        N_("Build or download the file again."),
        line=line,
    )
