"""The product on a Windows Python, under Wine: `make windows` prepares it and runs these.

What Wine cannot show (real ports and drives, the console, PowerShell) is in docs/hardware-checklist.md.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from .make_wine import WINE, environment

Done = subprocess.CompletedProcess[bytes]
Windows = Callable[..., Done]
PREPARED = os.environ.get("ICTCLUB_WINE", "")
pytestmark = [
    pytest.mark.skipif(not PREPARED, reason="`make windows` prepares Wine and says where"),
    pytest.mark.timeout(600),
]
STARTER = "from microbit import *\nwhile True:\n    print('light:', display.read_light_level())\n    sleep(100)\n"


def command(home: Path, *arguments: str, **more: str) -> tuple[list[str], dict[str, str]]:
    folder = Path(PREPARED)
    python = next((folder / "python").rglob("python.exe"))
    variables = environment(folder, ICTCLUB_HOME=f"Z:{home}".replace("/", "\\"), ICTCLUB_LANG="en", **more)
    return [WINE, str(python), "-m", "kimotsuki_ictclub", *arguments], variables


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A folder as people have them: with a space, and in Japanese."""
    folder = tmp_path / "ホーム フォルダー"
    folder.mkdir()
    (folder / "my.py").write_text(STARTER, encoding="utf-8")
    return folder


@pytest.fixture
def windows(work: Path) -> Windows:
    def windows(*arguments: str, code: int = 0, text: bytes = b"\n", **more: str) -> Done:
        line, variables = command(work / "home", *arguments, **more)
        done = subprocess.run(line, env=variables, cwd=work, input=text, capture_output=True, timeout=500, check=False)
        told = done.stdout.decode("utf-8", "replace") + done.stderr.decode("utf-8", "replace")
        assert done.returncode == code, told
        assert "Traceback" not in told
        return done

    return windows


def words(done: Done) -> str:
    return done.stdout.decode("utf-8").replace("\r\n", "\n")


@contextmanager
def running(work: Path, *arguments: str, says: str) -> Iterator[re.Match[str]]:
    """Run a command that goes on, wait until its output holds the pattern `says`, and end it afterwards."""
    line, variables = command(work / "home", *arguments, PYTHONUNBUFFERED="1", PYTHONIOENCODING="utf-8")
    process = subprocess.Popen(
        line, env=variables, cwd=work, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    said = bytearray()

    def listen() -> None:
        while process.stdout and (block := process.stdout.read1()):
            said.extend(block)

    threading.Thread(target=listen, daemon=True).start()
    try:
        deadline = time.monotonic() + 240
        while not (found := re.search(says, said.decode("utf-8", "replace"))):
            assert process.poll() is None and time.monotonic() < deadline, said.decode("utf-8", "replace")
            time.sleep(0.2)
        yield found
    finally:
        process.terminate()
        process.wait()


def test_the_demo_shows_a_whole_evening(windows: Windows, work: Path) -> None:
    answer = json.loads(words(windows("demo", "--out", "demo", "--json", PYTHONIOENCODING="utf-8")))
    assert "8 of 30 people" in answer["progress"]
    assert (work / "demo" / "light.png").read_bytes().startswith(b"\x89PNG")


def test_a_program_is_built_checked_and_run(windows: Windows, work: Path) -> None:
    windows("build", "my.py", "-o", "my.hex")
    assert (work / "my.hex").read_text().rstrip().endswith(":00000001FF")
    for board in ("v1", "v2"):
        facts = json.loads(words(windows("check", "4", "my.py", "--board", board, "--json", code=1)))
        assert facts
        assert words(windows("run", "my.py", "--board", board, "--seconds", "2", "--fast")).count("light:") >= 5


def test_a_lesson_is_flashed_recorded_and_drawn(windows: Windows, work: Path) -> None:
    assert "verified" in words(windows("flash", "4", "--to", "virtual://v2"))
    windows("record", "--from", "virtual://v2", "--seconds", "5", "-o", "data.csv")
    assert (work / "data.csv").read_bytes().startswith(b"\xef\xbb\xbftime_s,board,light")
    windows("plot", "data.csv", "-o", "data.png")
    assert (work / "data.png").read_bytes().startswith(b"\x89PNG")


def test_a_classroom_is_found_and_flashed_from_another_window(windows: Windows, work: Path) -> None:
    with running(work, "classroom", "--v1", "1", "--v2", "1", says=r"\b02\b"):
        boards = json.loads(words(windows("boards", "--json")))
        assert [(one["version"], one["state"]) for one in boards] == [("v1", "ready"), ("v2", "ready")]
        windows("flash", "my.py", "--yes")
        assert len(json.loads(words(windows("boards", "--json")))) == 2
    assert json.loads(words(windows("boards", "--json", "--no-ask"))) == [], (
        "a classroom that was ended leaves no ghosts"
    )


def test_the_desk_answers(work: Path) -> None:
    with (
        running(work, "attendance", "desk", "--no-browser", "--port", "0", says=r"http://127\.0\.0\.1:(\d+)\S*") as at,
        urllib.request.urlopen(f"http://127.0.0.1:{at[1]}/", timeout=60) as page,
    ):
        assert page.status == 200 and "text/html" in page.headers["content-type"]


def test_a_towns_list_in_shift_jis_becomes_a_report(windows: Windows, work: Path) -> None:
    rows = "番号,ニックネーム,学年,2020/6/13,2020/6/20\n1,みかん,小4,○,×\n2,たんかん,小5,○,○\n"
    (work / "名簿.csv").write_bytes(rows.encode("cp932"))
    windows("attendance", "import", "名簿.csv", "--year", "R2", "--venue", "koyama", "--yes")
    facts = json.loads(words(windows("attendance", "progress", "--year", "R2", "--json")))["figures"]
    assert (facts["people"], facts["presences"]) == (2, 3)
    windows("attendance", "report", "--year", "R2", "-o", "report.html")
    report = (work / "report.html").read_text("utf-8")
    assert "FY2020" in report and "<svg" in report


def test_pages_to_print_are_made(windows: Windows, work: Path) -> None:
    windows("handout", "4", "--grade", "3", "--no-pdf", "-o", "紙")
    page = next((work / "紙").glob("*worksheet*")).read_text("utf-8")
    assert "<ruby>" in page and "{明|" not in page


@pytest.mark.parametrize("page", ["cp932", "cp1252"])
def test_a_console_of_another_code_page_gets_what_it_can_show(windows: Windows, page: str) -> None:
    done = windows("lessons", "--lang", "ja", PYTHONIOENCODING=page)
    assert ("ライト" in done.stdout.decode("cp932", "replace")) == (page == "cp932")
    assert b"name-badge" in done.stdout
