"""The OLED display: a program that drives it as the usual library does is seen as a picture."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from kimotsuki_ictclub.errors import VirtualBoardError
from kimotsuki_ictclub.virtual import VirtualBoard
from kimotsuki_ictclub.virtual.devices.ssd1306 import Ssd1306

SETUP = (b"\xae", b"\xa8\x3f", b"\xd3\x00", b"\x8d\x14", b"\x20\x00", b"\x21\x00\x7f", b"\x22\x00\x07", b"\xa1\xc8")
COMMANDS = (*SETUP, b"\xaf")
PROGRAM = f"""
sleep(50)
for command in {COMMANDS}:
    i2c.write(0x3c, b'\\x00' + command)
screen = bytearray(1025)
screen[0] = 0x40
screen[1] = 1           # top left
screen[128] = 0x80      # end of the first eight lines
screen[1 + 7 * 128] = 0x80  # bottom left
i2c.write(0x3c, screen)
print('drawn')
"""


def lit(display: Ssd1306) -> set[tuple[int, int]]:
    return {(x, y) for y, row in enumerate(display.rows) for x, dot in enumerate(row) if dot}


def send(display: Ssd1306, control: int, data: bytes) -> None:
    display.begin(False)
    for byte in (control, *data):
        display.take(byte)
    display.end()


def test_a_program_draws(start):
    board = start(PROGRAM)
    board.attach_oled()
    assert board.run_until("drawn")
    assert lit(board.oled) == {(0, 0), (127, 7), (0, 63)}
    assert board.oled.text.startswith("\u2801") and len(board.oled.text.split("\n")) == 16
    picture = Image.open(io.BytesIO(board.oled._repr_png_()))
    assert picture.size == (512, 256) and picture.getpixel((3, 3)) == 255 and picture.getpixel((4, 4)) == 0


def test_a_board_without_a_display(start):
    with pytest.raises(VirtualBoardError) as caught:
        _ = VirtualBoard("v1").oled
    assert caught.value.code == "no-oled"


@pytest.fixture
def display() -> Ssd1306:
    display = Ssd1306()
    send(display, 0x00, b"".join(COMMANDS))
    return display


def test_pages_windows_and_continuation_bytes(display):
    send(display, 0x00, b"\x20\x02\xb3\x05\x12")  # page 3, column 0x25
    send(display, 0x40, b"\x01\x02")
    assert lit(display) == {(37, 24), (38, 25)}
    # Downwards in columns 2 and 3 of pages 0 and 1; a control byte before each command byte.
    send(display, 0x80, b"\x20\x80\x01\x80\x21\x80\x02\x80\x03\x80\x22\x80\x00\x80\x01\x40\x01\x01\x01")
    assert {(2, 0), (2, 8), (3, 0)} <= lit(display)


def test_inverse_all_lit_off_zoom_and_start_line(display):
    send(display, 0x40, b"\x01")
    send(display, 0x00, b"\xa7")
    assert len(lit(display)) == 128 * 64 - 1
    send(display, 0x00, b"\xa6\xa5")
    assert len(lit(display)) == 128 * 64
    send(display, 0x00, b"\xa4\xd6\x01")
    assert lit(display) == {(0, 0), (0, 1)}
    send(display, 0x00, b"\xd6\x00\x7f")
    assert lit(display) == {(0, 1)}
    send(display, 0x00, b"\x40\xa0\xc0")  # upside down
    assert lit(display) == {(127, 63)}
    send(display, 0x00, b"\xae")
    assert not lit(display)
