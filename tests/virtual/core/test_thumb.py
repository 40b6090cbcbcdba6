"""Both cores against QEMU with random programs, whole and interrupted between any two instructions."""

from __future__ import annotations

import random

import pytest

from .thumb.compare import FAULTS, QEMU, compare
from .thumb.image import COUNTS, FAULT_MARK, INTERRUPTS, build
from .thumb.machines import BareCore


@pytest.mark.skipif(QEMU is None, reason="qemu-system-arm is not installed")
@pytest.mark.parametrize("wide", [False, True], ids=["Cortex-M0", "Cortex-M4F"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_random_programs_leave_what_they_leave_on_qemu(seed: int, wide: bool):
    compare(seed, wide=wide)


def test_the_handlers_ran_nested_and_the_faults_were_told(monkeypatch):
    image = build(5, 20, 12, wide=True, faults=tuple(FAULTS.values()))
    core = BareCore(image)
    depths, begin = [0], core.interrupts.begin
    monkeypatch.setattr(
        core.interrupts, "begin", lambda number: (begin(number), depths.append(len(core.interrupts.active)))
    )
    said = core.run(random.Random(5))
    assert max(depths) >= 3
    assert all(core.engine.memory(COUNTS + 4 * number, 1)[0] for number in range(INTERRUPTS))
    assert said.count(FAULT_MARK.to_bytes(4, "little")) >= len(FAULTS)
