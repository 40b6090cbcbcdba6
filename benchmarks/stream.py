"""A class of thirty boards at 100 lines a second each: one loop beside `readline` in thirty threads."""

from __future__ import annotations

import json
import multiprocessing
import os
import resource
import statistics
import sys
import threading
import time
import tty
from collections.abc import Callable
from multiprocessing.connection import Connection

import serial

from kimotsuki_ictclub.telemetry import Sample, SampleReader, SerialLike

BOARDS, LINES_PER_SECOND, SECONDS = 30, 100, 10.0
Latencies = list[float]


class PtyBoard:
    """A port of the computer; another process writes into its other end."""

    def __init__(self, number: int) -> None:
        self.label = f"{number + 1:02d}"
        self.board, self._computer = os.openpty()
        tty.setraw(self._computer)

    def open(self) -> SerialLike:
        """Open the computer's end."""
        line: SerialLike = serial.Serial(os.ttyname(self._computer), 115200, timeout=1)
        return line


def write_lines(descriptors: list[int], begin: float) -> None:
    """Write `x:<when>` to every board 100 times a second, the boards spread over each 10 ms."""
    step = 1 / LINES_PER_SECOND
    for number in range(int(SECONDS * LINES_PER_SECOND)):
        for index, descriptor in enumerate(descriptors):
            due = begin + number * step + index * step / len(descriptors)
            wait = due - time.monotonic()
            if wait > 0.0002:
                time.sleep(wait)
            os.write(descriptor, b"x:%.6f\n" % time.monotonic())


def one_loop(boards: list[PtyBoard], until: float) -> Latencies:
    latencies = []
    with SampleReader(boards) as reader:
        while time.monotonic() < until:
            events = reader.read(0.1)
            now = time.monotonic()
            latencies += [now - event.values["x"] for event in events if isinstance(event, Sample)]
    return latencies


def readline_threads(boards: list[PtyBoard], until: float) -> Latencies:
    latencies = []

    def follow(board: PtyBoard) -> None:
        with serial.Serial(os.ttyname(board._computer), 115200, timeout=0.2) as line:
            while time.monotonic() < until:
                text = line.readline().decode()
                if text.endswith("\n") and ":" in text:
                    latencies.append(time.monotonic() - float(text.partition(":")[2]))

    threads = [threading.Thread(target=follow, args=(board,)) for board in boards]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return latencies


def measure(
    way: Callable[[list[PtyBoard], float], Latencies], boards: list[PtyBoard], begin: float, answer: Connection
) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF)
    latencies = sorted(way(boards, begin + SECONDS + 0.5))
    after = resource.getrusage(resource.RUSAGE_SELF)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    answer.send(
        {
            "core_percent": round(100 * spent / SECONDS, 1),
            "p50_ms": round(1000 * statistics.median(latencies), 2),
            "p99_ms": round(1000 * latencies[int(len(latencies) * 0.99)], 2),
            "received": len(latencies),
            "sent": int(SECONDS * LINES_PER_SECOND) * len(boards),
        }
    )


def run(way: Callable[[list[PtyBoard], float], Latencies]) -> dict[str, float]:
    """Measure one way of reading in a process of its own, the writer in another."""
    boards = [PtyBoard(number) for number in range(BOARDS)]
    begin = time.monotonic() + 1.0  # every port is open by then
    receiving, sending = multiprocessing.Pipe(duplex=False)
    context = multiprocessing.get_context("fork")
    reader = context.Process(target=measure, args=(way, boards, begin, sending))
    writer = context.Process(target=write_lines, args=([board.board for board in boards], begin))
    reader.start()
    writer.start()
    answer: dict[str, float] = receiving.recv()
    reader.join()
    writer.join()
    return answer


def main() -> None:
    if sys.platform == "win32":
        print("stream: needs ptys")
        return
    print(f"{BOARDS} boards x {LINES_PER_SECOND} lines a second, {SECONDS:.0f} s")
    ours = run(one_loop)
    peer = run(readline_threads)
    print("one loop (ours)   ", json.dumps(ours))
    print("30 readline threads", json.dumps(peer))
    print(f"CPU: ours / threads = {ours['core_percent'] / peer['core_percent']:.2f}; "
          f"p99: ours / threads = {ours['p99_ms'] / peer['p99_ms']:.2f}")  # fmt: skip


if __name__ == "__main__":
    main()
