"""NVMC, the controller of the flash: it allows writes and erases pages while the CPU stands still."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .peripheral import Peripheral

if TYPE_CHECKING:
    from .chip import Chip

BASE = 0x4001_E000
READY, READYNEXT, CONFIG, ERASEPAGE = 0x400, 0x408, 0x504, 0x508
_WRITE, _ERASE = 1, 2


class FlashController(Peripheral):
    """Erases take `erase_seconds`, the write of a word `write_seconds`."""

    def __init__(self, chip: Chip, *, erase_seconds: float, write_seconds: float) -> None:
        super().__init__(chip, BASE)
        self._erase_cycles, self._write_cycles = chip.cycles(erase_seconds), chip.cycles(write_seconds)
        self.on_read(READY, lambda: 1)
        self.on_read(READYNEXT, lambda: 1)
        self.on_write(ERASEPAGE, self._erase)
        chip.engine.flash_writable = lambda: self.register(CONFIG) == _WRITE
        chip.engine.flash_writer = self._written

    def _erase(self, address: int) -> None:
        start = address & -self.chip.page_size
        if self.register(CONFIG) == _ERASE and start < self.chip.flash_size:
            self.chip.engine.put_flash(start, b"\xff" * self.chip.page_size)
            self.clock.stall(self._erase_cycles)

    def _written(self, _address: int, _content: bytes) -> None:
        self.clock.stall(self._write_cycles)
