"""One comparison, and many: `python -m tests.virtual.core.thumb.compare 200` runs 200 images for each core."""

from __future__ import annotations

import random
import shutil
import sys

from .image import FLOAT_BYTES, REPORT_BYTES, Image, build
from .instructions import Unit
from .machines import BareCore, on_qemu

QEMU = shutil.which("qemu-system-arm")
PROGRAMS, UNITS = 100, 12
_TO_DATA = 0x4661  # mov r1,r12
# What must fault at the same place. Not here: unaligned accesses, which Unicorn lets pass.
FAULTS: dict[str, Unit] = {
    "load from nowhere": [0x2103, 0x0709, 0x6808],
    "store to nowhere": [0x2106, 0x0709, 0x6008],
    "byte from nowhere": [0x210A, 0x0709, 0x7808],
    "jump to nowhere": [0x2161, 0x0609, 0x3101, 0x4708],
    "call of nowhere": [0x2161, 0x0609, 0x3101, 0x4788],
    "Arm state": [0x2100, 0x4708],
    "undefined": [0xDE00],
    "undefined, wide": [0xF7F0, 0xA000],
    "undefined in a critical section": [0xB672, 0xDE00],
    "breakpoint": [0xBE00],
}


def compare(seed: int, *, wide: bool) -> None:
    """Run one image on QEMU, and twice on our core: in one go, and interrupted all the time."""
    assert QEMU
    image = build(seed, PROGRAMS, UNITS, wide=wide, faults=tuple(FAULTS.values()))
    expected = on_qemu(image, QEMU)
    for how, said in (("in one go", BareCore(image).run()), ("interrupted", BareCore(image).run(random.Random(seed)))):
        assert said == expected, f"seed {seed}, {how}: {_first_difference(image, said, expected)}"


def _first_difference(image: Image, said: bytes, expected: bytes) -> str:
    place = next((i for i, (a, b) in enumerate(zip(said, expected, strict=False)) if a != b), len(said))
    size = REPORT_BYTES + (FLOAT_BYTES if image.wide else 0)
    start = place // 4 * 4
    words = said[start : start + 16].hex(" ", 4), expected[start : start + 16].hex(" ", 4)
    return f"byte {place}, program {place // size} if none faulted: {words[0]} for {words[1]}"


if __name__ == "__main__":
    for number in range(int(sys.argv[1])):
        for cortex_m4 in (False, True):
            compare(number, wide=cortex_m4)
        print(number, end=" ", flush=True)
    print("the same")
