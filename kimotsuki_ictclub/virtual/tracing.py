"""Seen from inside: what the firmware reads from and writes to the registers of a peripheral, with names and times."""

from __future__ import annotations

from collections.abc import Callable

from ..errors import VirtualBoardError
from ..language import N_
from .chips.chip import Chip
from .chips.register_names import PLACES, registers_of

_PAGE = 0x1000


def watch(chip: Chip, version: str, wanted: str, tell: Callable[[str], None]) -> None:
    """Tell a line for each access to the peripherals `wanted`: "twi", "timer1 gpio", "all".

    What a loop reads again and again is told when it changes, or when something was written in between.

    Raises: VirtualBoardError `no-such-peripheral`.
    """
    places = _chosen(version, wanted)
    names = {
        start + offset: f"{name} {register}"
        for start, name in places.items()
        for offset, register in registers_of(name.rstrip("0123456789")).items()
    }
    seen: dict[int, dict[int, int]] = {start & -_PAGE: {} for start in places}  # page → address → value that was told

    def observe(address: int, writing: bool, value: int) -> None:
        page = address & -_PAGE
        told = seen.get(page)
        name = names.get(address) or places.get(page)
        if told is None or name is None or (not writing and told.get(address) == value):
            return
        if writing:
            told.clear()
        else:
            told[address] = value
        if address not in names:
            name += f" +{address - page:#05x}"
        tell(f"{chip.clock.now() / chip.hz:11.6f} s  {name} {'<-' if writing else '->'} {value:#x}")

    chip.engine.watch(observe)


def _chosen(version: str, wanted: str) -> dict[int, str]:
    """Return start → name of the peripherals whose names begin with one of the wanted words."""
    places, words = PLACES[version], wanted.replace(",", " ").lower().split()
    chosen = {start: name for name, start in places.items() if "all" in words or name.startswith(tuple(words))}
    lost = [word for word in words if word != "all" and not any(name.startswith(word) for name in places)]
    if lost or not chosen:
        raise VirtualBoardError(
            "no-such-peripheral",
            N_("A %(board)s has no peripheral %(name)s to watch."),
            N_("There are: %(names)s; or all."),
            board=version.upper(),
            name=", ".join(map(repr, lost)) or repr(wanted),
            names=", ".join(sorted(places)),
        )
    return chosen
