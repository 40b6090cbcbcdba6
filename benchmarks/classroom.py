"""How many hosted boards of lesson 4 this PC keeps at the wall clock, and what hosting costs beside the bare boards."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager

import psutil

from kimotsuki_ictclub import lessons
from kimotsuki_ictclub.virtual import VirtualBoard
from kimotsuki_ictclub.virtual.hosting.pool import Pool
from kimotsuki_ictclub.virtual.hosting.room import ATTACHED
from kimotsuki_ictclub.virtual.hosting.seat import Seat
from kimotsuki_ictclub.virtual.hosting.seat_request import SeatRequest

LESSON = 4
COMPARED = {"v1": 16, "v2": 4}  # boards whose cost is compared
BEHIND = 0.05  # a board that is farther behind is too slow
WARM_UP, MEASURED = 4.0, 5.0  # seconds
MOST = 96


@contextmanager
def hosted(version: str, count: int) -> Iterator[list[Seat]]:
    """Host so many boards, each with its LEDs watched and its line open, as in a class that looks at them."""
    pool = Pool()
    files = lessons.find(LESSON).files
    try:
        seats = [pool.open(SeatRequest(version, files, seed=number, leds=True)) for number in range(count)]
        lines = [seat.open_line(keep=4096) for seat in seats]
        time.sleep(WARM_UP)
        yield seats
        del lines
    finally:
        pool.close()


def cpu_seconds_of_workers() -> float:
    """Return the process time of all worker processes."""
    times = [child.cpu_times() for child in psutil.Process().children()]
    return sum(one.user + one.system for one in times)


def hosted_share(version: str, count: int) -> float:
    """Return which part of a core one hosted board takes, per virtual second."""
    with hosted(version, count) as seats:
        cpu, virtual = cpu_seconds_of_workers(), sum(seat.tell()["time"] for seat in seats)
        time.sleep(MEASURED)
        return (cpu_seconds_of_workers() - cpu) / (sum(seat.tell()["time"] for seat in seats) - virtual)


def bare_share(version: str, count: int, processes: int) -> float:
    """Return the same for boards that nobody hosts, dealt out to so many processes at once.

    At the wall clock and in the same slices, because what boards in turn take from each other's caches, and what one
    busy core takes from the other, is the machine's part and not the host's.
    """
    with ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn")) as pool:
        shares = list(pool.map(_paced_share, [version] * processes, _dealt_out(count, processes)))
    return sum(share * len(seeds) for share, seeds in zip(shares, _dealt_out(count, processes), strict=True)) / count


def _dealt_out(count: int, processes: int) -> list[range]:
    return [range(first, count, processes) for first in range(processes)]


def _paced_share(version: str, seeds: range) -> float:
    files = lessons.find(LESSON).files
    boards = [VirtualBoard(version, files, seed=number) for number in seeds]
    for board in boards:
        board.run(WARM_UP)
    cpu, begun = time.process_time(), time.monotonic()
    for piece in range(1, round(MEASURED / ATTACHED) + 1):
        for board in boards:
            board.run(ATTACHED)
        time.sleep(max(0.0, begun + piece * ATTACHED - time.monotonic()))
    return (time.process_time() - cpu) / (MEASURED * len(boards))


def slowest(version: str, count: int) -> float:
    """Return how far the slowest of so many boards falls behind, as a part of the time."""
    with hosted(version, count) as seats:
        begun = [(time.monotonic(), seat.tell()["time"]) for seat in seats]
        time.sleep(MEASURED)
        ran = [(seat.tell()["time"] - virtual) / (time.monotonic() - wall)
               for seat, (wall, virtual) in zip(seats, begun, strict=True)]  # fmt: skip
    return 1 - min(ran)


def most_in_time(version: str, guess: int) -> int:
    """Return how many boards are kept within `BEHIND`, found by halving between what went and what didn't."""
    good, bad = 0, MOST + 1
    count = guess
    while good + 1 < bad and (bad - good > 1 + good // 10):
        if slowest(version, count) <= BEHIND:
            good = count
        else:
            bad = count
        count = min((good + bad) // 2, good * 3 // 2 + 1)
    return good


def main() -> None:
    """Print all figures."""
    cores = os.cpu_count() or 1
    for version, count in COMPARED.items():
        bare, with_host = bare_share(version, count, min(cores, count)), hosted_share(version, count)
        print(
            f"{version}: {count} boards of lesson {LESSON}: {100 * with_host:.1f} % of a core each, "
            f"bare {100 * bare:.1f} %: hosting adds {100 * (with_host - bare):.1f} %"
        )
        most = most_in_time(version, max(1, int(cores / with_host)))
        print(f"  {most} of them keep the wall clock within {100 * BEHIND:.0f} % on {cores} cores")


if __name__ == "__main__":
    main()
