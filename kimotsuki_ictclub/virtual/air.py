"""The air between virtual boards: it carries radio packets, and time passes in it for all boards alike."""

from __future__ import annotations

import random
from typing import NamedTuple, Protocol

_NEAR = 1e-7  # seconds: about one cycle of the slower chip; a board's clock can't stop between two cycles
STEP_SECONDS = 0.001  # boards take turns in steps of this virtual time; a packet is late by this at most


class Channel(NamedTuple):
    """What a sender and a receiver must have in common."""

    frequency: int
    mode: int
    base: int
    prefix: int


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

    def join(self, member: Member) -> None:
        """Bring a board into the room."""
        self._members.append(member)

    def leave(self, member: Member) -> None:
        """Take a board out of the room."""
        self._members.remove(member)

    def send(self, sender: Receiver, channel: Channel, packet: bytes) -> None:
        """Carry a packet to every other radio; a radio on another channel ignores it."""
        self.packets.append((channel, packet))
        for member in self._members:
            radio = member.radio
            if radio is not sender and self._random.random() >= self._loss:
                radio.hear(channel, packet)

    def run(self, seconds: float) -> None:
        """Let `seconds` of virtual time pass for all boards in the room, in step."""
        ends = [member.time + seconds for member in self._members]
        while any(member.time < end - _NEAR for member, end in zip(self._members, ends, strict=True)):
            for member, end in zip(self._members, ends, strict=True):
                if member.time < end - _NEAR:
                    member.run_alone(min(member.time + STEP_SECONDS, end))
