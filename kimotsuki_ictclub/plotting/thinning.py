"""Fewer points, same picture: a million samples hold more points than a screen has."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Points = NDArray[np.float64]

BUCKETS = 1000  # more than the pixels of a chart's width


def thin(times: Points, values: Points, buckets: int = BUCKETS) -> tuple[Points, Points]:
    """Return first, least, greatest and last point of each of `buckets` runs of points; NaN gaps stay gaps.

    `times` and `values` have the shape (N,); up to 4 × `buckets` points they are returned as they are.
    """
    import numpy as np

    count = len(values)
    if count <= 4 * buckets:
        return times, values
    size = -(-count // buckets)
    padded = np.full(buckets * size, values[-1])
    padded[:count] = values
    runs = padded.reshape(buckets, size)
    missing = np.isnan(runs)
    starts = np.arange(buckets) * size
    keep = np.unique(
        np.concatenate(
            [
                starts,
                starts + np.where(missing, np.inf, runs).argmin(axis=1),
                starts + np.where(missing, -np.inf, runs).argmax(axis=1),
                starts + missing.argmax(axis=1),  # a gap in the run, or its first point
                starts + size - 1,
            ]
        )
    )
    keep = keep[keep < count]
    return times[keep], values[keep]
