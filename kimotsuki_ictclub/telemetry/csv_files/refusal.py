"""Why a file cannot be read as a recording, in sentences that name the place."""

from __future__ import annotations

from ...language import N_

NO_NUMBERS = N_("%(file)s holds no recording: there are no rows of numbers in it.")
NO_CHANNEL = N_("%(file)s holds no recording: there is a time in it, but no column of values.")
NO_TEXT = N_("%(file)s holds no recording: it is no text.")
NO_ENCODING = N_("%(file)s: in which encoding its characters are is not known for sure. Save it as “CSV UTF-8”.")
EMPTY = N_("%(file)s holds no recording: it is empty.")
TOO_WIDE = N_("%(file)s, line %(line)s: the row has more cells (%(cells)s) than the heading (%(names)s).")
TWO_MEANINGS = N_("%(file)s, line %(line)s: its commas may be decimal signs or stand between columns.")
RUN_TOGETHER = N_("%(file)s, line %(line)s: “%(name)s” has no sign between its columns.")
TOO_LONG = N_("%(file)s, line %(line)s: a cell has no end. Is a quotation mark missing?")
NO_VALUE = N_("%(file)s, line %(line)s, column “%(column)s”: “%(cell)s” is no number.")
TWO_CLOCKS = N_("%(file)s: the columns “%(one)s” and “%(other)s” give different times. Keep one of the two tables.")
LOG_EMPTY = N_("%(file)s is the board's data page, and its log is empty.")


class RefusedError(Exception):
    """The file is no recording; `message` is one of the sentences above, `values` fill its places but `file`."""

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.values = values
