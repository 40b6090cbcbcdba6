"""A figure as a PNG."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import PlotError, writing_to
from ..files import write_whole

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def png_of(figure: Figure) -> bytes:
    """Return `figure` as the bytes of a PNG."""
    picture = io.BytesIO()
    figure.savefig(picture, format="png")
    return picture.getvalue()


def save_picture(figure: Figure, path: Path | str) -> Path:
    """Write `figure` to `path` as a PNG, whole or not at all; return the path. Raises: PlotError."""
    path = Path(path)
    with writing_to(path, PlotError, "cannot-write"):
        write_whole(path, png_of(figure))
    return path
