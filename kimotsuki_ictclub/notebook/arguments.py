"""What a child may hand to `record` and `live_plot`; anything else is told in one sentence."""

from __future__ import annotations

import math

from ..errors import PlotError
from ..language import N_


def check_number(name: str, value: object) -> None:
    """Raises: PlotError `wrong-value` where `value` is no number above 0; None ("without an end") is allowed."""
    if value is None:
        return
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value <= 0:
        raise PlotError(
            "wrong-value",
            N_("`%(name)s=%(value)s` can't be done."),
            N_("Give a number above 0, without quotation marks."),
            name=name,
            value=repr(value)[:40],
        )


def check_span(span: object) -> None:
    """Raises: PlotError `wrong-value` where `span` is not "auto", "whole" or (least, greatest)."""
    if span in ("auto", "whole"):
        return
    if isinstance(span, tuple | list) and len(span) == 2 and all(isinstance(end, int | float) for end in span):
        return
    raise PlotError(
        "wrong-value",
        N_("`%(name)s=%(value)s` can't be done."),
        N_('Give "auto", "whole", or the least and the greatest value: (0, 255).'),
        name="span",
        value=repr(span)[:40],
    )
