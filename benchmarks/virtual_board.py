"""How fast virtual boards run, start and load, beside QEMU and intelhex in the same run.

With ICTCLUB_BESIDE set to a git revision it also runs that version of the package, in turns with this one.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import intelhex
import micropython_microbit_fs as upyfs
import psutil

from kimotsuki_ictclub.virtual import VirtualBoard
from kimotsuki_ictclub.virtual.flash_image import load_hex, memory_of_hex, runtime_hex

START = "from microbit import *\nprint('go')\n"
PROGRAMS = {
    "busy loop": "while True:\n    x = 0\n    for i in range(1000):\n        x += i * i\n",
    "sleep-heavy": "while True:\n    display.show(Image.HEART)\n    sleep(500)\n    display.clear()\n    sleep(500)\n",
    "accelerometer 20 Hz": "while True:\n    print(accelerometer.get_values())\n    sleep(50)\n",
}
# In another process, so that another version of the package can run: process time a virtual second, and the state left.
SHARES = """
import hashlib, json, sys, time
from kimotsuki_ictclub.virtual import VirtualBoard
shares = {}
for version in ("v1", "v2"):
    for name, program in json.loads(sys.argv[1]).items():
        board = VirtualBoard(version, program)
        board.run(2)
        began = time.process_time()
        board.run(3)
        cpu = (time.process_time() - began) / 3
        state = hashlib.sha256(bytes(board._board.chip.engine.ram)).hexdigest()[:8]
        shares[f"{version} {name}"] = (cpu, board.instructions, state)
print(json.dumps(shares))
"""
WORK = "n = 0\nfor i in range({turns}):\n    n += i * i % 7\nprint('done', n)\n"
TURNS = 60_000
VIRTUAL_SECONDS, RUNS, FURTHER_BOARDS = 5.0, 3, 8


def median_of(measure: Callable[[], float]) -> float:
    """Return the median of several measurements."""
    return statistics.median(measure() for _ in range(RUNS))


def speed(version: str, program: str) -> float:
    """Return virtual seconds per second of wall clock."""
    board = VirtualBoard(version, START + program)
    board.run_until("go")
    began = time.perf_counter()
    board.run(VIRTUAL_SECONDS)
    return VIRTUAL_SECONDS / (time.perf_counter() - began)


def start_seconds(version: str, number: list[int]) -> float:
    """Return the seconds from a new program's text to its first line on the serial line."""
    number[0] += 1
    began = time.perf_counter()
    board = VirtualBoard(version, f"print('go {number[0]}')\n")
    assert board.run_until(f"go {number[0]}")
    return time.perf_counter() - began


def megabytes_per_board(version: str) -> float:
    """Return how much memory each further running board takes, in MB."""
    boards = [VirtualBoard(version, START + PROGRAMS["sleep-heavy"])]
    boards[0].run(3)
    before = psutil.Process().memory_info().rss
    for _ in range(FURTHER_BOARDS):
        board = VirtualBoard(version, START + PROGRAMS["sleep-heavy"])
        board.run(3)
        boards.append(board)
    return (psutil.Process().memory_info().rss - before) / FURTHER_BOARDS / 1e6


def work_seconds(version: str) -> float:
    """Return how long a fixed piece of Python work takes on our board, start included."""
    began = time.perf_counter()
    assert VirtualBoard(version, WORK.format(turns=TURNS)).run_until("done", timeout=120)
    return time.perf_counter() - began


