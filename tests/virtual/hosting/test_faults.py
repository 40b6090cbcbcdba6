"""Faults happen as often as they were set, and no other ones can be set."""

from __future__ import annotations

import pytest

from kimotsuki_ictclub.errors import VirtualBoardError
from kimotsuki_ictclub.virtual.hosting.faults import Faults


def test_a_fault_happens_as_often_as_it_was_set() -> None:
    faults = Faults({})
    faults.set("fail-504", 2)
    assert [faults.take("fail-504") for _ in range(3)] == [True, True, False]


def test_a_fault_without_a_number_stays_until_it_is_cleared() -> None:
    faults = Faults({})
    faults.set("flood")
    assert all(faults.take("flood") for _ in range(5))
    faults.set("flood", 0)
    assert not faults.has("flood")


def test_an_unknown_fault_is_named_with_those_that_exist() -> None:
    with pytest.raises(VirtualBoardError) as caught:
        Faults({}).set("earthquake")
    assert caught.value.code == "fault-unknown"
    assert "slow-remount" in caught.value.hint
