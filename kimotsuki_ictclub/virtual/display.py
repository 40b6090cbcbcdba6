"""A picture on the LED display: 5 × 5 brightness values, compared with images by name or by rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .built_in_images import PICTURES
from .leds import BRIGHTEST, COLUMNS, ROWS


class Display:
    """What the LEDs show at one moment; `rows` are 5 tuples of 5 numbers 0–9 from the top.

    It equals the name of an image ("HEART"), MicroPython's text of one ("09090:99999:…"), or rows. A bare name or a
    text compares the brightness exactly; `is_like` compares only which LEDs are lit.
    """

    def __init__(self, rows: Sequence[Sequence[int]]) -> None:
        self.rows = tuple(tuple(row) for row in rows)
        if len(self.rows) != ROWS or any(len(row) != COLUMNS for row in self.rows):
            raise ValueError(f"a display has {ROWS} rows of {COLUMNS} values, not {self.rows}")

    @classmethod
    def of(cls, picture: Display | str | Sequence[Sequence[int]]) -> Display:
        """Return the display that `picture` names or describes.

        Raises: ValueError where it is no picture.
        """
        if isinstance(picture, Display):
            return picture
        if not isinstance(picture, str):
            return cls(picture)
        text = PICTURES.get(picture.upper(), picture)
        rows = [row for row in text.replace("\n", ":").split(":") if row]
        if not all(len(row) == COLUMNS and set(row) <= set("0123456789") for row in rows):
            raise ValueError(f"{picture!r} is neither the name of an image nor rows like '09090:99999:…'")
        return cls([[int(value) for value in row] for row in rows])

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Display | str | Sequence):
            return NotImplemented
        return self.rows == Display.of(other).rows

    def __hash__(self) -> int:
        return hash(self.rows)

    def __getitem__(self, row: int) -> tuple[int, ...]:
        return self.rows[row]

    def __iter__(self) -> Iterator[tuple[int, ...]]:
        return iter(self.rows)

    def __str__(self) -> str:
        return ":".join("".join(map(str, row)) for row in self.rows)

    def __repr__(self) -> str:
        return f"Display({str(self)!r})"

    def is_like(self, picture: Display | str | Sequence[Sequence[int]]) -> bool:
        """Whether the same LEDs are lit as in `picture`, however brightly."""
        wanted = Display.of(picture)
        return all(
            bool(here) == bool(there)
            for mine, theirs in zip(self.rows, wanted.rows, strict=True)
            for here, there in zip(mine, theirs, strict=True)
        )

    @property
    def is_lit(self) -> bool:
        """Whether any LED is on."""
        return any(any(row) for row in self.rows)

    @property
    def lit_count(self) -> int:
        """How many LEDs are on, 0–25."""
        return sum(bool(value) for row in self.rows for value in row)

    @property
    def brightness(self) -> float:
        """The mean brightness of all LEDs, 0.0 (dark) to 1.0 (all at 9)."""
        return sum(sum(row) for row in self.rows) / (ROWS * COLUMNS * BRIGHTEST)
