"""The LED matrix as an eye sees it: how bright each LED is, from how long its row and column let current through."""

from __future__ import annotations

import math

ROWS = COLUMNS = 5
BRIGHTEST = 9
_SHOWS_SECONDS = 0.05  # a row that was not lit for so long is dark
_FAINTEST = 1 / 600  # of a row's time: less is a flicker of the firmware, not light

Place = tuple[int, int]  # (x, y), from the upper left


class LedMatrix:
    """LEDs between row pins (high: on) and column pins (low: on).

    places: for each row pin, for each column pin, the place on the display (None: no LED there).
    """

    def __init__(self, hz: int, places: dict[int, dict[int, Place]]) -> None:
        self._hz, self._places = hz, places
        self.row_pins = sum(1 << pin for pin in places)
        self.column_pins = sum({1 << pin for columns in places.values() for pin in columns})
        self.pins = self.row_pins | self.column_pins
        self.clear()

    def clear(self) -> None:
        """All LEDs are off."""
        self._row = self._columns = 0  # bits of the pins that are on
        self._since = self._row_since = 0
        self._segments: list[tuple[int, int]] = []  # (columns, cycles) while the row is on
        # row -> (how long it was on at last, until when, its segments): rows change more often than anybody looks
        self._lit: dict[int, tuple[int, int, list[tuple[int, int]]]] = {}
        self._duty = [[0.0] * COLUMNS for _ in range(ROWS)]
        self._seen = [[-self._hz] * COLUMNS for _ in range(ROWS)]  # cycle at which the duty was measured

    def update(self, levels: int, driven: int, now: int) -> None:
        """The pins' output state has changed at cycle `now`."""
        row = levels & driven & self.row_pins
        columns = ~levels & driven & self.column_pins
        if row == self._row and columns == self._columns:
            return
        if self._row:
            self._segments.append((self._columns, now - self._since))
        if row != self._row:
            if self._row:
                self._lit.pop(self._row, None)  # the latest comes last
                self._lit[self._row] = max(1, now - self._row_since), now, self._segments
            self._segments = []
            self._row, self._row_since = row, now
        self._columns, self._since = columns, now

    def _measure(self) -> None:
        for row, (lasted, until, segments) in self._lit.items():
            for row_pin, columns in self._places.items():
                if not row >> row_pin & 1:
                    continue
                for column_pin, (x, y) in columns.items():
                    self._duty[y][x] = sum(cycles for on, cycles in segments if on >> column_pin & 1) / lasted
                    self._seen[y][x] = until
        self._lit.clear()

    def brightness(self, now: int) -> list[list[int]]:
        """Return 5 rows of 5 values 0–9, as MicroPython counts brightness."""
        self._measure()
        oldest = now - int(_SHOWS_SECONDS * self._hz)
        return [
            [_level(duty) if seen >= oldest else 0 for duty, seen in zip(duties, times, strict=True)]
            for duties, times in zip(self._duty, self._seen, strict=True)
        ]


def _level(duty: float) -> int:
    """Return the brightness of an LED that is lit for a part of its row's time: each step doubles it."""
    if duty < _FAINTEST:
        return 0
    return max(1, min(BRIGHTEST, round(math.log2(duty * 256)) + 1))
