"""The drives of boards: folders with a DETAILS.TXT, on Windows, macOS and Linux."""

from __future__ import annotations

import codecs
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from .ids import Version, usable_id, version_of

DETAILS = "DETAILS.TXT"
_COUNT = re.compile("[0-9]{1,9}")
_LARGEST_DETAILS = 8192  # bytes; DAPLink writes about 600, anything larger is another file of that name


@dataclass(frozen=True)
class Drive:
    """One board's USB drive, as its DETAILS.TXT describes it."""

    folder: Path
    # "" in MAINTENANCE mode, where it is not reliable, and from the oldest DAPLink, which doesn't say it
    unique_id: str
    maintenance: bool
    remounts: int | None  # how often it came back since it was plugged in; None where it doesn't say

    @property
    def nameless(self) -> bool:
        """Whether it may be a board of the oldest DAPLink (0234 and before): other mbed boards look the same."""
        return not self.unique_id and not self.maintenance

    @property
    def version(self) -> Version | None:
        """Which micro:bit it is; None in MAINTENANCE mode and without a unique id."""
        return version_of(self.unique_id)


def find_drives(folders: Iterable[Path] | None = None) -> list[Drive]:
    """Return the drives of all boards plugged in, ordered by folder.

    `folders` are the places to look at; without them, those that the operating system has mounted.
    """
    drives = (read_drive(folder) for folder in (mounted_folders() if folders is None else folders))
    found = sorted((drive for drive in drives if drive), key=lambda drive: str(drive.folder))
    seen: set[tuple[int, int]] = set()
    return [drive for drive in found if _is_new(drive.folder, seen)]


def _is_new(folder: Path, seen: set[tuple[int, int]]) -> bool:
    """Whether no folder in `seen` is this one, which takes it in: Linux may show one drive in two places."""
    try:
        place = folder.stat()
    except OSError:
        return True  # it was pulled at this moment
    known = (place.st_dev, place.st_ino) in seen
    seen.add((place.st_dev, place.st_ino))
    return not known


def read_drive(folder: Path) -> Drive | None:
    """Return what DETAILS.TXT in `folder` says; None where there is none, or it is not a micro:bit's."""
    try:
        with (folder / DETAILS).open("rb") as stream:
            text = text_of(stream.read(_LARGEST_DETAILS))
    except (OSError, ValueError):
        return None  # gone, not ready, somebody else's drive, or a name that none can have
    facts = {
        key.strip().lower(): value.strip()
        for key, colon, value in (line.partition(":") for line in text.splitlines())
        if colon
    }
    if facts.get("daplink mode", "").lower() == "bootloader":
        return Drive(folder, "", maintenance=True, remounts=None)
    if "unique id" not in facts and "daplink firmware" in text.lower():
        return Drive(folder, "", maintenance=False, remounts=None)
    unique_id = usable_id(facts.get("unique id"))
    if not version_of(unique_id) or "calliope" in text.lower():
        return None
    remounts = facts.get("remount count", "")
    number = int(remounts) if _COUNT.fullmatch(remounts) else None
    return Drive(folder, unique_id, maintenance=False, remounts=number)


def text_of(content: bytes) -> str:
    """Return what a board's file says, also where an editor has kept it in Windows' own way, with a mark before it."""
    wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return content.decode("utf-16" if wide else "utf-8-sig", "replace")


def mounted_folders() -> list[Path]:
    """Return every mounted folder that could be a board's drive."""
    import psutil

    # Windows: all drive letters, for a managed PC may call a board's drive type 1 (uflash #59).
    partitions = psutil.disk_partitions(all=sys.platform == "win32")
    return [Path(one.mountpoint) for one in partitions if "remote" not in one.opts.split(",")]
