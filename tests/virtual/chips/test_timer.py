"""Timers: when a compare interrupts or changes a pin, whatever the program does to it before."""

from __future__ import annotations

import pytest

from kimotsuki_ictclub.virtual import VirtualBoard
from kimotsuki_ictclub.virtual.chips.chip import GPIO_START, Chip
from kimotsuki_ictclub.virtual.chips.gpio import GPIOTE_CONFIG0, IN, PIN_CNF0
from kimotsuki_ictclub.virtual.chips.peripheral import INTENSET
from kimotsuki_ictclub.virtual.chips.ppi import CH0_EEP, CH0_TEP, CHENSET
from kimotsuki_ictclub.virtual.chips.timer import BITMODE, CAPTURE0, CC0, COMPARE0, START
from kimotsuki_ictclub.virtual.core.clock import NEVER
from kimotsuki_ictclub.virtual.core.interrupts import ICER, ISER

TIMER1, LINE = 0x4000_9000, 1 << 9
WIDTH_32, COMPARE0_INTERRUPT = 3, 1 << 16


@pytest.fixture
def chip(version: str) -> Chip:
    """A chip whose TIMER1 counts microseconds and interrupts at compare 0."""
    chip = VirtualBoard(version, "")._board.chip
    write(chip, BITMODE, WIDTH_32)
    write(chip, INTENSET, COMPARE0_INTERRUPT)
    chip.interrupts.write(ISER, 4, LINE)
    write(chip, START, 1)
    return chip


def write(chip: Chip, offset: int, value: int) -> None:
    chip.writers[TIMER1 + offset](value)


def pending_after(chip: Chip, microseconds: int) -> bool:
    chip.clock.base = microseconds * chip.hz // 1_000_000
    chip.clock.sync()
    return bool(chip.interrupts.pending & LINE)


def test_a_compare_that_is_moved_matches_only_at_its_latest_value(chip):
    write(chip, CC0, 500)
    write(chip, CC0, 3000)  # later
    assert not pending_after(chip, 600)
    write(chip, CC0, 1000)  # earlier
    assert not pending_after(chip, 999)
    assert pending_after(chip, 1000)


def test_a_compare_that_is_captured_does_not_match_at_its_old_value(chip):
    write(chip, CC0, 500)
    assert not pending_after(chip, 300)
    write(chip, CAPTURE0, 1)
    assert not pending_after(chip, 500)
    write(chip, CC0, 700)
    assert pending_after(chip, 700)


def test_what_was_set_while_the_interrupt_was_off_comes_on_its_cycle(chip):
    chip.interrupts.write(ICER, 4, LINE)
    chip.readers[TIMER1 + COMPARE0]()  # the counter's events are found anew
    write(chip, CC0, 1000)
    assert chip.clock.next_prompt() == NEVER
    chip.interrupts.write(ISER, 4, LINE)
    assert chip.clock.next_prompt() == 1000 * chip.hz // 1_000_000


def test_a_pin_that_a_timer_has_changed_is_read_so(chip):
    pin, gpiote, ppi = 3, 0x4000_6000, 0x4001_F000
    writers = chip.writers
    writers[GPIO_START + PIN_CNF0 + 4 * pin](0)  # its input is on
    writers[gpiote + GPIOTE_CONFIG0](_task_on(pin))
    writers[ppi + CH0_EEP](TIMER1 + COMPARE0 + 4)
    writers[ppi + CH0_TEP](gpiote)
    writers[ppi + CHENSET](1)
    write(chip, CC0 + 4, 1000)  # of this compare the CPU hears nothing
    read_pins = chip.readers[GPIO_START + IN]
    chip.clock.base = 999 * chip.hz // 1_000_000
    assert not read_pins() >> pin & 1
    chip.clock.base = 1000 * chip.hz // 1_000_000
    assert read_pins() >> pin & 1


def _task_on(pin: int) -> int:
    """Return a GPIOTE channel's configuration: its task toggles `pin`."""
    return 3 | pin << 8 | 3 << 16
