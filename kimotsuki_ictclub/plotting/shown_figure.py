"""A figure that a notebook shows as a picture, also where pyplot was never imported."""

from __future__ import annotations

from matplotlib.figure import Figure

from .png import png_of


class ShownFigure(Figure):
    """What `new_figure` makes; IPython asks it for its picture."""

    def _repr_png_(self) -> bytes:
        return png_of(self)
