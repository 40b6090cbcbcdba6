"""PWM of the nRF52833: sequences of duty values from memory."""

from __future__ import annotations

import struct
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from ..core.clock import Event
from .peripheral import SHORTS, Peripheral, event_bit

if TYPE_CHECKING:
    from .chip import Chip

STOP, SEQSTART0, SEQSTART1 = 0x004, 0x008, 0x00C
STOPPED, SEQSTARTED0, SEQEND0, PWMPERIODEND, LOOPSDONE = 0x104, 0x108, 0x110, 0x118, 0x11C
ENABLE, COUNTERTOP, PRESCALER, DECODER, LOOP = 0x500, 0x508, 0x50C, 0x510, 0x514
SEQ0_PTR, SEQ0_CNT, SEQ0_REFRESH, PSEL_OUT0 = 0x520, 0x524, 0x528, 0x560
_SEQUENCE_STRIDE = 0x20
_COMMON, _GROUPED, _INDIVIDUAL, _WAVE_FORM = 0, 1, 2, 3  # DECODER.LOAD
_VALUES_PER_PERIOD = (1, 2, 4, 4)
_DISCONNECTED = 0x8000_0000
_HZ = 16_000_000
_INVERTED = 0x8000  # bit 15 of a duty value: the pin is high first
_LOOPSDONE_SEQSTART0, _LOOPSDONE_SEQSTART1, _LOOPSDONE_STOP = 1 << 2, 1 << 3, 1 << 4
_SHORTEST = 64  # cycles: a sequence of nothing still takes a while


class Wave(NamedTuple):
    """What a pin carries: period in seconds, the part of it that is high, and the values of the last sequence."""

    period: float
    duty: float
    values: tuple[float, ...]


class Pwm(Peripheral):
    """One PWM peripheral with four outputs. `waves`: pin → what it carries now."""

    def __init__(self, chip: Chip, base: int, line: int) -> None:
        super().__init__(chip, base, line)
        self.waves: dict[int, Wave] = {}
        self._playing: int | None = None
        self._loops = 0
        self._words: tuple[int, ...] = ()
        self._end: Event | None = None
        self.event(STOPPED, SEQSTARTED0, SEQSTARTED0 + 4, SEQEND0, SEQEND0 + 4, PWMPERIODEND, LOOPSDONE)
        self.task(STOP, self._stop)
        self.task(SEQSTART0, lambda: self._begin(0))
        self.task(SEQSTART1, lambda: self._begin(1))
        self.on_write(ENABLE, self._enable)
        for i in range(4):
            self.on_write(PSEL_OUT0 + 4 * i, partial(self._select, i))

    def _enable(self, value: int) -> None:
        self.set_register(ENABLE, value)
        if not value:
            self._cancel_end()
            self._playing = None
        self._update()

    def _select(self, output: int, value: int) -> None:
        self.set_register(PSEL_OUT0 + 4 * output, value)
        self._update()

    def _begin(self, sequence: int) -> None:
        self._loops = self.register(LOOP)
        self._play(sequence)

    def _play(self, sequence: int) -> None:
        self._cancel_end()
        self._playing = sequence
        offset = SEQ0_PTR + _SEQUENCE_STRIDE * sequence
        count = self.register(offset + 4) & 0x7FFF
        data = self.chip.engine.memory(self.register(offset), 2 * count) if count else b""
        self._words = struct.unpack(f"<{count}H", data)
        self._update()
        self.chip.outside.pwm_played(self.waves)
        self.raise_event(SEQSTARTED0 + 4 * sequence)
        cycles = max(_SHORTEST, self._sequence_cycles(offset, count))
        self._end = self.clock.after(cycles, lambda: self._ended(sequence), lazy=not self._is_heard())

    def _cancel_end(self) -> None:
        self.clock.cancel(self._end)
        self._end = None

    def _is_heard(self) -> bool:
        return bool(self.interrupts & ~event_bit(STOPPED)) or bool(self.register(LOOP))

    def interrupts_changed(self) -> None:
        """The end of a sequence that nobody heard may interrupt now."""
        self.clock.sync()
        if self._end is not None and self._is_heard():
            cycle, _, action = self._end
            self._cancel_end()
            self._end = self.clock.at(cycle, action)

    def _sequence_cycles(self, offset: int, count: int) -> int:
        mode = self.register(DECODER) & 3
        periods = max(1, count // _VALUES_PER_PERIOD[mode]) * (1 + self.register(offset + 8))
        top = self._words[3] if mode == _WAVE_FORM and count >= 4 else self.register(COUNTERTOP, 1000)
        return periods * top * (self.chip.hz // _HZ << self.register(PRESCALER))

    def _ended(self, sequence: int) -> None:
        self._end = None
        self.raise_event(SEQEND0 + 4 * sequence)
        shorts = self.register(SHORTS)
        if not self.register(LOOP):
            if shorts >> sequence & 1:
                self._stop()
            return
        if sequence == 0:
            self._play(1)
            return
        self._loops -= 1
        if self._loops > 0:
            self._play(0)
            return
        self.raise_event(LOOPSDONE)
        if shorts & _LOOPSDONE_SEQSTART0:
            self._begin(0)
        elif shorts & _LOOPSDONE_SEQSTART1:
            self._begin(1)
        elif shorts & _LOOPSDONE_STOP:
            self._stop()

    def _stop(self) -> None:
        self._cancel_end()
        self._playing = None
        self._update()
        self.raise_event(STOPPED)

    def _update(self) -> None:
        waves = {}
        if self._playing is not None and self.register(ENABLE) and self._words:
            for output in range(4):
                pin = self.register(PSEL_OUT0 + 4 * output, _DISCONNECTED)
                if not pin & _DISCONNECTED:
                    waves[pin & 63] = self._wave(output)
        self.waves = waves

    def _wave(self, output: int) -> Wave:
        mode = self.register(DECODER) & 3
        step = _VALUES_PER_PERIOD[mode]
        top = self.register(COUNTERTOP) or 1
        if mode == _WAVE_FORM:
            top = self._words[3] if len(self._words) > 3 and self._words[3] else top
        place = {_COMMON: 0, _GROUPED: output // 2}.get(mode, output)
        values = tuple(_high_part(word, top) for word in self._words[place::step]) or (0.0,)
        return Wave(top * (1 << self.register(PRESCALER)) / _HZ, values[0], values)


def _high_part(word: int, top: int) -> float:
    low_first = word & ~_INVERTED
    high = low_first if word & _INVERTED else top - low_first
    return min(1.0, max(0.0, high / top))
