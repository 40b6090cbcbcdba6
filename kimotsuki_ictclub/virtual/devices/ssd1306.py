"""SSD1306: an OLED display of 128 × 64 dots on I2C.

Commands: Solomon Systech data sheet SSD1306, rev. 1.1, tables 9-1 and 10-1; zoom (D6h): rev. 1.5, and as the usual
library for micro:bits (fizban99/microbit_ssd1306) needs it. Scrolling by the chip itself is taken and not shown.
"""

from __future__ import annotations

from collections.abc import Iterator

from .i2c_device import I2cDevice

ADDRESS = 0x3C
WIDTH, HEIGHT = 128, 64
_PAGES = HEIGHT // 8
_CONTINUATION, _DATA = 0x80, 0x40  # bits of a control byte: one byte follows, and it is a dot byte
_HORIZONTAL, _VERTICAL, _BY_PAGE = 0, 1, 2  # addressing
# Bytes that follow a command, where there are any; the commands of scrolling are the last two lines.
_ARGUMENTS = {
    0x20: 1, 0x21: 2, 0x22: 2, 0x81: 1, 0x8D: 1, 0xA8: 1, 0xD3: 1, 0xD5: 1, 0xD9: 1, 0xD6: 1, 0xDA: 1, 0xDB: 1,
    0x26: 6, 0x27: 6, 0x29: 5, 0x2A: 5, 0xA3: 2,
}  # fmt: skip
_BRAILLE = 0x2800
_BRAILLE_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))  # by row and column


class Ssd1306(I2cDevice):
    """A display. `rows`: its dots, 0 or 1, as they are seen; `text`: the same in characters."""

    def __init__(self) -> None:
        self.power_on()

    def power_on(self) -> None:
        """The state after power-on: dark. (The real one shows noise when it is switched on before it is filled.)"""
        self._memory = bytearray(WIDTH * _PAGES)
        self._on = self._all_lit = self._inverse = self._flipped_x = self._flipped_y = self._zoomed = False
        self._addressing, self._column, self._page = _BY_PAGE, 0, 0
        self._columns, self._pages = (0, WIDTH - 1), (0, _PAGES - 1)
        self._first_line = self._offset = 0
        self._lines = HEIGHT
        self._command = bytearray()
        self._control: int | None = None
        self._touched = True

    def begin(self, reading: bool) -> None:
        """A message begins with a control byte."""
        self._control = None
        self._touched = self._touched or not reading

    def changed(self) -> bool:
        """Whether something was written since this was asked last: the picture may be another."""
        touched, self._touched = self._touched, False
        return touched

    def give(self) -> int:
        """Return the status: bit 6 is set while the display is off."""
        return 0x00 if self._on else 0x40

    def take(self, byte: int) -> None:
        """Take a control byte, a command byte, or eight dots."""
        if self._control is None:
            self._control = byte
            return
        if self._control & _DATA:
            self._put(byte)
        else:
            self._command.append(byte)
            if len(self._command) > _ARGUMENTS.get(self._command[0], 0):
                self._obey(*self._command)
                self._command.clear()
        if self._control & _CONTINUATION:
            self._control = None

    def _put(self, byte: int) -> None:
        self._memory[WIDTH * self._page + self._column] = byte
        if self._addressing == _VERTICAL:
            self._page = self._next(self._page, self._pages)
            if self._page == self._pages[0]:
                self._column = self._next(self._column, self._columns)
        elif self._addressing == _HORIZONTAL:
            self._column = self._next(self._column, self._columns)
            if self._column == self._columns[0]:
                self._page = self._next(self._page, self._pages)
        else:
            self._column = (self._column + 1) % WIDTH

    @staticmethod
    def _next(place: int, window: tuple[int, int]) -> int:
        return window[0] if place == window[1] else place + 1

    def _obey(self, command: int, *arguments: int) -> None:
        if command <= 0x0F:
            self._column = self._column & 0x70 | command
        elif command <= 0x1F:
            self._column = self._column & 0x0F | (command & 7) << 4
        elif command == 0x20:
            self._addressing = min(arguments[0] & 3, _BY_PAGE)
        elif command == 0x21:
            start, end = (argument & WIDTH - 1 for argument in arguments)
            self._columns, self._column = (start, max(start, end)), start
        elif command == 0x22:
            start, end = (argument & _PAGES - 1 for argument in arguments)
            self._pages, self._page = (start, max(start, end)), start
        elif 0x40 <= command <= 0x7F:
            self._first_line = command & HEIGHT - 1
        elif command in (0xA0, 0xA1):
            self._flipped_x = command == 0xA1
        elif command in (0xA4, 0xA5):
            self._all_lit = command == 0xA5
        elif command in (0xA6, 0xA7):
            self._inverse = command == 0xA7
        elif command == 0xA8:
            self._lines = max(16, (arguments[0] & HEIGHT - 1) + 1)
        elif command in (0xAE, 0xAF):
            self._on = command == 0xAF
        elif 0xB0 <= command <= 0xB7:
            self._page = command & _PAGES - 1
        elif 0xC0 <= command <= 0xCF:
            self._flipped_y = bool(command & 8)
        elif command == 0xD3:
            self._offset = arguments[0] & HEIGHT - 1

        elif command == 0xD6:
            self._zoomed = bool(arguments[0] & 1)

    @property
    def rows(self) -> tuple[tuple[int, ...], ...]:
        """The dots, 0 or 1, row by row, 128 in each; all dark while the display is off.

        Modules are mounted turned round: a program that sets A1 and C8, as all do, sees its picture upright.
        """
        return tuple(tuple(self._row(y)) for y in range(self._lines))

    def _row(self, y: int) -> Iterator[int]:
        line = (y + self._first_line + (self._offset if self._flipped_y else -self._offset)) % HEIGHT
        line = (line if self._flipped_y else self._lines - 1 - line) >> self._zoomed
        for x in range(WIDTH):
            column = x if self._flipped_x else WIDTH - 1 - x
            lit = self._memory[WIDTH * (line >> 3) + column] >> (line & 7) & 1
            yield int(self._on and (self._all_lit or bool(lit) != self._inverse))

    @property
    def text(self) -> str:
        """The picture in braille characters: 64 in a line, each of 2 × 4 dots."""
        rows = self.rows
        return "\n".join(
            "".join(
                chr(
                    _BRAILLE
                    + sum(
                        bit
                        for dy, bits in enumerate(_BRAILLE_DOTS)
                        for dx, bit in enumerate(bits)
                        if rows[y + dy][x + dx]
                    )
                )
                for x in range(0, WIDTH, 2)
            )
            for y in range(0, len(rows) // 4 * 4, 4)
        )

    def _repr_png_(self) -> bytes:
        """Return the picture as PNG, each dot 4 × 4: notebooks show it."""
        from io import BytesIO

        from PIL import Image

        rows = self.rows
        picture = Image.frombytes("L", (WIDTH, len(rows)), bytes(255 * dot for row in rows for dot in row))
        file = BytesIO()
        picture.resize((4 * WIDTH, 4 * len(rows)), Image.Resampling.NEAREST).save(file, "PNG")
        return file.getvalue()
