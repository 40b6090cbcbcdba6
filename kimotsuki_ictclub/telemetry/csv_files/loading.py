"""A CSV file → a recording, step by step: text, rows, headings, columns, samples."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

from ...errors import TelemetryError, system_words
from ...language import N_
from ..recording import Recording, from_frame
from .cells import Grid, cut
from .columns import blocks_of, columns_of, upright
from .headings import is_own, makecode_source
from .makecode_console import makecode_recording
from .notes import Notes
from .printed_lines import are_printed_lines, printed_recording
from .refusal import EMPTY, NO_NUMBERS, RUN_TOGETHER, RefusedError
from .regular import long_recording
from .table import foreign_recording, own_recording
from .text import text_of

_AS_WRITTEN = re.compile(r"time_s,board(,[^\",\n]+)*\n")
_RUN_TOGETHER = re.compile(r"time \([^()]*\)\s*\S+", re.IGNORECASE)


def load_recording(path: Path | str) -> Recording:
    """Return the recording in a CSV file of the club, Mu, MakeCode, the V2 data log, a logger or a spreadsheet.

    What could not be read and was left out stands in its `notes`.

    Raises: TelemetryError where the file is missing, is empty, holds no samples, or could be read in two ways.
    """
    path = Path(path)
    notes = Notes()
    try:
        content = path.read_bytes()
    except OSError as error:
        raise TelemetryError("recording-missing", N_("%(file)s cannot be read (%(cause)s)."),
                             N_("Is the name right? The files of this folder: %(files)s."),
                             file=path, cause=system_words(error),
                             files=_neighbours(path)) from error  # fmt: skip
    try:
        recording = _read(text_of(content), notes, resaved=b"\r" in content)
        if not len(recording):
            raise RefusedError(NO_NUMBERS)
    except RefusedError as refusal:
        raise TelemetryError(
            "no-recording",
            refusal.message,
            N_("A recording is a CSV file: a heading, then rows of numbers. Correct the file, or record again."),
            file=path,
            **refusal.values,
        ) from refusal
    return replace(recording, name=path.stem, path=path, notes=notes.sentences())


def _read(text: str, notes: Notes, *, resaved: bool) -> Recording:
    if not resaved and _AS_WRITTEN.match(text):
        whole = text[: text.rfind("\n") + 1]  # a last row may be cut off
        if len(whole) < len(text):
            notes.without("end", text.count("\n") + 1)
        text = whole
        recording = _as_written(text)
        if recording is not None:
            return recording
    elif are_printed_lines(text):
        return printed_recording(text, notes)
    recording = long_recording(text, notes)
    if recording is not None:
        return recording
    try:
        return _from_grid(cut(text), notes)
    except RefusedError as refusal:
        if refusal.message != NO_NUMBERS:
            raise
        recording = printed_recording(text, printed := Notes())
        if not len(recording):
            raise
        notes.__dict__.update(printed.__dict__)
        return recording


def _from_grid(grid: Grid, notes: Notes) -> Recording:
    if not grid.rows:
        raise RefusedError(EMPTY)
    blocks = blocks_of(upright(grid), notes)
    names = blocks[0].names
    if len(names) == 1 and _RUN_TOGETHER.fullmatch(names[0]) and makecode_source(names[0]) is None:
        raise RefusedError(RUN_TOGETHER, line=1, name=names[0])
    comma = grid.decimal_comma
    if any(makecode_source(name) is not None for name in names):
        rows = [row for block in blocks for row in block.rows]
        return makecode_recording(names, rows, notes, decimal_comma=comma)
    columns = columns_of(blocks, grid, notes)
    if is_own(names):
        return own_recording(columns, notes, decimal_comma=comma)
    return foreign_recording(columns, notes, decimal_comma=comma)


def _as_written(text: str) -> Recording | None:
    """Return the recording in a file that nobody has touched since it was written, quickly; None where it was."""
    import numpy as np
    import pandas as pd

    try:
        # Labels are texts, also 07 and NA; only an empty cell is no value.
        frame = pd.read_csv(io.StringIO(text), dtype={"board": str}, keep_default_na=False, na_values=[""],
                            low_memory=False)  # fmt: skip
        recording = from_frame(frame)
    except (ValueError, OverflowError):
        return None
    touched = (
        not isinstance(frame.index, pd.RangeIndex)
        or frame["board"].isna().any()
        or not np.isfinite(recording.times).all()
        or any(frame[name].dtype == bool or np.isinf(values).any() for name, values in recording.channels.items())
    )
    return None if touched else recording


def _neighbours(path: Path) -> str:
    folder = path.parent
    names = sorted(file.name for file in folder.glob("*.csv")) if folder.is_dir() else []
    return ", ".join(names[:10]) or "–"
