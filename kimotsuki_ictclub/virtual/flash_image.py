"""What is in a board's flash: a runtime, and the files on its filesystem.

The layout of the filesystem is known by the package micropython_microbit_fs; it works here on our own memory
instead of an IntelHex, which makes a new program a matter of milliseconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from ..board_ids import version_of_part
from ..errors import ImageError
from ..language import N_
from .intel_hex import read_hex

if TYPE_CHECKING:
    from micropython_microbit_fs.device_info import DeviceInfo

VERSIONS = ("v1", "v2")
FLASH_BYTES = {"v1": 0x4_0000, "v2": 0x8_0000}
_UICR_START, _UICR_BYTES = 0x1000_1000, 0x1000
_EMPTY = b"\xff"
_ENOUGH = 0x2000  # bytes by which a runtime is known
_NAME_OF_OLD = b"MicroPython"  # stands in every one of them
_KEPT_FREE = 0xFD  # marks the page into which the runtime sweeps files (filesystem.c, `PERSISTENT_DATA_MARKER`)


class _Memory:
    """Flash and user configuration with the face of an IntelHex, as far as micropython_microbit_fs needs it."""

    def __init__(self, flash: bytes, uicr: bytes) -> None:
        self.flash, self.uicr = bytearray(flash), uicr

    def minaddr(self) -> int:
        return 0

    def maxaddr(self) -> int:
        return len(self.flash) - 1

    def __getitem__(self, address: int) -> int:
        if address < len(self.flash):
            return self.flash[address]
        offset = address - _UICR_START
        return self.uicr[offset] if 0 <= offset < len(self.uicr) else 0xFF

    def __setitem__(self, address: int, value: int) -> None:
        self.flash[address] = value


@dataclass(frozen=True)
class FlashImage:
    """The flash of one board version, `flash` as long as the chip's, and the user configuration registers."""

    version: str
    flash: bytes = field(repr=False)
    uicr: bytes = field(repr=False)

    @property
    def files(self) -> dict[str, bytes]:
        """The files on the filesystem, by name; the runtime may be another than the bundled one.

        Raises: ImageError `files-unfinished`.
        """
        from micropython_microbit_fs.device_info import get_device_info_ih

        memory: Any = _Memory(self.flash, self.uicr)
        return _files_in(memory, get_device_info_ih(memory))

    def with_files(self, files: Mapping[str, bytes]) -> FlashImage:
        """Return this runtime with `files` added; a file without content is left out, as a board can't tell.

        Raises: ImageError `files-too-large` where they don't fit.
        """
        from micropython_microbit_fs import filesystem
        from micropython_microbit_fs.exceptions import StorageFullError

        memory: Any = _Memory(self.flash, self.uicr)
        try:
            filesystem.add_files_to_hex(
                memory, device_info(self.version), {name: data for name, data in files.items() if data}
            )
        except StorageFullError as error:
            raise ImageError(
                "files-too-large",
                N_("The files (%(size)s bytes) don't fit on a %(board)s board."),
                N_("Make the program shorter."),
                size=sum(map(len, files.values())),
                board=self.version.upper(),
            ) from error
        return replace(self, flash=bytes(memory.flash))


def files_in(version: str, flash: bytes | memoryview) -> dict[str, bytes]:
    """Return the files that a board's flash holds, by name.

    Raises: ImageError `files-unfinished` where a file is being written, or its writing was cut off.
    """
    return _files_in(_Memory(bytes(flash), b""), device_info(version))


def _files_in(memory: Any, info: DeviceInfo) -> dict[str, bytes]:
    from micropython_microbit_fs import filesystem
    from micropython_microbit_fs.exceptions import FilesystemError

    _turn_back(memory.flash, info)
    try:
        return filesystem.read_files_from_hex(memory, info)
    except (FilesystemError, UnicodeError) as error:
        raise ImageError(
            "files-unfinished",
            N_("A file on the board is not complete: %(reason)s"),
            N_("Let the program close it, or flash the board again."),
            reason=str(error),
        ) from error


def _turn_back(flash: bytearray, info: DeviceInfo) -> None:
    """Put the page that is kept free last, as on a fresh board, to which the package's numbers of chunks belong.

    Every sweep of the runtime moves it from one end of the filesystem to the other, and counts chunks from the page
    that is the first of the others then (filesystem.c, `microbit_filesystem_init`).
    """
    start, end, page = info.fs_start_address, info.fs_end_address, info.flash_page_size
    if flash[start : start + 1] == bytes([_KEPT_FREE]):
        flash[start:end] = flash[start + page : end] + flash[start : start + page]


