"""Writes a recording row by row so that an interruption keeps every sample.

Rows go to a file beside the wanted one and reach the disk in whole lines; `finish` gives it its name. A full disk,
Ctrl-C or an unplugged board ends in a file that holds all samples so far.
"""

from __future__ import annotations

import csv
import io
import itertools
import os
from collections.abc import Iterable
from pathlib import Path

from ...errors import TelemetryError, system_words, writing_to
from ...files import make_folder, write_whole, written_whole
from ...language import N_
from ..recording import Recording

BOM = b"\xef\xbb\xbf"  # Excel takes a CSV as UTF-8 only with it

Row = tuple[float, str, dict[str, float]]  # seconds since the first sample, board, values ({} is a gap)


def header_line(channels: Iterable[str]) -> bytes:
    """Return the header row of a recording."""
    return _line(["time_s", "board", *channels])


def row_line(row: Row, channels: Iterable[str]) -> bytes:
    """Return one row of a recording; a channel without a value is an empty cell."""
    time, board, values = row
    return _line([f"{time:.3f}", board, *(number_text(values.get(name)) for name in channels)])


def number_text(value: float | None) -> str:
    """Return a value as a cell: whole numbers without a point, nothing for a missing one."""
    if value is None or value != value:
        return ""
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(value)


def write_recording(recording: Recording, path: Path | str) -> Path:
    """Write `recording` to `path`, whole or not at all; return the path. Raises: TelemetryError."""
    path = Path(path)
    frame = recording.to_pandas()
    frame["time_s"] = [f"{time:.3f}" for time in recording.times]
    for name in recording.channels:
        frame[name] = [number_text(value) for value in recording.channels[name].tolist()]
    body = io.StringIO(newline="")
    frame.to_csv(body, index=False, header=False, lineterminator="\n")
    with writing_to(path, TelemetryError, "cannot-write"):
        write_whole(path, BOM + header_line(recording.channels) + body.getvalue().encode())
    return path


class RecordingWriter:
    """Appends rows to a recording that will be called `path`.

    `replace` takes the place of a file that is there now; one that another program puts there meanwhile is never
    written over: `path` is then the next free name.
    """

    def __init__(self, path: Path, *, replace: bool = True) -> None:
        self.path = Path(path)
        self.rows = 0
        self._replaced = _identity(self.path) if replace else None
        self._channels: dict[str, None] = {}
        with writing_to(self.path, TelemetryError, "cannot-write"):
            make_folder(self.path.parent)
            self._beside, self._file = _open_beside(self.path)
        self._size = 0

    @property
    def written(self) -> Path:
        """Where the rows are now."""
        return self.path if self._file < 0 else self._beside

    def append(self, rows: list[Row]) -> None:
        """Write `rows`. Raises: TelemetryError where the disk takes no more; what was written stays whole."""
        new = [name for _time, _board, values in rows for name in values if name not in self._channels]
        if new or not self._channels:
            self._channels.update(dict.fromkeys(new))
            self._widen()
        for row in rows:
            self._write(row_line(row, self._channels))
            self.rows += 1

    def finish(self) -> Path:
        """Close the file and give it its name; return it. Raises: TelemetryError."""
        if self._file < 0:
            return self.path
        with writing_to(self.path, TelemetryError, "cannot-write"):
            os.ftruncate(self._file, self._size)  # an interruption may have come between two parts of a row
            os.fsync(self._file)
            os.close(self._file)
            self._file = -1
            self.path = self._take_name()
        return self.path

    def discard(self) -> None:
        """Close and remove the file: nothing was recorded."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
            self._beside.unlink(missing_ok=True)

    def _take_name(self) -> Path:
        """Give the file its name, or the next that is free, and return it."""
        for number in itertools.count(1):
            path = self.path if number == 1 else self.path.with_stem(f"{self.path.stem}-{number}")
            if self._replaced is not None and number == 1 and _identity(path) == self._replaced:
                self._beside.replace(path)
                return path
            try:
                os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))  # nobody else can take it now
            except FileExistsError:
                continue
            try:
                self._beside.replace(path)
            except OSError:
                path.unlink(missing_ok=True)
                raise
            return path
        raise AssertionError("the numbers don't end")

    def _widen(self) -> None:
        """Begin the file, or write it again with the new channels' columns."""
        old = self._beside.read_bytes()
        if not old:
            self._write(BOM + header_line(self._channels))
            return
        header, _end, body = old.removeprefix(BOM).partition(b"\n")
        added = len(self._channels) - len(next(csv.reader([header.decode()]))) + 2
        wider = BOM + header_line(self._channels) + body.replace(b"\n", b"," * added + b"\n")
        os.close(self._file)  # Windows replaces no file that is open
        try:
            with written_whole(self._beside) as stream:
                stream.write(wider)
        except OSError as error:
            raise self._full(error) from error
        finally:
            self._file = os.open(self._beside, os.O_RDWR | os.O_APPEND | getattr(os, "O_BINARY", 0))
        self._size = len(wider)

    def _write(self, line: bytes) -> None:
        written = 0
        try:
            while written < len(line):
                written += os.write(self._file, line[written:])
        except OSError as error:
            os.ftruncate(self._file, self._size)  # no half row
            raise self._full(error) from error
        self._size += len(line)

    def _full(self, error: OSError) -> TelemetryError:
        return TelemetryError(
            "recording-cut",
            N_("The disk took no more: the recording ends after %(samples)s samples (%(cause)s)."),
            N_("The samples up to then are in %(file)s. Make room on the disk and record again."),
            samples=self.rows,
            file=self.path,
            cause=system_words(error),
        )


def _identity(path: Path) -> tuple[int, int, int] | None:
    """Return what tells a file from another one at the same place; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def _open_beside(path: Path) -> tuple[Path, int]:
    """Open a new file beside `path`; one that an earlier recording left behind is never touched."""
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_APPEND | getattr(os, "O_BINARY", 0)
    for number in range(1, 1000):
        beside = path.with_name(f"{path.name}.part" if number == 1 else f"{path.name}.{number}.part")
        try:
            return beside, os.open(beside, flags, 0o666)
        except FileExistsError:
            continue
    raise FileExistsError(f"{path}.part")


def _line(cells: list[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue().encode()
