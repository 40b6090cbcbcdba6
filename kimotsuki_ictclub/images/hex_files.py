"""The program inside a hex that an editor saved: python.microbit.org gives children no .py but a hex."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from ..errors import ImageError, ProgramError
from ..language import N_
from ..virtual.flash_image import VERSIONS, load_hex, memory_of_hex

MAIN = "main.py"
# Before there were files, editors put the script behind a V1's runtime: b"MP", length (16 bit, little endian), text
# (python-editor-v3, src/fs; uflash, _SCRIPT_ADDR). The runtimes up to 1.1.1 still run it.
SCRIPT_AT, _SCRIPT_MARK, _HEADER_BYTES = 0x3E000, b"MP", 4
_OF_ANOTHER_KIND = ("hex-not-micropython", "hex-wrong-board")
_MAKECODE = "41140E2FB82FA2BB"  # before the source that MakeCode puts into its hexes ("Source Embedding")
_FIRST_RECORD = re.compile(rb"(?:\xef\xbb\xbf)?\s*:[0-9A-Fa-f]{10,}\s*[\r\n]")
_MICROPYTHON = b"MicroPython"


def looks_like_hex(content: bytes) -> bool:
    """Return whether a file holds a hex, whatever it is called (microbit.hex.txt)."""
    return _FIRST_RECORD.match(content) is not None


def files_in_hex(path: Path, content: bytes, version: str | None = None) -> dict[str, bytes]:
    """Return the files in the hex `content`; `path` is its name.

    version: whose part of a universal hex is meant (the other's where it has none); None: both are the same.
    Raises: ImageError "hex-damaged", "files-unfinished"; ProgramError "hex-of-another-kind" where no MicroPython is in
        it, "hex-without-files", "hex-two-programs".
    """
    text = content.removeprefix(b"\xef\xbb\xbf").decode("ascii", "replace")
    if "\n" not in text:
        text = text.replace("\r", "\n")
    found = {each: files for each in VERSIONS if (files := _files_for(text, each))}
    if not found:
        raise _no_program(path, text)
    if version is None and len(found) == len(VERSIONS) and found["v1"] != found["v2"]:
        raise ProgramError(
            "hex-two-programs",
            N_("%(file)s holds one program for V1 boards and another for V2 boards."),
            N_("Say which one: --board v1 or --board v2."),
            file=path.name,
        )
    return found[version] if version in found else next(iter(found.values()))


def _files_for(text: str, version: str) -> dict[str, bytes]:
    """Return the files that a board of this version would find, or the script of old editors; {} for none."""
    try:
        files = load_hex(text, version).files
    except ImageError as error:
        if error.code not in _OF_ANOTHER_KIND:
            raise
        files = {}
        if error.code == "hex-wrong-board":
            return files
    script = b"" if files or version != "v1" else _script_in(memory_of_hex(text, version).flash)
    return {MAIN: script} if script else files


def _script_in(flash: bytes) -> bytes:
    """Return the script that an old editor put behind the runtime; b"" where there is none, or only noise."""
    mark, size = flash[SCRIPT_AT : SCRIPT_AT + 2], flash[SCRIPT_AT + 2 : SCRIPT_AT + _HEADER_BYTES]
    start = SCRIPT_AT + _HEADER_BYTES
    end = start + int.from_bytes(size, "little")
    if mark != _SCRIPT_MARK or end > len(flash):
        return b""
    try:
        text = flash[start:end].decode()
    except UnicodeDecodeError:
        return b""
    noise = any(unicodedata.category(mark) == "Cc" and mark not in "\t\r\n\f\x1a" for mark in text)
    return b"" if noise or not text.strip() else flash[start:end]


def _no_program(path: Path, text: str) -> ProgramError:
    if _MAKECODE in text.upper():
        return ProgramError(
            "hex-of-another-kind",
            N_("%(file)s is a hex of MakeCode."),
            N_("A hex of MakeCode goes onto a board by hand: copy the file to the board's drive."),
            file=path.name,
        )
    if any(_is_micropython(text, version) for version in VERSIONS):
        return ProgramError(
            "hex-without-files",
            N_("There is no program in %(file)s: it is MicroPython alone."),
            N_("Save the program in your editor again."),
            file=path.name,
        )
    return ProgramError(
        "hex-of-another-kind",
        N_("%(file)s is no hex of MicroPython."),
        N_("Choose the .py file, or the hex that an editor for MicroPython saved."),
        file=path.name,
    )


def _is_micropython(text: str, version: str) -> bool:
    """Whether a hex holds MicroPython, or what an old editor put behind one."""
    try:
        flash = memory_of_hex(text, version).flash
    except ImageError:
        return False
    return _MICROPYTHON in flash or flash[SCRIPT_AT : SCRIPT_AT + 2] == _SCRIPT_MARK
