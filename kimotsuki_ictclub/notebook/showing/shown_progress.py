"""How far a recording is, in a notebook or a terminal."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ...language import _
from ...telemetry import Recorder
from ..words import in_notebook, page

_EVERY = 0.25  # seconds between two pictures of the progress


@contextmanager
def shown_progress(seconds: float) -> Iterator[Progress]:
    """Show how far something of `seconds` is, while the block runs."""
    progress = Progress(seconds)
    try:
        yield progress
    finally:
        progress.end()


class Progress:
    """A bar of text that is drawn over itself."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._last = 0.0
        self._handle: Any = None
        if in_notebook():
            self._handle = page().display({"text/plain": ""}, raw=True, display_id=True)

    def __call__(self, spent: float, kept: Recorder) -> None:
        """Show that `spent` seconds are over and what was kept."""
        if self._handle is not None and time.monotonic() - self._last > _EVERY:
            self._last = time.monotonic()
            done = min(20, round(20 * spent / self._seconds))
            text = _("%(seconds)d s, %(samples)s samples") % {"seconds": spent, "samples": kept.samples}
            self._show(f"{'█' * done}{'░' * (20 - done)} {text}")

    def end(self) -> None:
        """Take the bar away."""
        self._show("")

    def _show(self, text: str) -> None:
        if self._handle is not None:
            self._handle.update({"text/plain": text}, raw=True)
