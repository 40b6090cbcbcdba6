"""`ictclub demo`: a whole club evening on virtual boards, and the folder that holds what it made."""

from .evening import DemoFiles, run_demo

__all__ = ["DemoFiles", "run_demo"]
