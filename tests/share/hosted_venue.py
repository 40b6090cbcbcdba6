"""One venue as a process of its own: a classroom of virtual boards with lesson 4, shared until it is ended.

`python -m tests.share.hosted_venue VENUE BROKER LIGHT LABEL …`; ICTCLUB_HOME is its own.
"""

from __future__ import annotations

import sys

from kimotsuki_ictclub.boards import find_boards
from kimotsuki_ictclub.boards.labels import set_label
from kimotsuki_ictclub.cli import execute
from kimotsuki_ictclub.folders import data_folder
from kimotsuki_ictclub.virtual.hosting.classroom import Classroom, tell
from kimotsuki_ictclub.virtual.hosting.registry import hosted_boards


def main(venue: str, broker: str, light: str, *labels: str) -> int:
    with Classroom(data_folder(), v1=len(labels), drive_speed=50, workers=1):
        for board, label in zip(find_boards(), labels, strict=True):
            set_label(board.unique_id, label)
        if execute(["flash", "4", "--yes"]) != 0:
            return 1
        for hosted in hosted_boards(data_folder()):
            tell(hosted, light=int(light))
        return execute(["share", "--venue", venue, "--to", broker])


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
