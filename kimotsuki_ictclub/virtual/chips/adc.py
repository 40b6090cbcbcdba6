"""ADC of the nRF51822: one conversion at a time, 8 to 10 bits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .peripheral import Peripheral

if TYPE_CHECKING:
    from .chip import Chip

BASE = 0x4000_7000
START, END = 0x000, 0x100
BUSY, CONFIG, RESULT = 0x400, 0x504, 0x508
_PINS = (26, 27, 1, 2, 3, 4, 5, 6)  # AIN0 … AIN7
_SECONDS = (20e-6, 36e-6, 68e-6, 68e-6)  # by RES: 8, 9, 10 bits
_FULL_SCALE = 1023
_TEN_BITS = 2  # RES


class Adc(Peripheral):
    """The converter. The firmware scales input and reference so that 1.0 is the supply."""

    def __init__(self, chip: Chip, line: int) -> None:
        super().__init__(chip, BASE, line)
        self._busy, self._result = False, 0
        self.event(END)
        self.task(START, self._start)
        self.on_read(BUSY, self._is_busy)
        self.on_read(RESULT, lambda: self._result)

    def _start(self) -> None:
        self._busy = True
        self.raise_after(self.chip.cycles(_SECONDS[self.register(CONFIG) & 3]), END, self._done)

    def _done(self) -> None:
        configuration = self.register(CONFIG)
        selected = configuration >> 8 & 0xFF
        pin = next((pin for i, pin in enumerate(_PINS) if selected >> i & 1), None)
        value = 0 if pin is None else round(self.chip.outside.analog_input(pin) * _FULL_SCALE)
        self._result = value >> max(0, _TEN_BITS - (configuration & 3))
        self._busy = False
        self.raise_event(END)

    def _is_busy(self) -> int:
        coming = self._coming.get(END)
        if self._busy and coming is not None:
            self.clock.skip_to(coming[0])
        return int(self._busy)
