"""Thirty virtual boards flashed with the whole hex and verified in one run: how long, and where the time goes."""

from __future__ import annotations

import os
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from kimotsuki_ictclub.boards import Board, find_boards
from kimotsuki_ictclub.boards.flashing.many import flash_many
from kimotsuki_ictclub.images.image import image_of
from kimotsuki_ictclub.virtual.hosting.classroom import Classroom

from .change import lesson


def flash_thirty(folder: Path, v1: int = 15, v2: int = 15) -> None:
    """Print how long thirty boards take with drives as slow as real ones, and what the boards spend it on."""
    spent: defaultdict[str, float] = defaultdict(float)
    doing: dict[str, tuple[str, float]] = {}

    def note(board: Board, step: str, part: float) -> None:
        now = time.perf_counter()
        before, since = doing.get(board.unique_id, (step, now))
        spent[before] += now - since
        doing[board.unique_id] = (step, now)

    os.environ["ICTCLUB_HOME"] = str(folder)
    start = time.perf_counter()
    with Classroom(folder, v1, v2):
        print(f"{v1 + v2} virtual boards on {os.cpu_count()} cores: ready after {time.perf_counter() - start:.1f} s")
        boards = find_boards()
        images = {version: image_of({"main.py": lesson(2048, 1)}, version) for version in ("v1", "v2")}
        start = time.perf_counter()
        outcomes = flash_many(
            boards,
            lambda version: images[version],
            full=True,
            progress=note,
            done=lambda outcome: note(outcome.board, "done", 1.0),
        )
        seconds = time.perf_counter() - start
        good = sum(outcome.result is not None for outcome in outcomes)
        print(f"  flashed and verified: {good} of {len(boards)} in {seconds:.1f} s")
        for outcome in outcomes:
            if outcome.error:
                print(f"  {outcome.board.name}: {outcome.error.code}")
        for step, total in sorted(spent.items(), key=lambda item: -item[1]):
            print(f"  {step:9s} {total / len(boards):6.1f} s a board on average")


def main() -> None:
    """Print all figures."""
    with tempfile.TemporaryDirectory() as folder:
        flash_thirty(Path(folder))


if __name__ == "__main__":
    main()