@lru_cache(maxsize=2)  # a saved hex is read for both boards, once to look into it and once to build or to start it
def load_hex(text: str, version: str) -> FlashImage:
    """Read a hex, universal or for one board, as the board of this version would.

    Raises: ImageError `hex-damaged`, `hex-not-micropython` or `hex-wrong-board`.
    """
    from micropython_microbit_fs.device_info import get_device_info_ih
    from micropython_microbit_fs.exceptions import NotMicroPythonError

    image = memory_of_hex(text, version)
    if image.uicr == _EMPTY * _UICR_BYTES and _begins_like_the_bundled(image):
        image = replace(image, uicr=runtime(version).uicr)  # programs that read a board's flash leave the registers out
    memory: Any = _Memory(image.flash, image.uicr)
    try:
        found = get_device_info_ih(memory).device_version.value.lower()
    except (NotMicroPythonError, IndexError, UnicodeError) as error:
        if _NAME_OF_OLD in image.flash:
            raise ImageError(
                "hex-not-micropython",
                N_("The MicroPython in the hex is too old: it doesn't say where its files are."),
                N_("Build its program for the current MicroPython with `ictclub build`."),
            ) from error
        raise ImageError(
            "hex-not-micropython",
            N_("The hex holds no MicroPython for a %(board)s board."),
            N_("Build it with `ictclub build`."),
            board=version.upper(),
        ) from error
    if found != version:
        raise _wrong_board(found, version)
    return image


@lru_cache(maxsize=2)
def memory_of_hex(text: str, version: str) -> FlashImage:
    """Return what a hex puts into the flash of a board of this version, whatever that is.

    Raises: ImageError `hex-damaged`; `hex-wrong-board` where a universal hex has nothing for it.
    """
    flash, uicr = bytearray(_EMPTY * FLASH_BYTES[version]), bytearray(_EMPTY * _UICR_BYTES)
    read_hex(_part_for(text, version), {0: flash, _UICR_START: uicr})
    return FlashImage(version, bytes(flash), bytes(uicr))


def _begins_like_the_bundled(image: FlashImage) -> bool:
    return image.flash[:_ENOUGH] == runtime(image.version).flash[:_ENOUGH]


def _part_for(text: str, version: str) -> str:
    """Return this board's part of a universal hex, or the text itself where it is none."""
    import universal_hex

    if not universal_hex.is_uhex(text):
        return text
    parts = _parts_of(text)
    if version in parts:
        return parts[version]
    other = next((each for each in parts if each), None)
    if other:
        raise _wrong_board(other, version)
    raise ImageError(
        "hex-wrong-board",
        N_("The hex is for another kind of board, and this is a micro:bit %(board)s."),
        N_("Build it for this board, or as a universal hex."),
        board=version.upper(),
    )


@lru_cache(maxsize=1)
def _parts_of(text: str) -> dict[str, str]:
    """Return the parts of a universal hex, "v1" or "v2" → hex, those of other boards under ""; kept for the next."""
    import universal_hex

    try:
        parts = universal_hex.separate_uhex(text)
    except Exception as error:  # the package raises bare ValueError, IndexError and its own
        raise ImageError(
            "hex-damaged",
            N_("The universal hex is damaged: %(reason)s"),
            N_("Build or download the file again."),
            reason=str(error),
        ) from error
    return {version_of_part(part.board_id) or "": part.hex for part in reversed(parts)}  # the first of two counts


def _wrong_board(found: str, version: str) -> ImageError:
    return ImageError(
        "hex-wrong-board",
        N_("The hex is for %(found)s boards, and this is a %(board)s board."),
        N_("Build it for this board, or as a universal hex."),
        found=found.upper(),
        board=version.upper(),
    )


@cache
def runtime(version: str) -> FlashImage:
    """Return the bundled MicroPython for a board version, parsed once in a process."""
    return load_hex(runtime_hex(version), version)


def runtime_hex(version: str) -> str:
    """Return the text of the bundled MicroPython's hex."""
    from micropython_microbit_fs import get_bundled_hex

    return get_bundled_hex(VERSIONS.index(version) + 1).content


@cache
def device_info(version: str) -> DeviceInfo:
    """Return where the runtime keeps its filesystem."""
    from micropython_microbit_fs.device_info import get_device_info_ih

    image = runtime(version)
    memory: Any = _Memory(image.flash, image.uicr)
    return get_device_info_ih(memory)
