"""The air between virtual boards: it carries radio packets, and time passes in it for all boards alike.

Two packets on one frequency at the same time are lost, both: who hears them hears noise. Boards take turns, so a packet
arrives only when all have come to its end, and no other packet can begin before that any more.
"""

from __future__ import annotations

import random
from typing import NamedTuple, Protocol

from .ctrl_c import held_ctrl_c

_NEAR = 1e-7  # seconds: about one cycle of the slower chip; a board's clock can't stop between two cycles
STEP_SECONDS = 0.001  # boards take turns in steps of this virtual time; a packet is late by this at most
_LONGEST_PACKET = 0.003  # seconds: 255 bytes at 1 Mbit/s, and some


class Channel(NamedTuple):
    """What a sender and a receiver must have in common."""

    frequency: int
    mode: int
    base: int
    prefix: int


class Flight(NamedTuple):
    """A packet on its way: from `began` to `ended`, in virtual seconds."""

    sender: Receiver
    channel: Channel
    packet: bytes
    began: float
    ended: float

    def disturbs(self, other: Flight) -> bool:
        """Whether the two can't be told apart."""
        return (
            self is not other
            and self.sender is not other.sender
            and self.channel.frequency == other.channel.frequency
            and self.began < other.ended
            and other.began < self.ended
        )


class Receiver(Protocol):
    """A radio, as the air knows it."""

    def hear(self, channel: Channel, packet: bytes) -> None:
        """A packet begins to arrive now; it is lost where the radio does not listen on its channel."""


class Member(Protocol):
    """A board on the air."""

    @property
    def radio(self) -> Receiver:
        """The board's radio as it is after the latest reset."""

    @property
    def time(self) -> float:
        """Virtual seconds since power-on."""

    def pass_boot(self, until: float) -> bool:
        """Boot in one step where it was just switched on and has booted by virtual second `until`."""

    def run_alone(self, until: float) -> None:
        """Run to virtual second `until`, without the others."""


class Air:
    """A room in which boards hear each other.

    loss: which part of the packets gets lost, 0.0–1.0, drawn with `seed`.
    """

    def __init__(self, *, loss: float = 0.0, seed: int = 1) -> None:
        if not 0 <= loss <= 1:
            raise ValueError(f"loss {loss} is not between 0 and 1")
        self._loss, self._random = loss, random.Random(seed)
        self._members: list[Member] = []
        self.packets: list[tuple[Channel, bytes]] = []  # all that were sent
        self.collisions = 0  # packets that were lost because another one was on the air
        self._flying: list[Flight] = []
        self._landed: list[Flight] = []  # a moment ago: one that began before may still come down

    def join(self, member: Member) -> None:
        """Bring a board into the room."""
        self._members.append(member)

    def leave(self, member: Member) -> None:
        """Take a board out of the room."""
        self._members.remove(member)

    def send(self, sender: Receiver, channel: Channel, packet: bytes, began: float, seconds: float) -> None:
        """Carry a packet to every other radio; a radio on another channel ignores it.

        began: virtual second at which it begins, which is now for the sender; seconds: how long it takes.
        """
        self.packets.append((channel, packet))
        self._flying.append(Flight(sender, channel, packet, began, began + seconds))

    def _land(self) -> None:
        """Let those packets arrive whose end lies behind all boards."""
        now = min(member.time for member in self._members)
        landing = sorted((one for one in self._flying if one.ended <= now), key=lambda one: one.ended)
        for flight in landing:
            if any(flight.disturbs(other) for other in (*self._flying, *self._landed)):
                self.collisions += 1
                continue
            for member in self._members:
                if member.radio is not flight.sender and self._random.random() >= self._loss:
                    member.radio.hear(flight.channel, flight.packet)
        self._flying = [one for one in self._flying if one.ended > now]
        self._landed = [one for one in (*self._landed, *landing) if one.ended > now - _LONGEST_PACKET]

    def run(self, seconds: float) -> None:
        """Let `seconds` of virtual time pass for all boards in the room, in step."""
        began = [(member, member.time) for member in self._members]
        for member, start in began:
            member.pass_boot(start + seconds)  # it neither sends nor hears meanwhile; the others catch up with it
        ahead = max((member.time - start for member, start in began), default=0.0)
        with held_ctrl_c() as ctrl_c:  # once, not again in each of the many short runs
            turn, passed = 0, 0.0
            while any(member.time < start + seconds - _NEAR for member, start in began):
                if passed >= ahead and ctrl_c():
                    break
                turn += 1
                passed = min(turn * STEP_SECONDS, seconds)
                for member, start in began:
                    if member.time < start + passed - _NEAR:
                        member.run_alone(start + passed)
                if self._flying:
                    self._land()
