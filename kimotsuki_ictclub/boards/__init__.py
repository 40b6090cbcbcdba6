"""Real and virtual boards seen alike: find them, name them, talk to them, flash them.

A board is named everywhere in the same way: its label, its port, the start of its unique id, or `virtual://v1`.
"""

from .board import Board
from .find import choose_board, find_boards
from .ids import Version

__all__ = ["Board", "Version", "choose_board", "find_boards"]
