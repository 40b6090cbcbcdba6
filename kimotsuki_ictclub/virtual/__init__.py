"""A micro:bit in software: chips, pins and time. It runs the unmodified firmware and knows nothing of the club."""

from .air import Air
from .board import VirtualBoard
from .display import Display

__all__ = ["Air", "Display", "VirtualBoard"]
