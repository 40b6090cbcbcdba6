"""The organizers' pages of the desk: only on this PC, and behind a PIN of their own that its terminal shows."""

from .pages import Office

__all__ = ["Office"]
