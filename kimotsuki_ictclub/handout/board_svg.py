"""The micro:bit's face as an SVG picture: 25 LEDs, two buttons, the edge connector."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from html import escape

_STEP, _LED_WIDTH, _LED_HEIGHT = 15, 7, 11
_LEFT, _TOP = 52, 19
_WIDTH, _HEIGHT = 172, 122
_RINGS = (30, 58, 86, 114, 142)  # the large pads of the edge connector: 0, 1, 2, 3V, GND


def board_svg(rows: Sequence[Sequence[int]], *, pressed: Collection[str] = (), title: str = "") -> str:
    """Return the board with `rows` (5 rows of 5 brightness values 0–9) on its LEDs and buttons `pressed`."""
    return (
        f'<svg class="board" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(title)}">'
        f'<rect class="plate" x="1" y="1" width="{_WIDTH - 2}" height="{_HEIGHT - 2}" rx="14"/>'
        f'<rect class="edge" x="1" y="{_HEIGHT - 19}" width="{_WIDTH - 2}" height="18"/>'
        + "".join(f'<circle class="ring" cx="{x}" cy="{_HEIGHT - 15}" r="6.5"/>' for x in _RINGS)
        + _button("a", 25, "a" in pressed)
        + _button("b", _WIDTH - 25, "b" in pressed)
        + (f'<ellipse class="logo pressed" cx="{_WIDTH / 2}" cy="9" rx="12" ry="6"/>' if "logo" in pressed else "")
        + "".join(_led(x, y, value) for y, row in enumerate(rows) for x, value in enumerate(row))
        + "</svg>"
    )


def grid_svg() -> str:
    """Return an empty screen to colour in, with the numbers of its columns and rows."""
    cell, left, top = 24, 20, 20
    side = 5 * cell
    numbers = "".join(
        f'<text class="axis" x="{left + cell * i + cell / 2}" y="14">{i}</text>'
        f'<text class="axis" x="9" y="{top + cell * i + cell / 2 + 4}">{i}</text>'
        for i in range(5)
    )
    cells = "".join(
        f'<rect class="cell" x="{left + cell * x + 2}" y="{top + cell * y + 2}" width="{cell - 4}" '
        f'height="{cell - 4}" rx="4"/>'
        for y in range(5)
        for x in range(5)
    )
    size = left + side + 4
    return f'<svg class="grid" viewBox="0 0 {size} {size}" aria-hidden="true">{numbers}{cells}</svg>'


def _button(name: str, x: float, is_pressed: bool) -> str:
    state = " pressed" if is_pressed else ""
    return (
        f'<g class="button{state}"><rect x="{x - 13}" y="36" width="26" height="26" rx="4"/>'
        f'<circle cx="{x}" cy="49" r="8.5"/><text x="{x}" y="{74}">{name.upper()}</text></g>'
    )


def _led(x: int, y: int, value: int) -> str:
    left, top = _LEFT + x * _STEP, _TOP + y * _STEP
    place = f'x="{left}" y="{top}" width="{_LED_WIDTH}" height="{_LED_HEIGHT}" rx="2"'
    if value == 0:
        return f'<rect class="led" {place}/>'
    bright = 0.25 + 0.75 * value / 9
    return (
        f'<rect class="glow" x="{left - 3}" y="{top - 2}" width="{_LED_WIDTH + 6}" height="{_LED_HEIGHT + 4}" rx="5" '
        f'opacity="{bright * 0.35:.2f}"/><rect class="led lit" {place} fill-opacity="{bright:.2f}"/>'
    )
