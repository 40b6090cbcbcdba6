"""Boards that talk by radio, also V1 with V2."""

from __future__ import annotations

import pytest

from kimotsuki_ictclub.virtual import Air, VirtualBoard
from kimotsuki_ictclub.virtual.air import STEP_SECONDS, Channel

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


SEND_AT = (
    "from microbit import *\nimport radio\nradio.on()\nprint('on')\nn = 0\n"
    "while True:\n    if button_a.was_pressed():\n        radio.send('{name} %d' % n)\n        n += 1\n"
)


def test_two_that_send_at_the_same_time_are_not_heard():
    air = Air()
    senders = [VirtualBoard("v1", SEND_AT.format(name=name), seed=1, air=air) for name in ("x", "y")]
    listener = VirtualBoard("v1", RECEIVE.format(group=0), seed=3, air=air)
    air.run(0.5)
    for together in (True, False, True, False):
        for board in senders:
            board._board.drive(board._board.button_pins["a"], 0)
            if not together:
                air.run(0.12)
        air.run(0.12)
        for board in senders:
            board._board.drive(board._board.button_pins["a"], 1)
        air.run(0.1)
    got = [line for line in listener.serial.lines if line.startswith("got")]
    assert got == ["got x 1", "got y 1", "got x 3", "got y 3"]
    assert air.collisions == 4 and len(air.packets) == 8


class Ear:
    """A board that only counts."""

    def __init__(self) -> None:
        self.time = 0.0
        self.heard: list[bytes] = []
        self.radio = self

    def pass_boot(self, until: float) -> bool:
        return False

    def run_alone(self, until: float) -> None:
        self.time = until

    def hear(self, channel: Channel, packet: bytes) -> None:
        self.heard.append(packet)


@pytest.mark.parametrize(
    ("began", "frequency", "heard"),
    [
        (0.0004, 7, []),
        (0.0009, 7, []),
        (0.0013, 7, [b"first", b"second"]),
        (0.0004, 8, [b"first", b"second"]),
    ],
)
def test_only_what_overlaps_on_one_frequency_collides(began, frequency, heard):
    air = Air()
    one, two, ear = Ear(), Ear(), Ear()
    for board in (one, two, ear):
        air.join(board)
    air.send(one, Channel(7, 0, 0, 0), b"first", 0.0002, 0.001)
    if began < STEP_SECONDS:
        air.send(two, Channel(frequency, 0, 0, 0), b"second", began, 0.001)
    air.run(STEP_SECONDS)
    assert ear.heard == []
    if began >= STEP_SECONDS:
        air.send(two, Channel(frequency, 0, 0, 0), b"second", began, 0.001)
    air.run(2 * STEP_SECONDS)
    assert ear.heard == heard
