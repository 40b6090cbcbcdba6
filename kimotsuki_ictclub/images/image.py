"""A hex ready to flash, made of a runtime and files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from ..errors import ProgramError, writing_to
from ..files import write_whole
from ..language import N_
from ..virtual.flash_image import VERSIONS, device_info, runtime, runtime_hex
from .program import MAIN
from .splice import spliced

__all__ = [
    "CHUNK_BYTES",
    "CHUNK_DATA_BYTES",
    "HEADER_BYTES",
    "VERSIONS",
    "Image",
    "capacity",
    "device_info",
    "image_of",
]

# How a file lies in the filesystem of the runtime: micropython_microbit_fs/filesystem.py, "Chunk Constants".
CHUNK_BYTES, CHUNK_DATA_BYTES = 128, 126
HEADER_BYTES = 2  # before the name: where the last chunk ends, length of the name
_END_BYTES = 1  # one 0xFF after the content


@dataclass(frozen=True)
class Image:
    """A hex: `hex` its text, `files` what is on its filesystem, `version` "v1", "v2" or "universal".

    `runtime` names the MicroPython inside: "1.1.1", "2.1.2", or both as "1.1.1+2.1.2".
    """

    version: str
    runtime: str
    files: Mapping[str, bytes]
    hex: str = field(repr=False)

    def save(self, path: Path | str) -> Path:
        """Write the hex to `path`, whole or not at all; return the path.

        Raises: ProgramError "image-not-written".
        """
        path = Path(path)
        with writing_to(path, ProgramError, "image-not-written"):
            write_whole(path, self.hex)
        return path


def image_of(files: Mapping[str, bytes], version: str, shown: Mapping[str, str] | None = None) -> Image:
    """Return the image with `files` for "v1", "v2" or "universal"; nothing in them is checked but their size.

    shown: what the person calls a file, where that is another name than the board's.

    Raises: ProgramError "program-too-large".
    """
    if version != "universal":
        check_size(files, version, shown)
        return Image(version, runtime_name(version), dict(files), _hex_with(files, version))
    from universal_hex import BoardId, IndividualHex, create_uhex

    parts = [image_of(files, each, shown) for each in VERSIONS]
    ids = {"v1": BoardId.V1, "v2": BoardId.V2}
    joined = create_uhex([IndividualHex(part.hex, ids[part.version]) for part in parts])
    return Image(version, "+".join(part.runtime for part in parts), dict(files), joined)


def runtime_name(version: str) -> str:
    """Return the version of the bundled MicroPython for "v1" or "v2", such as "2.1.2"."""
    from micropython_microbit_fs import list_bundled_versions

    number = VERSIONS.index(version) + 1
    return str(list_bundled_versions(number)[number][0])


@cache
def capacity(version: str) -> int:
    """Return how many chunks of 126 bytes the filesystem of a board holds."""
    from micropython_microbit_fs import filesystem

    info = device_info(version)
    room = filesystem.get_last_page_address(info) - filesystem.get_fs_start_address(info)
    return min(room // CHUNK_BYTES, filesystem.MAX_CHUNKS)


def check_size(files: Mapping[str, bytes], version: str, shown: Mapping[str, str] | None = None) -> None:
    """Raise ProgramError "program-too-large" where `files` don't fit on a board."""
    chunks = {name: _chunks(name, content) for name, content in files.items()}
    if sum(chunks.values()) <= capacity(version):
        return
    others = sum(chunks.values()) - chunks[MAIN]
    blamed = MAIN if others < capacity(version) else max(files, key=lambda name: len(files[name]))
    room = (capacity(version) - sum(chunks.values()) + chunks[blamed]) * CHUNK_DATA_BYTES - _overhead(blamed)
    raise ProgramError(
        "program-too-large",
        N_("%(file)s has %(size)s bytes; at most %(limit)s fit on a %(board)s board."),
        N_("Make it shorter: long comments and texts take room too."),
        file=(shown or {}).get(blamed, blamed),
        size=len(files[blamed]),
        limit=max(room, 0),
        board=version.upper(),
    )


def _overhead(name: str) -> int:
    return HEADER_BYTES + len(name.encode()) + _END_BYTES


def _chunks(name: str, content: bytes) -> int:
    return -(-(_overhead(name) + len(content)) // CHUNK_DATA_BYTES) if content else 0


def chunks_on_board(name: str, size: int) -> int:
    """Return how many chunks a board's filesystem takes for a file of `size` bytes; also an empty one has a chunk."""
    return max(1, -(-(HEADER_BYTES + len(name.encode()) + size) // CHUNK_DATA_BYTES))


def _hex_with(files: Mapping[str, bytes], version: str) -> str:
    plain = runtime(version)
    return spliced(runtime_hex(version), plain.flash, plain.with_files(files).flash)
