"""What the children's notebooks touch: boards that record and plot, and recordings that draw themselves."""

from .club_board import ClubBoard
from .connection import connect, connect_all
from .live_plot import LivePlot
from .shown_recording import Recording, compare, load_recording
from .words import say

__all__ = ["ClubBoard", "LivePlot", "Recording", "compare", "connect", "connect_all", "load_recording", "say"]
