"""What a board keeps when its cable is pulled while an almost full, fragmented file system is written."""

from __future__ import annotations

from . import power_cuts
from .power_cuts import WHOLE, damaged, found_after

LENGTHS = (0, 121, 247, 373, WHOLE)  # of a file of four chunks: what whole chunks of it hold; 0: half a name, or none


def test_a_cut_harms_no_other_file_but_while_pages_are_swept() -> None:
    """The whole of it: `python -m tests.virtual.power_cuts`."""
    before, noted = power_cuts.flash_operations("v1")
    sweep = power_cuts.sweep_of(noted)
    middle = (sweep.start + sweep.stop) // 2
    for number, image in power_cuts.states("v1", before, noted, {182, sweep.start, middle, sweep.stop}):
        kept, ends = found_after(image)
        assert ends == "end"  # the firmware starts, and can write again
        if number == middle:  # pages stand one further than the others: so it is on the runtime, not a wish
            assert damaged(kept)
            continue
        assert damaged(kept) == [] and kept["other"][0] == 300
        length, same, _letter = kept.get("new", (0, True, ""))
        assert same and length in LENGTHS
