"""The page's own modules under node's test runner: no browser, no packages."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from kimotsuki_ictclub.attendance import desk

STATIC = Path(desk.__file__).parent / "static"
TESTS = sorted((Path(__file__).parent / "page").glob("*.test.js"))


@pytest.mark.parametrize("test", TESTS, ids=lambda path: path.name)
def test_modules_of_the_page(test: Path, tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed (Debian: apt install nodejs)")
    for path in (test, *STATIC.glob("*.js")):
        shutil.copy(path, tmp_path)
    (tmp_path / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    done = subprocess.run(
        [node, "--test", test.name], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
