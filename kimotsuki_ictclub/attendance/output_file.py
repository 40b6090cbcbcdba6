"""Files that go to people: what can keep one from being written, said so that they can do something about it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import AttendanceError, system_words
from ..language import N_


@contextmanager
def writing_to(file: Path) -> Iterator[None]:
    """Turn the system's errors into AttendanceError `file-not-written`, with the reason."""
    try:
        yield
    except OSError as error:
        raise AttendanceError(
            "file-not-written",
            N_("%(file)s cannot be written: %(reason)s"),
            N_("Close it in Excel if it is open there, and check the folder and the space on the disk."),
            file=file,
            reason=system_words(error),
        ) from error
