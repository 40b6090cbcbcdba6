"""Files: written whole or not at all, and read though anybody may have written them."""

from __future__ import annotations

import errno
import json
import os
import re
import time
import unicodedata
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from .visible import moves

_LONGEST_NAME = 120  # characters of a name that came from outside; a board's own names are no longer
# What cannot stand in a file's name on Windows: Microsoft, "Naming Files, Paths, and Namespaces".
_UNFIT = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]|[. ]+$')
_DEVICES = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[\d¹²³]) *(\..*)?", re.IGNORECASE)
_HALF_CHARACTER = re.compile(rb"\\u[dD][89a-fA-F]")


def free_name(folder: Path, stem: str, ending: str) -> Path:
    """Return a path in `folder` that no file has: `stem` and `ending`, with a number between them where needed."""
    path, number = folder / f"{stem}{ending}", 2
    while path.exists():
        path, number = folder / f"{stem} ({number}){ending}", number + 1
    return path


def fit_for_pc(name: str) -> str:
    """Return `name` as a file or folder may be called on any PC: signs that can't stand there become `_`."""
    plain = "".join("_" if moves(mark) else mark for mark in unicodedata.normalize("NFC", name)[:_LONGEST_NAME])
    fit = _UNFIT.sub("_", plain) or "_"
    return f"_{fit}" if _DEVICES.fullmatch(fit) else fit


def read_json(path: Path, largest: int = 1 << 20) -> Any:
    """Return what the JSON file `path` holds, whoever wrote it.

    Raises: OSError where it cannot be read; ValueError where it is no JSON, is larger than `largest` bytes, is nested
        too deeply, or holds half a character, which nothing could write or show again.
    """
    with path.open("rb") as stream:
        content = stream.read(largest + 1)
    if len(content) > largest:
        raise ValueError(f"more than {largest} bytes")
    try:
        value = json.loads(content.decode("utf-8-sig"))  # Windows' editor puts a mark before it
        if _HALF_CHARACTER.search(content):
            json.dumps(value, ensure_ascii=False).encode()
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    return value


def make_folder(folder: Path) -> None:
    """Make `folder` and those above it where they are missing.

    Raises: OSError as `mkdir` does; NotADirectoryError also where `folder` itself is a file.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), os.fspath(folder)) from error


_READER_SECONDS, _LOOK_AGAIN_SECONDS = 2.0, 0.01
_NAMED = 40  # characters that the file beside has of a file's name: a name that just fits leaves no room for more


@contextmanager
def written_whole(path: Path, *, private: bool = False) -> Iterator[IO[bytes]]:
    """Open a file beside `path` for writing; it takes the name `path` only when the block ends well.

    A `private` one can be read by its owner only.

    Raises: OSError as `open` does; `path` is then as it was.
    """
    path = Path(path)
    make_folder(path.parent)
    beside = path.with_name(f".{path.name[:_NAMED]}.{uuid.uuid4().hex[:8]}.part")
    try:
        with open(beside, "xb", opener=_private if private else None) as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        _replace(beside, path)
    except BaseException as stop:
        with suppress(OSError):
            beside.unlink()
        if isinstance(stop, OSError) and stop.filename in (None, os.fspath(beside)):
            stop.filename = os.fspath(path)  # the name that the person gave; a full disk names none
        raise


def _replace(beside: Path, path: Path) -> None:
    """Rename a file to `path`; on Windows a reader that has `path` open at this moment is waited for."""
    deadline = time.monotonic() + _READER_SECONDS
    while True:
        try:
            beside.replace(path)
        except PermissionError:
            if os.name != "nt" or time.monotonic() > deadline:
                raise
            time.sleep(_LOOK_AGAIN_SECONDS)
        else:
            return


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def write_whole(path: Path, content: bytes | str) -> None:
    """Write `content` (text as UTF-8) to `path`, whole or not at all."""
    with written_whole(path) as stream:
        stream.write(content.encode() if isinstance(content, str) else content)
