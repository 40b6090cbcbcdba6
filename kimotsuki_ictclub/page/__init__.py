"""The club's page: an evening without a terminal, on whatever device the school gave.

One web application with three faces: the child's (`child/`), the instructor's (`instructor/`) and the attendance desk.
What goes on at the moment (who is here, whose board runs) lives in `live/`; what must last goes to the records at once.
"""

from __future__ import annotations

from .app import page_app
from .server import serve

__all__ = ["page_app", "serve"]
