"""The data log of the V2: its storage is in the interface chip, behind I2C."""

from __future__ import annotations

import re

import pytest

from kimotsuki_ictclub.errors import VirtualBoardError
from kimotsuki_ictclub.virtual import VirtualBoard
from kimotsuki_ictclub.virtual.v2 import MicrobitV2

LOGS = """
import log
log.set_labels('light', 'temp')
for i in range(3):
    log.add(light=i, temp=20 + i)
print('logged')
"""
# Opening main.py for writing clears the log: MicroPython 2.1.2, codal_port/main.c, `microbit_file_opened_for_writing`.
OPENS = """
from microbit import running_time
for name in ('other.py', 'main.py'):
    t = running_time()
    open(name, 'w').close()
    print(name, running_time() - t)
print('end')
"""


@pytest.mark.parametrize("board_id", ["9904", "9905", "9906"])
def test_rows_are_kept_in_the_interface_chip(board_id):
    board = VirtualBoard("v2", LOGS, board_id=board_id)
    assert board.run_until("logged", timeout=10)
    assert isinstance(board._board, MicrobitV2)
    content = bytes(board._board.storage.content)
    assert b"UBIT_LOG_FS" in content
    rows = re.findall(rb"[\d.]+,(\d,\d\d)\n", content)
    assert rows == [b"0,20", b"1,21", b"2,22"]


@pytest.mark.parametrize(("board_id", "least", "most"), [("9904", 9 * 20, 600), ("9906", 3 * 100, 600)])
def test_clearing_it_takes_as_long_as_the_chip_needs(board_id, least, most):
    """Nine sectors of 1 KiB with 20 ms each on a V2.0, three of 4 KiB with 100 ms each on a V2.21."""
    board = VirtualBoard("v2", OPENS, board_id=board_id)
    assert board.run_until("end", timeout=10)
    other, main = (int(line.split()[1]) for line in board.serial.lines if ".py" in line)
    assert other < 20
    assert least <= main <= most


def test_there_is_no_other_v2():
    with pytest.raises(VirtualBoardError) as caught:
        VirtualBoard("v2", board_id="9900")
    assert caught.value.code == "no-such-version"
