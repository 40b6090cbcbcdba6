"""A board that is dropped leaves its machine to the next one, which is then as new."""

from __future__ import annotations

import gc

import pytest

from kimotsuki_ictclub.virtual import Air, VirtualBoard
from kimotsuki_ictclub.virtual.core import machine
from tests.virtual.core.lockstep import run_in_step
from tests.virtual.core.test_lockstep import MUCH

# Leaves files, machine code that ran from RAM, floating-point registers, masks of a masked moment.
MESSY = """import micropython, math
@micropython.asm_thumb
def answer(r0):
    mov(r0, 7)
with open('left', 'w') as file:
    file.write('x' * 300)
print(answer(1), math.sin(1.5))
print('end')
while True:
    pass
"""


@pytest.fixture(autouse=True)
def no_machine_waits(monkeypatch):
    gc.collect()  # or boards of earlier tests would leave theirs here
    monkeypatch.setattr(machine, "_left", {})


def waits(one):
    return any(one is other for waiting in machine._left.values() for other in waiting)


def machine_of(board):
    return board._board.chip.engine.machine


def test_a_board_on_a_used_machine_runs_as_on_a_new_one(version):
    used = VirtualBoard(version, MESSY)
    assert used.run_until("end", timeout=5)
    left = machine_of(used)
    del used
    assert waits(left)
    machine._left[left.kind] = [left]
    board, other = VirtualBoard(version, MUCH), VirtualBoard(version, MUCH)
    assert machine_of(board) is left and machine_of(other) is not left
    for one in (board, other):
        one.run({"v1": 0, "v2": 1.4}[version])
    assert run_in_step(board, other, 0.2) > 1_000
    assert "go" in board.serial.text


def test_another_firmware_on_a_used_machine(version):
    board = VirtualBoard(version, {"main.py": b"print('first')\n", "more": b"x" * 3000})
    assert board.run_until("first")
    del board
    board = VirtualBoard(version, "print('second')\n")
    assert board.run_until("second")
    assert set(board.files) == {"main.py"}


def test_a_machine_is_kept_by_whoever_can_still_use_the_board():
    pins, serial = VirtualBoard("v1").pins, VirtualBoard("v1").serial
    rooms = Air()
    VirtualBoard("v1", air=rooms)
    boards = [VirtualBoard("v1") for _ in range(2)]
    held = [*map(machine_of, boards), pins[0]._board.chip.engine.machine, serial._board.chip.engine.machine]
    assert len(set(map(id, held))) == 4 and not any(map(waits, held))
    rooms.run(0.1)
    assert pins[0].digital == 1 and serial.text == ""
    chip, left = boards[0]._board.chip, machine_of(boards[0])
    boards.pop(0)
    assert waits(left)
    with pytest.raises(RuntimeError, match="nobody holds"):
        chip.reset()
