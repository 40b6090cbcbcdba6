"""A zip that anybody may have made, as files of bounded number and size; nothing is written under its own names."""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from ...errors import ProgramError, system_words
from ...language import N_

MOST_ENTRIES = 5_000
LARGEST_FILE = 4 << 20  # bytes: a universal hex has 1.8 million
LARGEST_ALL = 200 << 20  # bytes, unpacked
_UTF8_FLAG = 0x800  # PKWARE APPNOTE, 4.4.4, bit 11
_WANTED = (".py", ".hex")


def files_in_zip(file: Path) -> Iterator[tuple[PurePosixPath, bytes | None]]:
    """Yield the programs in the zip `file` as (path inside, content); content None: it is too large.

    Raises: ProgramError `zip-unreadable` (no zip, damaged, locked with a password) or `zip-too-large`.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > MOST_ENTRIES:
                raise _too_large(file)
            left = LARGEST_ALL
            for entry in entries:
                path = PurePosixPath(_name(entry).replace("\\", "/"))
                if path.suffix.lower() not in _WANTED or stat.S_ISLNK(entry.external_attr >> 16):
                    continue
                with archive.open(entry) as stream:  # what the zip says about sizes is not believed
                    content = stream.read(LARGEST_FILE + 1)
                left -= len(content)
                if left < 0:
                    raise _too_large(file)
                yield path, content if len(content) <= LARGEST_FILE else None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise ProgramError(
            "zip-unreadable", N_("%(file)s cannot be read as a zip: %(reason)s."),
            N_("It may be damaged or locked with a password. Unpack it, and give the folder."),
            file=file, reason=system_words(error) if isinstance(error, OSError) else str(error),
        ) from error  # fmt: skip


def _name(entry: zipfile.ZipInfo) -> str:
    """Return an entry's name; Windows in Japan writes Shift_JIS without saying so."""
    if entry.flag_bits & _UTF8_FLAG:
        return entry.filename
    raw = entry.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "cp932"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename


def _too_large(file: Path) -> ProgramError:
    return ProgramError(
        "zip-too-large", N_("There is too much in %(file)s."),
        N_("Give the programs of one class: at most %(most)s files."), file=file, most=MOST_ENTRIES,
    )  # fmt: skip
