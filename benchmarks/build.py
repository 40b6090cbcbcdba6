"""A lesson becomes a hex, as a whole process, beside uflash and microbit-fs.

uflash splices one file into its own older runtime; microbit-fs adds a file to the current one for one board. Ours also
compiles the program by the board's own parser on a virtual board, and makes one hex for both boards.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from kimotsuki_ictclub.lessons import find

ROUNDS = 7
_UNCHECKED = (
    "from kimotsuki_ictclub.images.image import image_of\nfrom pathlib import Path\nimport sys\n"
    "image_of({'main.py': Path(sys.argv[1]).read_bytes()}, sys.argv[2]).save(sys.argv[3])"
)


def main() -> None:
    program = find(4).main
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        one = folder / "one.hex"
        commands = {
            "uflash (runtimes of 2018/2021, one file)": ["-m", "uflash", str(program), str(folder)],
            "microbit-fs add, V1": ["-m", "micropython_microbit_fs.cli", *_microbit_fs(program, one, "v1")],
            "microbit-fs add, V2": ["-m", "micropython_microbit_fs.cli", *_microbit_fs(program, one, "v2")],
            "ours without the parser, V1": ["-c", _UNCHECKED, str(program), "v1", str(one)],
            "ours without the parser, V2": ["-c", _UNCHECKED, str(program), "v2", str(one)],
            "ours without the parser, universal": ["-c", _UNCHECKED, str(program), "universal", str(one)],
            "ictclub build --board v1": _ours(program, one, "v1"),
            "ictclub build --board v2": _ours(program, one, "v2"),
            "ictclub build --board universal": _ours(program, one, "universal"),
        }
        seconds: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(ROUNDS):
            for name, arguments in commands.items():
                seconds[name].append(_timed([sys.executable, *arguments], folder))
    print(f"Lesson 4 becomes a hex, whole process, median of {ROUNDS}")
    medians = {name: statistics.median(times) for name, times in seconds.items()}
    peer = medians["microbit-fs add, V2"]
    for name, median in medians.items():
        print(f"  {name:<42} {median * 1000:6.0f} ms   {median / peer:4.2f} x microbit-fs V2")


def _microbit_fs(program: Path, target: Path, version: str) -> list[str]:
    return ["add", str(program), f"--{version}=latest", "--output", str(target)]


def _ours(program: Path, target: Path, version: str) -> list[str]:
    return ["-m", "kimotsuki_ictclub", "build", str(program), "--board", version, "-o", str(target)]


def _timed(command: list[str], folder: Path) -> float:
    began = time.perf_counter()
    done = subprocess.run(command, capture_output=True, check=False, cwd=folder)  # microbit-fs wants it so
    took = time.perf_counter() - began
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\n{done.stderr.decode(errors='replace')}")
    return took


if __name__ == "__main__":
    main()
