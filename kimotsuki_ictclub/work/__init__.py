"""The works: children's programs, kept with every version and check, so that nothing that a child made gets lost.

    from kimotsuki_ictclub.attendance import open_records
    from kimotsuki_ictclub.work import Kind, Works

    with open_records() as records:
        works = Works(records)
        owner = works.let_in("みかん", ("dog", "car", "sun"))  # the first time these three pictures become the code
        work = works.open_work(owner, 4, starter)
        work = works.keep(work, text, work.version, Kind.TYPED)  # on the disk when it returns

They stand in the attendance database: `attendance forget`, `merge`, `backup` and `restore` take them along.
"""

from __future__ import annotations

from .model import Check, Kind, Owner, Standing, Version, Work
from .pictures import PICTURES, Picture
from .works import Works

__all__ = ["PICTURES", "Check", "Kind", "Owner", "Picture", "Standing", "Version", "Work", "Works"]
