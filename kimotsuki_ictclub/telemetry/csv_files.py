"""Recordings as CSV files: the club's own, and those of Mu, MakeCode and the V2 data log."""

from __future__ import annotations

import io
from pathlib import Path

from ..errors import TelemetryError
from ..files import write_whole
from ..language import N_
from .csv_writer import BOM, cannot_write, header_line, number_text
from .foreign_csv import read_foreign
from .recording import Recording, from_frame


def load_recording(path: Path | str) -> Recording:
    """Return the recording in a CSV file of the club, Mu, MakeCode, the V2 data log, or a spreadsheet.

    Raises: TelemetryError where the file is missing, is empty or holds no samples.
    """
    path = Path(path)
    text = _read_text(path)
    first = text.partition("\n")[0]
    try:
        recording = _read_own(text) if first.startswith("time_s,board") else read_foreign(text)
    except (ValueError, IndexError) as error:
        raise _no_recording(path, error) from error
    if not len(recording):
        raise _no_recording(path)
    recording.name, recording.path = path.stem, path
    return recording


def write_recording(recording: Recording, path: Path) -> Path:
    """Write `recording` to `path`, whole or not at all; return the path. Raises: TelemetryError."""
    frame = recording.to_pandas()
    frame["time_s"] = [f"{time:.3f}" for time in recording.times]
    for name in recording.channels:
        frame[name] = [number_text(value) for value in recording.channels[name].tolist()]
    body = io.StringIO(newline="")
    frame.to_csv(body, index=False, header=False, lineterminator="\n")
    try:
        write_whole(path, BOM + header_line(recording.channels) + body.getvalue().encode())
    except OSError as error:
        raise cannot_write(path, error) from error
    return path


def _read_text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise TelemetryError("recording-missing", N_("%(file)s cannot be read (%(cause)s)."),
                             N_("Is the name right? The files of this folder: %(files)s."),
                             file=path, cause=error.strerror or error,
                             files=_neighbours(path)) from error  # fmt: skip
    for encoding in ("utf-8-sig", "cp932", "utf-16"):  # cp932: saved again by a Japanese Excel
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text.replace("\r\n", "\n")
    raise _no_recording(path)


def _read_own(text: str) -> Recording:
    import pandas as pd

    complete = text if text.endswith("\n") else text[: text.rfind("\n") + 1]  # a last row may be cut off
    # Labels are texts, also 07 and NA; only an empty cell is no value.
    frame = pd.read_csv(io.StringIO(complete), dtype={"board": str}, keep_default_na=False, na_values=[""])
    return from_frame(frame)


def _neighbours(path: Path) -> str:
    folder = path.parent
    names = sorted(file.name for file in folder.glob("*.csv")) if folder.is_dir() else []
    return ", ".join(names[:10]) or "–"


def _no_recording(path: Path, error: Exception | None = None) -> TelemetryError:
    return TelemetryError(
        "no-recording",
        N_("%(file)s holds no recording (%(cause)s)."),
        N_("A recording is a CSV file: a header row, then rows of numbers."),
        file=path,
        cause=error or "0",
    )
