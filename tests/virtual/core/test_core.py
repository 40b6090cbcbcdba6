"""The core itself: faults, the slow counter, deep sleep."""

from __future__ import annotations

import psutil
import pytest

from kimotsuki_ictclub.errors import VirtualBoardError
from kimotsuki_ictclub.virtual import VirtualBoard
from kimotsuki_ictclub.virtual.core.counter import CountingHook, InstructionCounter
from tests.virtual.core.lockstep import run_in_step

BOOT_SECONDS = {"v1": 0.5, "v2": 1.6}
HELLO = "from microbit import *\nfor i in range(5):\n    print(i, running_time())\n    sleep(10)\nprint('end')\n"


def test_unicorns_counter_is_found(version):
    assert isinstance(VirtualBoard(version)._board.chip.engine.counter, InstructionCounter)


def test_the_slow_counter_gives_the_same_run(version):
    fast, slow = VirtualBoard(version, HELLO), VirtualBoard(version, HELLO, exact=False)
    assert isinstance(slow._board.chip.engine.counter, CountingHook)
    assert run_in_step(fast, slow, BOOT_SECONDS[version]) > 5_000
    assert "end" in fast.serial.text


def test_a_changed_unicorn_falls_back_to_the_slow_counter(monkeypatch):
    monkeypatch.setattr("kimotsuki_ictclub.virtual.core.counter._SEARCHED_WORDS", 8)
    monkeypatch.setattr("kimotsuki_ictclub.virtual.core.machine._left", {})
    board = VirtualBoard("v1", HELLO)
    assert isinstance(board._board.chip.engine.counter, CountingHook)
    assert board.run_until("end", timeout=5)


@pytest.mark.parametrize("where", [0x0800_0000, 0x3000_0000])
def test_a_firmware_that_faults_says_where(version, where):
    board = VirtualBoard(version)
    board.run(0.5)
    board._board.chip.cpu.pc = where
    with pytest.raises(VirtualBoardError) as caught:
        board.run(1)
    assert caught.value.code == "firmware-fault"
    assert f"{where:#010x}" in caught.value.message
    board.reset()
    assert board.run_until(">>> ", timeout=5)


def test_a_wild_pointer_in_the_program_ends_in_a_fault():
    board = VirtualBoard("v1", "import machine\nprint(machine.mem32[0x30000000])\n")
    with pytest.raises(VirtualBoardError) as caught:
        board.run(3)
    assert caught.value.code == "firmware-fault"


def test_a_board_that_switches_off_stays_dark_until_reset():
    board = VirtualBoard(
        "v2", "from microbit import *\nimport power\ndisplay.show(Image.HEART)\nsleep(200)\npower.off()\n"
    )
    assert board.run_until(lambda: not board.is_on, timeout=5)
    board.run(1)
    assert not board.display.is_lit
    board.reset()
    assert board.run_until(lambda: board.display.is_lit, timeout=5)


def test_there_is_no_v3():
    with pytest.raises(VirtualBoardError) as caught:
        VirtualBoard("v3")
    assert caught.value.code == "no-such-version"


ASSEMBLER = """import micropython
@micropython.asm_thumb
def add(r0, r1):
    add(r0, r0, r1)
for i in range(3):
    print(add(i, 40))
print('end')
"""


def test_inline_assembler_runs_from_ram(version):
    board = VirtualBoard(version, ASSEMBLER)
    assert board.run_until("end", timeout=5)
    assert board.serial.lines[:3] == ["40", "41", "42"]
    before = board.instructions
    board.reset()
    assert board.run_until("end", timeout=5)
    assert board.instructions < 2 * before  # the runtime's delay loop is skipped again


ANSWERING = """import micropython
@micropython.asm_thumb
def answer(r0):
    mov(r0, {answer})
print('answer', answer(1))
print('end')
"""


def test_after_a_flash_the_second_programs_machine_code_runs(version):
    board = VirtualBoard(version, ANSWERING.format(answer=7))
    assert board.run_until("end", timeout=5)
    board.flash(ANSWERING.format(answer=9))
    assert board.run_until("end", timeout=5)
    assert (board.serial.text.count("answer 7"), board.serial.text.count("answer 9")) == (1, 1)


TWO_LIVES = """import machine, micropython, microbit
try:
    open('second').close()
    @micropython.asm_thumb
    def answer(r0):
        mov(r0, 9)
    print('answer', answer(1))
except OSError:
    @micropython.asm_thumb
    def answer(r0):
        mov(r0, 7)
    print('answer', answer(1))
    with open('second', 'w') as file:
        file.write('x')
    microbit.sleep(20)
    {ending}
print('end')
"""


@pytest.mark.parametrize("ending", ["print('ready')", "machine.reset()"])
def test_after_a_reset_new_machine_code_runs(version, ending):
    board = VirtualBoard(version, TWO_LIVES.format(ending=ending))
    if ending == "print('ready')":
        assert board.run_until("ready", timeout=5)
        board.reset()
    assert board.run_until("answer 9", timeout=5), board.serial.text
    assert board.serial.text.count("answer 7") == 1


def test_after_a_soft_reset_new_machine_code_runs(version):
    board = VirtualBoard(version, TWO_LIVES.format(ending=""))
    assert board.run_until(">>> ", timeout=5)
    board.serial.write("\x04")
    assert board.run_until("answer 9", timeout=5), board.serial.text


def test_flashing_again_and_again_keeps_no_memory(version):
    board, process, used = VirtualBoard(version), psutil.Process(), []
    for number in range(10):
        board.flash(f"print('flashed {number}')\n")
        assert board.run_until(f"flashed {number}", timeout=5)
        used.append(process.memory_info().rss)
    assert used[-1] - used[1] < 4_000_000  # 14 MB on a V1 and 10 MB on a V2 where translations pile up
