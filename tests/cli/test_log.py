"""`--log FILE` and ICTCLUB_LOG: taken anywhere, refused plainly, without anything that a person typed."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import pytest

from kimotsuki_ictclub.cli import execute
from kimotsuki_ictclub.errors import BoardError
from kimotsuki_ictclub.log import begin_as_wished, described, written_to


@pytest.mark.parametrize(
    "arguments",
    [["--log", "{}", "boards", "--no-ask"], ["boards", "--log={}", "--no-ask"], ["boards", "--no-ask", "--log", "{}"]],
)
def test_it_is_taken_anywhere(tmp_path: Path, arguments: list[str]) -> None:
    log = tmp_path / "evening.log"
    execute([argument.format(log) for argument in arguments])
    assert ": ictclub boards --no-ask\n" in log.read_text("utf-8")


def test_what_was_typed_is_not_in_it(tmp_path: Path) -> None:
    log = tmp_path / "evening.log"
    typed = ["files", "put", str(tmp_path / "haruto.py"), "--on", "haruto", "--as=haruto", "--haruto", "-xharuto"]
    assert execute([*typed, "--log", str(log)]) == 2
    assert execute(["attendance", "add", "はると", "--haruto", "--log", str(log)]) == 2
    text = log.read_text("utf-8")
    assert ": ictclub files put --on" in text and "haruto" not in text and "はると" not in text


def test_the_variable_keeps_one_too_and_it_is_appended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = tmp_path / "evening.log"
    monkeypatch.setenv("ICTCLUB_LOG", str(log))
    assert execute(["lessons"]) == 0
    assert execute(["flash", "4"]) == 1
    text = log.read_text("utf-8")
    assert "with exit code 0" in text and "by BoardError no-board [" in text
    assert "cli/flash.py:" in text  # where it went wrong


def test_a_file_that_was_typed_and_cannot_be_written_is_wrong_usage(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert execute(["lessons", "--log", str(tmp_path)]) == 2
    shown = capsys.readouterr()
    assert "cannot be written: it is a folder." in shown.err and shown.out == ""


def test_one_of_the_variable_is_told_and_the_work_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ICTCLUB_LOG", str(tmp_path / "nowhere" / "evening.log"))
    assert execute(["lessons"]) == 0
    shown = capsys.readouterr()
    assert shown.err.count("cannot be written: there is no such file or folder.") == 1 and shown.out


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux that is always full")
def test_a_full_disk_is_told_once_and_the_work_goes_on(capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(["lessons", "--log", "/dev/full"]) == 0
    assert capsys.readouterr().err == "The log cannot be written any further: the disk is full.\n"
    assert logging.getLogger("kimotsuki_ictclub").level == logging.NOTSET


@pytest.mark.parametrize("arguments", [["lessons", "--log"], ["--log=", "lessons"], ["--log", "--plan", "lessons"]])
def test_a_log_needs_a_name(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(arguments) == 2
    assert "--log evening.log" in capsys.readouterr().err


def test_an_error_is_its_code_and_its_places() -> None:
    try:
        try:
            raise PermissionError(13, "haruto")
        except OSError as error:
            raise BoardError("board-busy", "%(name)s", name="haruto") from error
    except BoardError as error:
        assert described(error) == "BoardError board-busy, from PermissionError errno 13"


def test_a_refusal_inside_pyserials_words_is_found() -> None:
    problem = OSError("could not open port 'COM3': PermissionError(13, 'haruto', None, 5)")
    assert described(problem) == "OSError PermissionError 13"


def test_a_notebook_keeps_the_log_of_the_command_that_started_it(tmp_path: Path) -> None:
    """A kernel is a process of its own: it knows the file by the variable."""
    import subprocess

    log = tmp_path / "evening.log"
    program = (
        "import logging\nimport kimotsuki_ictclub.notebook\n"
        "logging.getLogger('kimotsuki_ictclub.notebook').info('from a kernel')"
    )
    with written_to(log):
        subprocess.run([sys.executable, "-c", program], check=True)
        begin_as_wished()  # one is kept already
        logging.getLogger("kimotsuki_ictclub").info("once")
    text = log.read_text("utf-8")
    assert text.count("from a kernel") == text.count("once") == 1
