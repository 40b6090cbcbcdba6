"""What a program really does on a virtual board, for the pictures of a sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ..checking.trial_board import START_SECONDS, TrialBoard
from ..images import program_of

LONGEST = 20.0  # virtual seconds
_PRESSED_SECONDS, _SHAKEN_SECONDS = 0.5, 1.0

Rows = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Scene:
    """What is around the board; None leaves the board's own default."""

    light: float | None = None
    temperature: float | None = None
    acceleration: tuple[float, float, float] | None = None
    press: str = ""  # "a", "b", "ab" or "logo": held down at the end
    press_at: float | None = None  # from this virtual second on; None: for the last half second
    shake: bool = False  # shaken in the last second

    @property
    def buttons(self) -> list[str]:
        """The buttons that are pressed."""
        return ["a", "b"] if self.press == "ab" else [self.press] if self.press else []


@lru_cache(maxsize=128)
def screen_after(path: Path, modules: tuple[Path, ...], version: str, seconds: float, scene: Scene) -> Rows:
    """Return the 5 × 5 brightness 0–9 that a program shows `seconds` (0–20, virtual) after its start."""
    return _run(path, modules, version, seconds, scene).display.rows


@lru_cache(maxsize=128)
def lines_after(path: Path, modules: tuple[Path, ...], version: str, seconds: float, scene: Scene) -> tuple[str, ...]:
    """Return the whole lines that a program has printed `seconds` (0–20, virtual) after its start."""
    return tuple(_run(path, modules, version, seconds, scene).printed_in_all.split("\n")[:-1])


def _run(path: Path, modules: tuple[Path, ...], version: str, seconds: float, scene: Scene) -> TrialBoard:
    board = TrialBoard(version, program_of(path, modules))
    settings: Mapping[str, object] = {
        name: getattr(scene, name)
        for name in ("light", "temperature", "acceleration")
        if getattr(scene, name) is not None
    }
    for name, value in settings.items():
        setattr(board, name, value)
    board.run(START_SECONDS[version])
    last = _last_seconds(scene, seconds)
    board.run(max(seconds - last, 0.0))
    for button in scene.buttons:
        board.press(button)
    if scene.shake:
        board.shake(_SHAKEN_SECONDS)
    else:
        board.run(last)
    return board


def _last_seconds(scene: Scene, seconds: float) -> float:
    """Return how long before `seconds` the buttons are pressed or the shaking begins."""
    if scene.shake:
        return _SHAKEN_SECONDS
    if not scene.press:
        return 0.0
    return _PRESSED_SECONDS if scene.press_at is None else max(seconds - scene.press_at, 0.0)
