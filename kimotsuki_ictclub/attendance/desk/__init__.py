"""The check-in desk: a web page for a tablet at the door, served by this PC.

`serve` opens it; `desk_app` is the web application alone. What is on the page is in `templates/` and `static/`:
plain JavaScript, nothing from other servers, so it works where there is no internet.
"""

from __future__ import annotations

from .app import desk_app
from .server import serve

__all__ = ["desk_app", "serve"]
