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
from typing import NamedTuple

import pytest

from .make_wine import WINE, environment, on_windows

PREPARED = os.environ.get("ICTCLUB_WINE", "")
pytestmark = [
    pytest.mark.skipif(not PREPARED, reason="`make windows` prepares Wine and says where"),
    pytest.mark.timeout(1800),
]
PATIENCE = 900  # seconds; a machine may be busy
STARTER = "from microbit import *\nwhile True:\n    print('light:', display.read_light_level())\n    sleep(100)\n"


class Done(NamedTuple):
    """What a command said."""

    code: int
    said: str
    told: str  # on standard error


Windows = Callable[..., Done]


def line_of(*arguments: str) -> list[str]:
    return [WINE, str(next((Path(PREPARED) / "python").rglob("python.exe"))), *arguments]


def variables(home: Path, **more: str) -> dict[str, str]:
    return environment(Path(PREPARED), ICTCLUB_HOME=on_windows(home), ICTCLUB_LANG="en", **more)


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as people have them: with a space, and in Japanese."""
    folder = tmp_path_factory.mktemp("windows") / "ホーム フォルダー"
    folder.mkdir()
    (folder / "my.py").write_text(STARTER, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def windows(work: Path) -> Iterator[Windows]:
    """Runs commands, or a notebook's cell, in one process of the Windows Python, standard output piped."""
    program = on_windows(Path(__file__).with_name("commands.py"))
    process = subprocess.Popen(  # pipes all three: Wine starts no Python with pytest's own
        line_of(program), env=variables(work / "home"), cwd=work,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    assert process.stdin is not None and process.stdout is not None
    asks, answers = process.stdin, process.stdout

    def windows(*arguments: str, code: int = 0, **asked: str) -> Done:
        line = {"arguments": arguments, "folder": on_windows(work), "home": on_windows(work / "home"), **asked}
        asks.write(json.dumps(line).encode() + b"\n")
        asks.flush()
        beside: list[bytes] = []
        while not (answer := answers.readline()).startswith(b'{"code"'):
            assert answer, b"".join(beside).decode("utf-8", "replace")
            beside.append(answer)
        done = Done(**json.loads(answer))
        assert done.code == code and "Traceback" not in done.said + done.told, done
        return done

    yield windows
    asks.close()
    process.wait(PATIENCE)


@contextmanager
def running(work: Path, *arguments: str, says: str) -> Iterator[re.Match[str]]:
    """Run a command that goes on, wait until its output holds the pattern `says`, and end it afterwards."""
    process = subprocess.Popen(
        line_of("-m", "kimotsuki_ictclub", *arguments),
        env=variables(work / "home", PYTHONUNBUFFERED="1", PYTHONIOENCODING="utf-8"),
        cwd=work,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    said = bytearray()
    heard = threading.Condition()

    def listen() -> None:
        block = b"?"
        while process.stdout and block:
            block = process.stdout.read1()
            with heard:
                said.extend(block or b"\n(ended)")
                heard.notify()

    def found() -> re.Match[str] | None:
        text = said.decode("utf-8", "replace")
        assert not text.endswith("(ended)"), text
        return re.search(says, text)

    threading.Thread(target=listen, daemon=True).start()
    try:
        with heard:
            assert heard.wait_for(found, PATIENCE), said.decode("utf-8", "replace")
            at = found()
        assert at is not None
        yield at
    finally:
        process.terminate()
        process.wait()


def test_a_program_is_built_checked_and_run(windows: Windows, work: Path) -> None:
    windows("build", "my.py", "-o", "my.hex")
    assert (work / "my.hex").read_text().rstrip().endswith(":00000001FF")
    for board in ("v1", "v2"):
        assert json.loads(windows("check", "4", "my.py", "--board", board, "--json", code=1).said)["steps"]
        assert windows("run", "my.py", "--board", board, "--seconds", "2", "--fast").said.count("light:") >= 5


def test_a_class_is_flashed_recorded_and_drawn(windows: Windows, work: Path) -> None:
    with running(work, "classroom", "--v1", "1", "--v2", "1", says=r"\b02\b"):
        boards = json.loads(windows("boards", "--json").said)
        assert [(one["version"], one["state"]) for one in boards] == [("v1", "ready"), ("v2", "ready")]
        windows("flash", "my.py", "--yes")
        windows("record", "--seconds", "8", "-o", "data.csv")
        assert len(json.loads(windows("boards", "--json").said)) == 2
    assert (work / "data.csv").read_bytes().startswith(b"\xef\xbb\xbftime_s,board,light")
    windows("plot", "data.csv", "-o", "data.png")
    assert (work / "data.png").read_bytes().startswith(b"\x89PNG")
    deadline = time.monotonic() + PATIENCE
    while json.loads(windows("boards", "--json", "--no-ask").said):
        assert time.monotonic() < deadline, "a classroom that was ended leaves no ghosts"


def test_a_cell_and_a_whole_class_are_checked(windows: Windows, work: Path) -> None:
    windows(cell="%%microbit 4 --on virtual://v1\nfrom microbit import *\nprint('light:', 3)\n")
    (work / "works").mkdir()
    (work / "works" / "みかん.py").write_text(STARTER, encoding="utf-8")
    windows("check", "4", "works", "-o", "class.html", "--board", "v1", code=1)
    assert "みかん" in (work / "class.html").read_text("utf-8")


def test_page_and_desk_answer(windows: Windows, work: Path) -> None:
    here = r"http://127\.0\.0\.1:(\d+)"
    with (
        running(work, "page", "--no-browser", "--port", "0", says=here) as page,
        running(work, "attendance", "desk", "--no-browser", "--port", "0", says=here) as desk,
    ):
        for at in (page[1], desk[1]):
            with urllib.request.urlopen(f"http://127.0.0.1:{at}/", timeout=PATIENCE) as answer:
                assert answer.status == 200 and "text/html" in answer.headers["content-type"]
    assert json.loads(windows("work", "list", "--json").said) == []


def test_a_towns_list_in_shift_jis_becomes_a_report(windows: Windows, work: Path) -> None:
    rows = "番号,ニックネーム,学年,2020/6/13,2020/6/20\n1,みかん,小4,○,×\n2,たんかん,小5,○,○\n"
    (work / "名簿.csv").write_bytes(rows.encode("cp932"))
    windows("attendance", "import", "名簿.csv", "--year", "R2", "--venue", "koyama", "--yes")
    facts = json.loads(windows("attendance", "progress", "--year", "R2", "--json").said)["figures"]
    assert (facts["people"], facts["presences"]) == (2, 3)
    windows("attendance", "report", "--year", "R2", "-o", "report.html")
    report = (work / "report.html").read_text("utf-8")
    assert "FY2020" in report and "<svg" in report


def test_pages_to_print_are_made(windows: Windows, work: Path) -> None:
    windows("handout", "4", "--grade", "3", "--no-pdf", "-o", "紙")
    page = next((work / "紙").glob("*worksheet*")).read_text("utf-8")
    assert "<ruby>" in page and "{明|" not in page


def test_the_demo_shows_a_whole_evening(windows: Windows, work: Path) -> None:
    answer = json.loads(windows("demo", "--out", "demo", "--json").said)
    assert "8 of 30 people" in answer["progress"]
    assert (work / "demo" / "light.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("page", ["cp932", "cp1252"])
def test_a_console_of_another_code_page_gets_what_it_can_show(work: Path, page: str) -> None:
    line = line_of("-m", "kimotsuki_ictclub", "lessons", "--lang", "ja")
    done = subprocess.run(line, env=variables(work / "home", PYTHONIOENCODING=page), stdin=subprocess.DEVNULL,
                          capture_output=True, timeout=PATIENCE, check=True)  # fmt: skip
    assert ("ライト" in done.stdout.decode("cp932", "replace")) == (page == "cp932")
    assert b"name-badge" in done.stdout
