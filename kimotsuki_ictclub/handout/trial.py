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
class World:
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
def screen_after(path: Path, modules: tuple[Path, ...], version: str, seconds: float, world: World) -> Rows:
    """Return the 5 × 5 brightness 0–9 that a program shows `seconds` (0–20, virtual) after its start."""
    return _run(path, modules, version, seconds, world).display.rows


@lru_cache(maxsize=128)
def lines_after(path: Path, modules: tuple[Path, ...], version: str, seconds: float, world: World) -> tuple[str, ...]:
    """Return the whole lines that a program has printed `seconds` (0–20, virtual) after its start."""
    return tuple(_run(path, modules, version, seconds, world).printed_in_all.split("\n")[:-1])


def _run(path: Path, modules: tuple[Path, ...], version: str, seconds: float, world: World) -> TrialBoard:
    board = TrialBoard(version, program_of(path, modules))
    settings: Mapping[str, object] = {
        name: getattr(world, name)
        for name in ("light", "temperature", "acceleration")
        if getattr(world, name) is not None
    }
    for name, value in settings.items():
        setattr(board, name, value)
    board.run(START_SECONDS[version])
    last = _last_seconds(world, seconds)
    board.run(max(seconds - last, 0.0))
    for button in world.buttons:
        board.press(button)
    if world.shake:
        board.shake(_SHAKEN_SECONDS)
    else:
        board.run(last)
    return board


def _last_seconds(world: World, seconds: float) -> float:
    """Return how long before `seconds` the buttons are pressed or the shaking begins."""
    if world.shake:
        return _SHAKEN_SECONDS
    if not world.press:
        return 0.0
    return _PRESSED_SECONDS if world.press_at is None else max(seconds - world.press_at, 0.0)
