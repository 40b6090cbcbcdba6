"""What the children's notebooks touch: boards that record and plot, and recordings that draw themselves."""

import os
from typing import Any

from ..readings import YOUNGEST
from .cell_mistakes import help_with_mistakes
from .club_board import ClubBoard
from .connection import connect, connect_all, connect_venues
from .live_plot import LivePlot
from .my_notebooks import my_notebooks
from .new_child import new_child
from .showing.shown_recording import Recording, compare, load_recording
from .words import in_notebook, say

__all__ = [
    "ClubBoard",
    "LivePlot",
    "Recording",
    "compare",
    "connect",
    "connect_all",
    "connect_venues",
    "load_recording",
    "my_notebooks",
    "new_child",
    "say",
]


def load_ipython_extension(shell: Any) -> None:
    """Make a kernel the club's from its start: IPython calls this where lab.py names the package as an extension."""
    from .cells.hooks import register

    help_with_mistakes(shell)
    register(shell)
    os.environ.setdefault("ICTCLUB_GRADE", str(YOUNGEST))  # outside of `ictclub lab` nobody has said who reads


if os.environ.get("ICTCLUB_LOG"):
    from ..log import begin_as_wished

    begin_as_wished()
if in_notebook():  # a notebook outside of `ictclub lab` gets it with its first import
    from IPython import get_ipython

    load_ipython_extension(get_ipython())
