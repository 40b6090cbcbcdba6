"""The README tells the truth: its commands exist, both languages say the same, its links lead somewhere."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from kimotsuki_ictclub.cli import COMMANDS, execute

ROOT = Path(__file__).parent.parent
READMES = (ROOT / "README.md", ROOT / "README.ja.md")
pytestmark = pytest.mark.skipif(not READMES[0].exists(), reason="an installed copy has no README")


def shell_lines(path: Path) -> list[str]:
    blocks = re.findall(r"```(?:sh|powershell)\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL)
    return [line.split(" #")[0].strip() for block in blocks for line in block.splitlines() if line.strip()]


def code_lines(path: Path) -> list[str]:
    blocks = re.findall(r"```python\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL)
    return [line.split("#")[0].strip() for block in blocks for line in block.splitlines()]


def test_both_languages_show_the_same_commands():
    english, japanese = READMES
    assert shell_lines(english) == shell_lines(japanese)
    assert code_lines(english) == code_lines(japanese)


def test_every_command_is_shown():
    shown = {line.split()[1] for line in shell_lines(READMES[0]) if line.startswith("ictclub ")}
    assert shown == set(COMMANDS)


@pytest.mark.parametrize("path", sorted((ROOT / "docs").glob("*.md")), ids=lambda path: path.name)
def test_what_is_said_of_a_command_is_a_comment(path: Path) -> None:
    """The whole line is copied into a terminal: words behind the command would be taken for its arguments."""
    blocks = re.findall(r"```[a-z]*\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines() if line.startswith("ictclub ")]
    assert [line for line in lines if re.search(r"\S {2,}[^\s#]", line.partition(" # ")[0])] == []


@pytest.mark.parametrize("line", [line for line in shell_lines(READMES[0]) if line.startswith("ictclub ")])
def test_a_shown_command_is_understood(line: str, capsys):
    words = [word for word in shlex.split(line)[1:] if word.startswith("-") or word.isalpha()]
    path = [words[0]] + ([words[1]] if words[0] in ("attendance", "files", "work") else [])
    assert execute([*path, "--help"]) == 0
    shown = capsys.readouterr().out
    for option in [word for word in words if word.startswith("-")]:
        assert option in shown


# What waits for people or opens a window is only asked for its help above; these may say that there is something to do.
_WAITS = {"page", "desk", "lab", "hub", "stream", "classroom", "run", "demo", "share"}
_MAY_FAIL = {"doctor", "boards", "check"}
_NAMES_BOARDS_BY = {"flash": "--to", "record": "--from", "files": "--on", "collect": "--from"}


def test_the_shown_commands_run_in_their_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd):
    """A newcomer copies the lines one after the other; boards are virtual ones here."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my.py").write_text("from microbit import *\ndisplay.show(1)\n", encoding="utf-8")
    for line in [line for line in shell_lines(READMES[0]) if line.startswith("ictclub ")]:
        words = shlex.split(line)[1:]
        if _WAITS & set(words[:2]):
            continue
        naming = _NAMES_BOARDS_BY.get(words[0])
        if naming and "virtual://v2" not in words:
            words += [naming, "virtual://v2"]
        if words[0] == "record":
            words += ["--replace"]
            words[words.index("--seconds") + 1] = "2"
        if words[0] == "handout":
            words += ["--no-pdf"]
        code = execute(words)
        assert code in ((0, 1) if words[0] in _MAY_FAIL else (0,)), (line, capfd.readouterr().err)


@pytest.mark.parametrize("path", [*READMES, *sorted((ROOT / "docs").glob("*.md"))], ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path):
    for target in re.findall(r"\]\(([^)#]+)\)", path.read_text(encoding="utf-8")):
        if not target.startswith("http"):
            assert (path.parent / target).exists(), target


def test_the_example_runs():
    example = "\n".join(code_lines(READMES[0]))
    scope: dict[str, object] = {}
    from kimotsuki_ictclub import VirtualBoard

    start = example.index("board = VirtualBoard")
    exec(example[start:], {"VirtualBoard": VirtualBoard}, scope)
    assert scope["board"]
