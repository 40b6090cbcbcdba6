"""A town's children's programming club: lessons become images, boards send samples, samples become plots."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import lessons
    from .notebook import connect, load_recording
    from .virtual import VirtualBoard

__all__ = ["VirtualBoard", "connect", "lessons", "load_recording"]

# Each name is imported when it is first used: `import kimotsuki_ictclub` stays quick.
_HOMES = {
    "VirtualBoard": "virtual",
    "connect": "notebook",
    "load_recording": "notebook",
    "lessons": "",
}


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = _HOMES[name]
    return getattr(import_module(f".{home}", __name__), name) if home else import_module(f".{name}", __name__)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
