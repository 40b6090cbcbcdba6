"""Faults on demand: what a virtual board does wrong, so that every failure path can be tried end to end."""

from __future__ import annotations

from dataclasses import dataclass

from ...errors import VirtualBoardError
from ...language import N_

# What DAPLink writes into FAIL.TXT (DAPLink, source/daplink/error.c): text and type.
FAIL_TEXTS = {
    "fail-504": ("The transfer timed out.", "transient"),
    "fail-506": ("File sent out of order by PC. Target might not be programmed correctly.", "transient"),
    "fail-521": ("The hex file cannot be decoded. Checksum calculation failure occurred.", "transient"),
    "fail-524": (
        "The hex file you dropped isn't compatible with this mode or device. "
        "Are you in MAINTENANCE mode? See HELP FAQ.HTM",
        "user",
    ),
    "fail-529": ("The application image is not compatible with the target.", "user"),
    "fail-537": ("In application programming failed because the update sent was incomplete.", "transient"),
}

FAULTS = {
    **{name: N_("the next copy fails with this code in FAIL.TXT") for name in FAIL_TEXTS},
    "assert": N_("the interface chip stumbles and leaves ASSERT.TXT"),
    "hex-stays": N_("the hex stays on the drive and is not taken"),
    "maintenance": N_("plugged in while reset was held"),
    "drive-vanishes": N_("the drive goes away during a copy and doesn't come back"),
    "slow-remount": N_("the drive comes back ten times later than usual"),
    "drive-full": N_("no room on the drive"),
    "drive-read-only": N_("the drive refuses to be written"),
    "cable-drops": N_("the cable falls out in the middle of a file on the serial line"),
    "bytes-lost": N_("some bytes to the board are lost"),
    "port-held": N_("another program holds the serial port"),
    "flood": N_("a program that prints without pause runs on the board"),
}


@dataclass
class Faults:
    """The faults set on one board, each with how often it still happens (-1: until it is cleared)."""

    left: dict[str, int]

    def set(self, name: str, times: int = -1) -> None:
        """Let the fault `name` happen `times` times (0: clear it, -1: until cleared).

        Raises: VirtualBoardError (`fault-unknown`); TypeError where `times` is no whole number.
        """
        if name not in FAULTS:
            raise VirtualBoardError(
                "fault-unknown",
                N_("There is no fault called %(name)s."),
                N_("Use one of: %(faults)s."),
                name=name,
                faults=", ".join(FAULTS),
            )
        if type(times) is not int:
            raise TypeError(f"{name}: {times!r} times")
        self.left.pop(name, None)
        if times:
            self.left[name] = times

    def has(self, name: str) -> bool:
        """Return whether the fault is set, without using it up."""
        return name in self.left

    def take(self, name: str) -> bool:
        """Return whether the fault happens now; one of its times is then used up."""
        times = self.left.get(name, 0)
        if times > 0:
            self.set(name, times - 1)
        return bool(times)