def qemu_work_seconds() -> float | None:
    """Return the same for QEMU's V1; None where QEMU is not installed."""
    qemu = shutil.which("qemu-system-arm")
    if qemu is None:
        return None
    text = upyfs.add_files(runtime_hex("v1"), [upyfs.File.from_text("main.py", WORK.format(turns=TURNS))])
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as line:
        path, line_path = Path(folder) / "work.hex", str(Path(folder) / "line")
        path.write_text(text, encoding="ascii")
        began = time.perf_counter()
        process = subprocess.Popen(
            [qemu, "-M", "microbit", "-device", f"loader,file={path}", "-display", "none", "-monitor", "none",
             "-serial", f"unix:{line_path},server=on,wait=on"], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            while True:
                try:
                    line.connect(line_path)
                    break
                except OSError:
                    time.sleep(0.005)
            seen = b""
            while b"done" not in seen:
                seen += line.recv(4096)
            return time.perf_counter() - began
        finally:
            process.kill()
            process.wait()


def parse_seconds(version: str) -> tuple[float, float]:
    """Return the seconds that ours and intelhex take to read the runtime's hex."""
    text = runtime_hex(version)

    def ours() -> float:
        load_hex.cache_clear()
        memory_of_hex.cache_clear()
        began = time.perf_counter()
        load_hex(text, version)
        return time.perf_counter() - began

    def peer() -> float:
        began = time.perf_counter()
        intelhex.IntelHex().loadhex(io.StringIO(text))
        return time.perf_counter() - began

    return median_of(ours), median_of(peer)


def shares(folder: Path) -> dict[str, tuple[float, int, str]]:
    """Return which part of a core each program takes with the package in `folder`; instructions and RAM at the end."""
    programs = json.dumps({name: START + program for name, program in PROGRAMS.items()})
    answer = subprocess.run(
        [sys.executable, "-c", SHARES, programs],
        env=os.environ | {"PYTHONPATH": str(folder)}, cwd=folder, check=True, capture_output=True, text=True,
    )  # fmt: skip
    measured: dict[str, tuple[float, int, str]] = json.loads(answer.stdout)
    return measured


def beside(revision: str) -> None:
    """Print this version's share of a core beside that of a git revision, the best of a few turns each."""
    here = Path(__file__).parent.parent
    with tempfile.TemporaryDirectory() as folder:
        archive = subprocess.run(["git", "-C", here, "archive", revision], check=True, capture_output=True).stdout
        with tarfile.open(fileobj=io.BytesIO(archive)) as files:
            files.extractall(folder)  # git made it; `filter` came with Python 3.11.4
        turns = [(shares(Path(folder)), shares(here)) for _ in range(RUNS)]
    print(f"Process time, per cent of a core: {revision}, now, how many times less")
    for name in turns[0][0]:
        old, new = (min(turn[i][name][0] for turn in turns) for i in (0, 1))
        same = "same" if turns[0][0][name][1:] == turns[0][1][name][1:] else "another"
        print(f"  {name:<24}{100 * old:6.1f} {100 * new:6.1f} {old / new:6.2f}   {same} state at the end")


def main() -> None:
    """Print all figures."""
    if "ICTCLUB_BESIDE" in os.environ:
        beside(os.environ["ICTCLUB_BESIDE"])
    print("Virtual boards: virtual seconds per second (more is faster)")
    for version in ("v1", "v2"):
        for name, program in PROGRAMS.items():
            print(f"  {version} {name:<20} {median_of(lambda v=version, p=program: speed(v, p)):5.1f} x real time")
    for version in ("v1", "v2"):
        number = [0]
        first = start_seconds(version, number)
        again = median_of(lambda v=version, n=number: start_seconds(v, n))
        print(f"  {version} first line of a new program: {first:.2f} s at first, then {again:.2f} s")
        print(f"  {version} memory of a further board: {megabytes_per_board(version):.1f} MB")
        ours, peer = parse_seconds(version)
        print(f"  {version} reading a hex: {ours:.3f} s; intelhex {peer:.3f} s: {peer / ours:.1f} x")
    ours = median_of(lambda: work_seconds("v1"))
    peer_work = qemu_work_seconds()
    if peer_work is None:
        print("  QEMU is not installed: no comparison")
    else:
        print(f"  v1 {TURNS:,} turns of a Python loop, start included: {ours:.2f} s; QEMU {peer_work:.2f} s")


if __name__ == "__main__":
    main()
