"""What of a virtual board's world a program senses: only that gets a slider or a button on a bench or page."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..images.mistakes import code_only
from ..virtual.devices.parts import expected_parts
from ..virtual.hosting.controls import CONTROLS, needed

_PLAYS = re.compile(r"\b(music|speech|audio|speaker)\b")


def controls_of(files: Mapping[str, bytes]) -> list[str]:
    """Return what the program in `files` senses, by the names of virtual/hosting/controls.py, in their order.

    Where its text can't be read: what every board has of its own.
    """
    return needed(_code(files), expected_parts(files))


def plays_tones(files: Mapping[str, bytes]) -> bool:
    """Whether the program in `files` makes sounds."""
    return _PLAYS.search(_code(files)) is not None


def needs_v2(files: Mapping[str, bytes]) -> bool:
    """Whether the program in `files` senses what a V1 has not: sound, or the logo."""
    return any("v1" not in CONTROLS[name].versions for name in controls_of(files))


def _code(files: Mapping[str, bytes]) -> str:
    texts = [content.decode("utf-8", "replace") for name, content in files.items() if name.endswith(".py")]
    return "\n".join(code_only(text) for text in texts)
