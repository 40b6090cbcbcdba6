"""The log: one file that keeps, with times, what was done with boards, for whoever wants to understand it afterwards.

The modules write to `logging` loggers named like themselves; here is the file that takes it (`--log`, ICTCLUB_LOG).
Nothing personal goes in: no label, no name of a file, no value that a person typed, nothing that a program prints.
Imported only where a log is wanted.
"""

from __future__ import annotations

import logging
import os
import re
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from .errors import ClubError, system_words
from .language import _

VARIABLE = "ICTCLUB_LOG"
_PACKAGE = Path(__file__).parent
_FORMAT = "%(asctime)s %(process)d %(name)s: %(message)s"
# What pyserial says of the system's refusal: its kind and number, "PermissionError(13" or "[Errno 2".
_REFUSALS = re.compile(r"[A-Z][A-Za-z]*Error\(-?\d+|Errno -?\d+|WinError -?\d+")
_MOST_CAUSES = 5


class LogFile(logging.FileHandler):
    """Appends each record as one line, at once: what was written is there even where the PC is switched off.

    Raises: OSError where the file cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path, mode="a", encoding="utf-8", errors="backslashreplace")
        self.setFormatter(_Line(_FORMAT))

    def handleError(self, record: logging.LogRecord) -> None:
        """Say once that no more can be written, and let the work go on without a log."""
        error = sys.exc_info()[1]
        _end(self)
        reason = system_words(error) if isinstance(error, OSError) else type(error).__name__
        print(_("The log cannot be written any further: %(reason)s.") % {"reason": reason}, file=sys.stderr)


class _Line(logging.Formatter):
    """One record is one line, its time with milliseconds and the distance to UTC."""

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:
        return datetime.fromtimestamp(record.created).astimezone().isoformat(" ", "milliseconds")

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record).replace("\r", "").replace("\n", " | ")
        return text.replace(f" {__package__}.", " ", 1)  # shorter: all loggers are this package's


@contextmanager
def written_to(path: Path) -> Iterator[None]:
    """Keep the log in the file `path` while the block runs, and those of processes that it starts.

    Raises: OSError where it cannot be opened; ValueError for a name that is none.
    """
    log = _begin(path)
    before = os.environ.get(VARIABLE)
    os.environ[VARIABLE] = str(Path(path).absolute())
    try:
        yield
    finally:
        if before is None:
            del os.environ[VARIABLE]
        else:
            os.environ[VARIABLE] = before
        _end(log)


def begin_as_wished() -> None:
    """Keep a log for the rest of this process where ICTCLUB_LOG names its file, and none is kept already."""
    place = os.environ.get(VARIABLE)
    if place and not _logs():
        try:
            _begin(Path(place))
        except (OSError, ValueError) as error:
            print(refusal(place, error), file=sys.stderr)


def refusal(place: str, error: OSError | ValueError) -> str:
    """Return the sentence for a log that cannot be opened, in the reader's language."""
    reason = system_words(error) if isinstance(error, OSError) else _("the name is not possible")
    return _("The log %(file)s cannot be written: %(reason)s.") % {"file": place, "reason": reason}


def _begin(path: Path) -> LogFile:
    log = LogFile(path)
    logger = logging.getLogger(__package__)
    logger.addHandler(log)
    logger.setLevel(logging.DEBUG)
    return log


def _logs() -> list[LogFile]:
    return [one for one in logging.getLogger(__package__).handlers if isinstance(one, LogFile)]


def _end(log: LogFile) -> None:
    logger = logging.getLogger(__package__)
    logger.removeHandler(log)
    if not _logs():
        logger.setLevel(logging.NOTSET)
    with suppress(OSError):  # a full disk: it was said
        log.close()


def described(error: BaseException) -> str:
    """Return what went wrong and where in this package, with its causes; no message: those quote what people typed."""
    parts: list[str] = []
    cause: BaseException | None = error
    while cause is not None and len(parts) < _MOST_CAUSES:
        parts.append(_kind(cause) + _places(cause))
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return ", from ".join(parts)


def _kind(error: BaseException) -> str:
    name = type(error).__name__
    if isinstance(error, ClubError):
        return f"{name} {error.code}"
    numbers = [f"{word} {number}" for word in ("errno", "winerror") if (number := getattr(error, word, None))]
    if isinstance(error, OSError):
        numbers += _REFUSALS.findall(" ".join(str(part) for part in error.args))
    return " ".join([name, *(str(one).replace("(", " ") for one in numbers)])


def _places(error: BaseException) -> str:
    places = [
        f"{Path(frame.f_code.co_filename).relative_to(_PACKAGE).as_posix()}:{line} {frame.f_code.co_name}"
        for frame, line in traceback.walk_tb(error.__traceback__)
        if Path(frame.f_code.co_filename).is_relative_to(_PACKAGE)
    ]
    return f" [{' > '.join(places)}]" if places else ""
