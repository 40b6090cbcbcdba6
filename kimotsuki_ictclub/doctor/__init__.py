"""What is ready on this PC for a club evening, and what to do about what is not."""

from __future__ import annotations

from collections.abc import Iterator

from ..errors import SetupError
from . import boards, pc
from .finding import Finding, Level

__all__ = ["Finding", "Level", "examine"]


def examine() -> Iterator[Finding]:
    """Look at one thing after the other: first the PC, then the boards; their programs start again."""
    yield pc.python()
    yield pc.packages()
    yield pc.data()
    yield pc.disk_space()
    yield pc.japanese_font()
    yield pc.japanese_terminal()
    try:
        yield from boards.examine_boards()
    except SetupError as error:
        if error.code != "data-folder":  # said above; where labels and virtual boards cannot be read, none are seen
            raise
