"""Writing to the log what happens to a board; where no log is kept that costs a look at the logger's level."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .board import Board
    from .drives import Drive


def note(logger: logging.Logger, which: Board | Drive, text: str, *values: object) -> None:
    """Log `text` with `values` for a board; errors among these as code and places, never their messages."""
    if logger.isEnabledFor(logging.INFO):
        from ..log import described
        from .board_log import board_named

        told = [described(value) if isinstance(value, BaseException) else value for value in values]
        logger.info(f"%s {text}", board_named(which), *told)
