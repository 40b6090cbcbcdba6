"""The logic of the page's scripts, tested by node's own runner: tests/notebook/web."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

NODE = shutil.which("node")


@pytest.mark.skipif(NODE is None, reason="node is not installed")
def test_the_scripts_pass_their_own_tests() -> None:
    tests = sorted(map(str, (Path(__file__).parent / "web").glob("*.test.mjs")))
    done = subprocess.run([str(NODE), "--test", *tests], capture_output=True, text=True, encoding="utf-8", timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(tests) == 2
