"""Programs as children hand them in (tests/fixtures/programs): what they are told, in which line, on both boards."""

from __future__ import annotations

import pytest

from kimotsuki_ictclub import images, language
from kimotsuki_ictclub.errors import ClubError, ProgramError

from ..conftest import FIXTURES

PROGRAMS = FIXTURES / "programs"
both_boards = pytest.mark.parametrize("version", ["v1", "v2"])

# file → line, and words of the sentence or the hint
TOLD = {
    "nbsp-in-sum": (3, "U+00A0"),
    "nbsp-in-call": (3, "U+00A0"),
    "nbsp-alone-on-a-line": (3, "U+00A0"),
    "nbsp-as-indent": (3, "U+00A0"),
    "nbsp-after-if": (3, "U+00A0"),
    "zero-width-space": (3, "U+200B"),
    "soft-hyphen": (2, "U+00AD"),
    "thin-space": (2, "U+2009"),
    "ctrl-z-at-end": (3, "U+001A"),
    "escape-in-line": (2, "U+001B"),
    "minus-sign": (3, "−", "Type - "),
    "en-dash": (3, "–", "Type - "),
    "times-sign": (3, "×", "Type * "),
    "ellipsis": (4, "…"),
    "acute-as-quote": (2, "´", "Type ' "),
    "angle-quotes": (2, "«"),
    "fullwidth-colon-while": (2, "full-width", "："),
    "fullwidth-colon-else": (4, "full-width", "："),
    "fullwidth-colon-try": (2, "full-width", "："),
    "fullwidth-colon-except": (4, "full-width", "："),
    "fullwidth-colon-class": (1, "full-width", "："),
    "fullwidth-bracket": (3, "full-width", "）"),
    "While-with-capital": (2, "`While` is written `while`"),
    "tabs-and-spaces": (4, "a tab among the spaces", "4 spaces"),
    "form-feed-in-comment": (4, "colon", "if speed > 3"),
    "line-separator-in-comment": (3, "colon", "for n in range(3)"),
    "only-a-comment-in-the-block": (4, "comment doesn't count", "pass"),
    "slashes-as-comment": (2, "#"),
    "run-with-a-mistake": (3, "comma"),
}
FINE = ("second-bom", "guarded-by-uname", "guarded-by-dir", "name-of-an-import", "run-with-a-wrong-name",
        "crash-in-line-3", "waits-for-an-echo")  # fmt: skip
ONLY_ON_V2 = {
    "v1-has-no-decode": (4, "decode"),
    "v1-has-no-encode": (3, "encode"),
    "v1-has-no-neopixel-fill": (4, "fill"),
    "v1-has-no-sound-effect": (3, "SoundEffect"),
    "v1-module-by-another-name": (3, "microphone"),
}


def told(name, version):
    with pytest.raises(ProgramError) as caught:
        images.build(PROGRAMS / f"{name}.py", version)
    return caught.value


@both_boards
@pytest.mark.parametrize("name", TOLD)
def test_what_is_wrong_is_told_with_its_line(name, version):
    error = told(name, version)
    line, words = TOLD[name][0], [str(word) for word in TOLD[name][1:]]
    assert (error.code, error.values["line"], error.values["file"]) == ("program-syntax", line, f"{name}.py")
    assert all(word in f"{error.message} {error.hint}" for word in words)
    assert not {mark for mark in error.message if mark < " "} - {"\n"}, "a control character would reach the terminal"
    language.set_language("ja")
    assert error.message != str(error.args[1]) and "line" not in error.sentence


@both_boards
@pytest.mark.parametrize("name", FINE)
def test_what_is_right_is_built(name, version):
    assert images.build(PROGRAMS / f"{name}.py", version).version == version


@pytest.mark.parametrize("name", ONLY_ON_V2)
def test_what_only_v2_has_is_named(name):
    error = told(name, "v1")
    assert (error.code, error.values["line"], error.values["feature"]) == ("feature-missing", *ONLY_ON_V2[name])
    assert "--board v2" in told(name, "universal").hint
    assert images.build(PROGRAMS / f"{name}.py", "v2").version == "v2"


def test_makecode_is_named():
    error = told("makecode-python", "v2")
    assert error.values["line"] == 2 and "MakeCode" in error.message and "from microbit import *" in error.hint


def test_blocks_too_deep_for_a_v1_are_told():
    error = told("sixty-ifs", "v1")
    assert error.code == "program-syntax" and "inside each other" in error.message
    assert error.values["line"] >= 60
    assert images.build(PROGRAMS / "sixty-ifs.py", "v2").version == "v2"


def test_a_program_too_long_is_called_by_its_name():
    error = told("too-long", "v1")
    assert error.code == "program-too-large" and error.message.startswith("too-long.py has 31500 bytes")


def test_a_missing_file_is_told_in_the_readers_language(tmp_path):
    language.set_language("ja")
    with pytest.raises(ProgramError) as caught:
        images.build(tmp_path / "nothere.py", "v1")
    assert "ファイルがありません" in caught.value.message and "No such" not in caught.value.message
    with pytest.raises(ProgramError) as caught:
        images.build(_folder(tmp_path / "folder.py"), "v1")
    assert "フォルダー" in caught.value.message


def _folder(path):
    path.mkdir()
    return path


def test_the_check_says_the_same():
    from kimotsuki_ictclub.checking import check_program
    from kimotsuki_ictclub.lessons import find

    for name in ("nbsp-in-sum", "fullwidth-colon-while", "makecode-python", "run-with-a-mistake", "sixty-ifs"):
        mistake = check_program(find(4), PROGRAMS / f"{name}.py", "v1").mistake
        error = told(name, "v1")
        assert mistake is not None and (mistake.message, mistake.hint) == (error.message, error.hint)


@pytest.mark.parametrize("name", ["guarded-by-uname", "guarded-by-dir", "name-of-an-import"])
@both_boards
def test_programs_for_several_machines_run(name, version):
    from kimotsuki_ictclub.virtual import VirtualBoard

    assert VirtualBoard(version, PROGRAMS / f"{name}.py").run_until("started", timeout=5)


def test_everything_that_only_warns_can_be_built_anyway():
    image = images.build(PROGRAMS / "v1-has-no-decode.py", "v1", unchecked=True)
    assert image.files["main.py"] == (PROGRAMS / "v1-has-no-decode.py").read_bytes()
    with pytest.raises(ClubError):
        images.build(PROGRAMS / "too-long.py", "v1", unchecked=True)


@both_boards
def test_a_program_that_waits_for_an_echo_runs(version):
    from kimotsuki_ictclub.virtual import VirtualBoard

    assert VirtualBoard(version, PROGRAMS / "waits-for-an-echo.py").run_until("echo:", timeout=3)
