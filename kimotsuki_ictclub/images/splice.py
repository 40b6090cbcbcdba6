"""Adding bytes to a hex without parsing the half megabyte that stays as it is."""

from __future__ import annotations

from io import StringIO

_RECORD_BYTES = 16
_TYPES_OF_BASE = ("02", "04")  # extended segment and linear address: Intel, "Hexadecimal Object File Format", 1988
_END_OF_FILE = "01"


def spliced(text: str, before: bytes, after: bytes) -> str:
    """Return the hex `text` of the memory `before` with records added that make it `after`.

    Bytes may only change where the hex says nothing (erased flash). The records stand in the order of their
    addresses, as a board's interface chip wants them.
    """
    changed = [
        address
        for address in range(0, len(after), _RECORD_BYTES)
        if before[address : address + _RECORD_BYTES] != after[address : address + _RECORD_BYTES]
    ]
    if not changed:
        return text
    lines = text.splitlines()
    place = _place(lines, changed[0])
    base = _base_before(lines, place)
    return "\n".join([*lines[:place], *_records(after, changed), *base, *lines[place:]]) + "\n"


def _place(lines: list[str], address: int) -> int:
    """Return the index of the first line that lies behind `address`, or that ends the file."""
    base = 0
    for index, line in enumerate(lines):
        kind = line[7:9]
        if kind in _TYPES_OF_BASE:
            base = int(line[9:13], 16) << (4 if kind == "02" else 16)
            if base > address:
                return index
        elif kind == _END_OF_FILE or (kind == "00" and base + int(line[3:7], 16) > address):
            return index
    return len(lines)


def _base_before(lines: list[str], place: int) -> list[str]:
    """Return the address record that holds at `place`, to be said again after what is put there."""
    if lines[place][7:9] in _TYPES_OF_BASE:
        return []
    return next(([line] for line in reversed(lines[:place]) if line[7:9] in _TYPES_OF_BASE), [])


def _records(memory: bytes, addresses: list[int]) -> list[str]:
    from intelhex import IntelHex

    part = IntelHex()
    for address in addresses:
        part.puts(address, memory[address : address + _RECORD_BYTES])
    output = StringIO()
    part.write_hex_file(output)
    return [line for line in output.getvalue().splitlines() if line[7:9] != _END_OF_FILE]
