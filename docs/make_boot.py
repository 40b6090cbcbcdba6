"""Keep how the bundled V2 runtime boots, so that no board needs to (kimotsuki_ictclub/virtual/core/boots.py).

To be run where the runtime or what a chip does in time has changed; tests/virtual/core/test_boots.py fails then.
"""

from __future__ import annotations

from kimotsuki_ictclub.virtual import VirtualBoard
from kimotsuki_ictclub.virtual.core.boot_writer import boot_of
from kimotsuki_ictclub.virtual.core.boots import KNOWN, Bootable

_held: list[VirtualBoard] = []  # a board that nobody holds gives its machine away


def switched_on(seed: int) -> Bootable:
    """Return a V2 to which nothing has happened yet."""
    _held.append(VirtualBoard("v2", "from microbit import *\n", seed=seed))
    return _held[-1]._board


if __name__ == "__main__":
    boot = boot_of(switched_on)
    KNOWN.write_bytes(boot.to_bytes())
    print(f"{KNOWN.name}: {len(boot.ops)} steps, {KNOWN.stat().st_size} bytes")
