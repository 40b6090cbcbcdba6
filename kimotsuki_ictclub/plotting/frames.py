"""Frames of a moving chart as small PNGs.

A chart has few colours: a palette of greys and of the club's line colours blended with white shows it as well as
24 bits do, in a quarter of the bytes and of the time (benchmarks/live_plot.py).
"""

from __future__ import annotations

import io
from functools import cache
from typing import TYPE_CHECKING, Any

from .chart_style import COLORS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_GREYS, _BLENDS = 32, 24


def encode_frame(pixels: NDArray[np.uint8]) -> bytes:
    """Return `pixels` (height, width, 4), as Agg draws them, as a PNG with a palette."""
    import numpy as np
    from PIL import Image

    table, palette = _palette()
    words = np.ascontiguousarray(pixels).view(np.uint32)[..., 0]  # little-endian: 0xAABBGGRR
    places = (words >> 3 & 0x1F) << 10 | (words >> 11 & 0x1F) << 5 | words >> 19 & 0x1F
    image = Image.fromarray(table[places])
    image.putpalette(palette)
    picture = io.BytesIO()
    image.save(picture, "PNG", compress_level=1)
    return picture.getvalue()


@cache
def _palette() -> tuple[Any, bytes]:
    """Return the nearest palette entry of every colour of 5 bits a part, and the palette."""
    import numpy as np

    greys = [(level, level, level) for level in np.linspace(0, 255, _GREYS)]
    blends = [
        tuple(255 - (255 - part) * share / _BLENDS for part in _parts(color))
        for color in COLORS
        for share in range(1, _BLENDS + 1)
    ]
    palette = np.array(greys + blends)
    levels = np.arange(32) * 255 / 31
    every = np.stack(np.meshgrid(levels, levels, levels, indexing="ij"), axis=-1).reshape(-1, 3)
    distances = (every**2).sum(1)[:, None] - 2 * every @ palette.T + (palette**2).sum(1)
    return distances.argmin(axis=1).astype(np.uint8), palette.round().astype(np.uint8).tobytes()


def _parts(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)
