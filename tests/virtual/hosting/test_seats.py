"""Seats: boards that live in worker processes, and end with whoever asked for them."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from kimotsuki_ictclub.errors import ImageError, VirtualBoardError
from kimotsuki_ictclub.virtual.hosting.pool import Pool
from kimotsuki_ictclub.virtual.hosting.seat_request import SeatRequest

COUNT = b"from microbit import *\nn = 0\nwhile True:\n    n += 1\n    print(n)\n    sleep(20)\n"
FLOOD = b"while True:\n    print('0123456789' * 20)\n"
ENDLESS = b"while True:\n    pass\n"
# `blx` to an address where no instruction is: the CPU stops.
WILD = b"@micropython.asm_thumb\ndef f(r0):\n    bx(r0)\nf(0x30000001)\n"


def soon(true: Callable[[], object], seconds: float = 90.0) -> bool:
    """Wait until something is true."""
    deadline = time.monotonic() + seconds
    while not true() and time.monotonic() < deadline:
        time.sleep(0.02)
    return bool(true())


@pytest.fixture
def pool() -> Iterator[Pool]:
    pool = Pool(1)
    yield pool
    pool.close()


def request(program: bytes, **options: object) -> SeatRequest:
    return SeatRequest("v1", {"main.py": program}, **options)  # type: ignore[arg-type]


def test_a_seat_gives_leds_bytes_and_takes_changes(pool: Pool) -> None:
    program = b"from microbit import *\nwhile True:\n    print(temperature())\n    display.show(Image.HEART)\n"
    seat = pool.open(request(program, leds=True))
    line = seat.open_line()
    assert seat.tell(temperature=31)["temperature"] == 31
    assert soon(lambda: b"31\r\n" in line.read(1000, 0.2))
    assert soon(lambda: any(seat.pixels[0]))
    with pytest.raises(VirtualBoardError) as caught:
        seat.tell(temperature=300)
    assert caught.value.code == "input-out-of-range"
    with pytest.raises(VirtualBoardError) as caught:
        seat.tell(colour="red", temperature=5)
    assert caught.value.code == "request-wrong"
    assert seat.tell()["temperature"] == 31


def test_a_program_that_does_not_fit_is_said(pool: Pool) -> None:
    seat = pool.open(request(os.urandom(60_000)))
    with pytest.raises(ImageError) as caught:
        seat.wait_until_ready()
    assert caught.value.code == "files-too-large"


def test_time_stands_still_while_nobody_looks_and_goes_on_without_a_gap(pool: Pool) -> None:
    seat = pool.open(request(COUNT, linger=0.2))
    line = seat.open_line()
    before = line.read(40, 30).decode().split()
    line.close()
    time.sleep(0.3)
    stood = seat.tell()["time"]
    assert soon(lambda: seat.tell()["time"] > stood)  # a look wakes it for as long as it lingers
    time.sleep(0.4)
    first = seat.ask("time")
    time.sleep(0.4)
    assert seat.ask("time") == first
    line = seat.open_line()
    after = line.read(40, 30).decode().split()
    assert len(before) > 3 and len(after) > 3
    assert int(after[2]) - int(after[1]) == 1
    # Twenty lines a second of its own time: what passed on the wall while it stood is not in it.
    assert seat.tell()["time"] - first < 30


def test_no_program_keeps_the_others_from_running(pool: Pool) -> None:
    others = [pool.open(request(program)) for program in (FLOOD, ENDLESS, WILD)]
    lines = [seat.open_line(keep=4096) for seat in others[:2]]
    good = pool.open(request(COUNT))
    line = good.open_line()
    assert soon(lambda: others[2].error is not None)
    assert others[2].error is not None and others[2].error.code == "firmware-fault"
    assert lines[0].read(10, 10)
    assert soon(lambda: int((line.read(200, 0.5).decode().split() or ["0"])[-2:][0] or 0) > 20)
    others[2].flash({"main.py": COUNT})
    assert others[2].error is None
    assert len(others[2].open_line().read(20, 30)) == 20


def test_a_fast_board_waits_for_its_reader_and_ends_when_it_shall(pool: Pool) -> None:
    seat = pool.open(request(b"for i in range(2000):\n    print('%05d' % i)\n", pace="fast", until=6.0, linger=0.0))
    line = seat.open_line()
    text = b""
    while (data := line.read(1000, 5)) or not line.ended:
        text += data
    assert text.split()[:2000] == [b"%05d" % number for number in range(2000)]
    assert seat.over and seat.tell()["time"] == pytest.approx(6.0)


def test_a_seat_that_nobody_has_any_more_ends(pool: Pool) -> None:
    kept, dropped = pool.open(request(COUNT)), pool.open(request(COUNT))
    for seat in (kept, dropped):
        seat.wait_until_ready()
    worker = pool._workers[0]
    assert worker.count == 2
    del dropped, seat
    gc.collect()
    assert soon(lambda: worker.count == 1)
    kept.give_up()
    with pytest.raises(VirtualBoardError) as caught:
        kept.tell()
    assert caught.value.code == "host-gone"


def test_a_worker_that_was_killed_is_told_to_its_seats(pool: Pool) -> None:
    before = set(psutil.Process().children())  # other tests' browsers
    seat = pool.open(request(COUNT))
    line = seat.open_line()
    (worker,) = set(psutil.Process().children()) - before
    worker.kill()
    assert soon(lambda: seat.error is not None)
    assert line.read(1_000_000, 5) is not None and line.ended
    with pytest.raises(VirtualBoardError):
        seat.tell()
    again = pool.open(request(COUNT))
    assert again.open_line().read(10, 30)


ASKING = """
import sys, time
from kimotsuki_ictclub.virtual.hosting.pool import take_seat
from kimotsuki_ictclub.virtual.hosting.seat_request import SeatRequest
seats = [take_seat(SeatRequest("v1")) for _ in range(2)]
for seat in seats:
    seat.wait_until_ready()
print("ready", flush=True)
time.sleep(600)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kills as POSIX does")
def test_workers_end_with_the_process_that_asked(tmp_path: Path) -> None:
    asking = subprocess.Popen([sys.executable, "-c", ASKING], stdout=subprocess.PIPE, text=True)
    assert asking.stdout is not None
    try:
        assert asking.stdout.readline() == "ready\n"
        workers = psutil.Process(asking.pid).children()
        assert workers
    finally:
        asking.send_signal(signal.SIGKILL)
        asking.wait()
        asking.stdout.close()
    _gone, alive = psutil.wait_procs(workers, timeout=90)
    assert alive == []
