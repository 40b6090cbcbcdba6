"""A class's 30 programs of lesson 4, right ones and the typical wrong ones, tried at once as `ictclub check 4 DIR`."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from kimotsuki_ictclub.lessons import find

CHILDREN = 30
_ANSWERS = Path(__file__).parents[1] / "tests" / "fixtures" / "checks" / "04"


def main() -> None:
    answers = [find(4).main, *sorted(_ANSWERS.glob("*.py"))]
    with tempfile.TemporaryDirectory() as name:
        for number in range(CHILDREN):
            answer = answers[number % len(answers)]
            (Path(name) / f"{number + 1}.py").write_bytes(answer.read_bytes())
        for version in ("v1", "v2"):
            began = time.perf_counter()
            done = subprocess.run(
                [sys.executable, "-m", "kimotsuki_ictclub", "check", "4", name, "--board", version, "--json"],
                capture_output=True,
                check=False,
            )
            took = time.perf_counter() - began
            if done.returncode not in (0, 1):
                raise SystemExit(done.stderr.decode(errors="replace"))
            print(f"  {CHILDREN} programs of lesson 4 on {version.upper()} boards, whole process: {took:5.1f} s")


if __name__ == "__main__":
    main()
