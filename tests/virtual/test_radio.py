"""Boards that talk by radio, also V1 with V2."""

from __future__ import annotations

import pytest

from kimotsuki_ictclub.virtual import Air, VirtualBoard

SEND = (
    "from microbit import *\nimport radio\nradio.on()\nradio.config(group={group})\nn = 0\n"
    "while True:\n    radio.send('msg %d' % n)\n    n += 1\n    sleep(100)\n"
)
RECEIVE = (
    "from microbit import *\nimport radio\nradio.on()\nradio.config(group={group})\n"
    "while True:\n    m = radio.receive()\n    if m:\n        print('got', m)\n    sleep(10)\n"
)


@pytest.mark.parametrize("versions", [("v1", "v1"), ("v2", "v2"), ("v1", "v2"), ("v2", "v1")])
def test_a_message_arrives_in_its_group_only(versions):
    air = Air()
    VirtualBoard(versions[0], SEND.format(group=5), seed=1, air=air)
    friend = VirtualBoard(versions[1], RECEIVE.format(group=5), seed=2, air=air)
    stranger = VirtualBoard(versions[1], RECEIVE.format(group=6), seed=3, air=air)
    air.run(3)
    got = [line for line in friend.serial.lines if line.startswith("got")]
    assert len(got) >= 8
    numbers = [int(line.split()[-1]) for line in got]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    assert stranger.serial.text == ""


def test_time_passes_for_all_in_the_room():
    air = Air()
    one, two = VirtualBoard("v1", air=air), VirtualBoard("v1", air=air)
    one.run(0.5)
    assert one.time == pytest.approx(0.5, abs=1e-3) and two.time == pytest.approx(0.5, abs=1e-3)


def test_a_bad_room_loses_packets():
    air = Air(loss=0.5, seed=4)
    VirtualBoard("v1", SEND.format(group=1), air=air)
    friend = VirtualBoard("v1", RECEIVE.format(group=1), air=air)
    air.run(3)
    numbers = [int(line.split()[-1]) for line in friend.serial.lines]
    assert 3 < len(numbers) < numbers[-1]


def test_a_slice_that_ends_between_two_cycles_ends():
    air = Air()
    first = VirtualBoard("v2", air=air)
    for _slice in range(60):
        first.run(0.05)
    assert first.time == pytest.approx(3.0, abs=1e-3)
