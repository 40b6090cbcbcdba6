"""The LEDs, read back from the firmware's own multiplexing."""

from __future__ import annotations

import pytest

from kimotsuki_ictclub.virtual import Display, VirtualBoard
from kimotsuki_ictclub.virtual.built_in_images import PICTURES

ALL_PICTURES = """
for name in dir(Image):
    image = getattr(Image, name)
    if isinstance(image, Image):
        print(name, ''.join([str(image.get_pixel(i % 5, i // 5)) for i in range(25)]))
print('end')
"""


def test_an_image_shows(start):
    board = start("display.show(Image.HEART)\n")
    board.run(0.1)
    assert board.display == "HEART"
    assert board.display == "09090:99999:99999:09990:00900"
    assert board.display != "HAPPY"


def test_every_brightness_is_told_apart(start):
    rows = "01234:56789:98765:43210:90909"
    board = start(f"display.show(Image('{rows}'))\n")
    board.run(0.2)
    assert str(board.display) == rows


@pytest.mark.parametrize("pixel", range(25))
def test_every_led_has_its_place(pixel):
    board = VirtualBoard("v1", f"from microbit import *\ndisplay.set_pixel({pixel % 5}, {pixel // 5}, 9)\n")
    board.run(0.15)
    assert [i for i in range(25) if board.display[i // 5][i % 5]] == [pixel]


def test_scrolling_moves_to_the_left_and_ends_dark(start):
    board = start("display.scroll('I')\nprint('end')\n")
    seen = set()
    board.run_until(lambda: seen.add(str(board.display)) or "end" in board.serial.text, timeout=5)
    assert len(seen) >= 5
    board.run(0.2)
    assert not board.display.is_lit


def test_clear_turns_all_leds_off(start):
    board = start("display.show(Image.HAPPY)\nsleep(200)\ndisplay.clear()\n")
    board.run(0.1)
    assert board.display.is_lit
    board.run(0.4)
    assert not board.display.is_lit and board.display.lit_count == 0


def test_the_table_of_images_is_the_firmwares(version):
    board = VirtualBoard(version, "from microbit import *" + ALL_PICTURES)
    assert board.run_until("end\r\n", timeout=30)
    shown = dict(line.split() for line in board.serial.lines if line != "end")
    assert shown == {name: picture.replace(":", "") for name, picture in PICTURES.items()}


def test_displays_compare_by_picture():
    assert Display.of("heart") == Display.of("HEART")
    assert Display.of("00000:00000:00500:00000:00000").is_like("00000:00000:00900:00000:00000")
    assert Display.of("00000:00000:00500:00000:00000") != "00000:00000:00900:00000:00000"
    with pytest.raises(ValueError, match="name of an image"):
        Display.of("HURT")
