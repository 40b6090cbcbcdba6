"""Files that others write, or damage: every reader answers with a clear error or does without; nothing hangs."""

from __future__ import annotations

import json
import os
import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kimotsuki_ictclub.boards import choose_board
from kimotsuki_ictclub.boards.labels import all_labels, free_label, set_label
from kimotsuki_ictclub.cli import execute
from kimotsuki_ictclub.demo.folder import DemoFolder
from kimotsuki_ictclub.errors import BoardError, ClubError, LessonError
from kimotsuki_ictclub.files import read_json
from kimotsuki_ictclub.folders import course_folder
from kimotsuki_ictclub.handout.blocks import Sheet, draw
from kimotsuki_ictclub.handout.sheet import render
from kimotsuki_ictclub.lessons import find, load
from kimotsuki_ictclub.notebook.notebook_folder import copy_notebooks
from kimotsuki_ictclub.virtual.hosting.registry import creation_time, hosted_boards, registry_folder

quick = settings(max_examples=30)
LONGEST_SECONDS = 10.0  # for one file
UNIQUE_ID = "99010000" + "7" * 32 + "97969901"

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
DAMAGED = [
    b"",
    b"\xff\xfe\x00",
    b"[" * 100_000,
    b'{"a":' * 100_000,
    b"9" * 5000,
    b'"\\ud800"',
    b'{"a": "\\ud800"}',
    b"1e999",
]
json_files = st.one_of(
    st.sampled_from(DAMAGED), st.binary(max_size=100), values.map(lambda value: json.dumps(value).encode())
)


@quick
@given(json_files)
def test_any_json_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("json") / "x.json"
    path.write_bytes(content)
    with suppress(ValueError):
        json.dumps(read_json(path), ensure_ascii=False).encode()
    path.write_bytes(b" " * 2000 + content)
    with pytest.raises(ValueError, match="more than"):
        read_json(path, 1000)


def test_a_mark_that_windows_puts_before_json_is_none(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text('{"a": 1}', "utf-8-sig")
    assert read_json(tmp_path / "x.json") == {"a": 1}


# -- the list of hosted boards --------------------------------------------------------------------------
ENTRY = {
    "unique_id": UNIQUE_ID,
    "version": "v1",
    "port": "virtual://127.0.0.1:9",
    "drive": None,
    "control": 10,
    "pid": os.getpid(),
    "created": creation_time(os.getpid()),
}


@quick
@given(
    st.sampled_from(sorted(ENTRY)),
    values | st.sampled_from([10**400, -1, 2**70, float("inf"), float("nan"), "\0", "x" * 5000]),
)
@example("created", 10**400)
@example("drive", "\0")
@example("port", "socket://example.org:80")
@example("port", "virtual://v2?state=diary.txt")
def test_an_entry_with_one_wrong_part_hides_no_board(own_home: Path, part: str, value: object) -> None:
    folder = registry_folder(own_home)
    folder.mkdir(exist_ok=True, parents=True)
    (folder / f"{UNIQUE_ID}.json").write_text(json.dumps({**ENTRY, part: value}))
    for board in hosted_boards(own_home):
        assert board.port is None or board.port.startswith("virtual://127.0.0.1:")
    assert execute(["boards", "--json"]) in (0, 1)


@quick
@given(json_files)
def test_any_file_on_the_list_of_hosted_boards_is_none(own_home: Path, content: bytes) -> None:
    folder = registry_folder(own_home)
    folder.mkdir(exist_ok=True, parents=True)
    for name in (UNIQUE_ID, "x", "NUL"):
        (folder / f"{name}.json").write_bytes(content)
    (folder / "folder.json").mkdir(exist_ok=True)
    assert hosted_boards(own_home) == []


# -- virtual:// and labels ------------------------------------------------------------------------------
@quick
@given(st.text(max_size=30))
@example("v2[")
@example("v2?seed=" + "9" * 5000)
@example("v2?state=\0")
@example("v2?\udcff=1")
@example("v2?program=" + "x" * 5000)
@example("v2:99999")
@example("")
def test_any_text_behind_virtual_is_a_board_or_no_board(own_home: Path, text: str) -> None:
    with suppress(BoardError):
        board = choose_board(f"virtual://{text}", [])
        if "v1" in text or "v2" in text:
            with suppress(BoardError):
                board.open_serial().close()


@quick
@given(json_files | st.text(max_size=5).map(lambda label: json.dumps({UNIQUE_ID: label}).encode()))
@example(json.dumps({UNIQUE_ID: "\x1b[2J"}).encode())
def test_any_list_of_labels_is_read_or_left_as_it_is(own_home: Path, content: bytes) -> None:
    own_home.mkdir(exist_ok=True)
    path = own_home / "labels.json"
    path.write_bytes(content)
    try:
        labels = all_labels()
    except BoardError as error:
        assert error.code == "labels-damaged"
        for change in (lambda: set_label("9" * 48, "07"), lambda: free_label("07")):
            with pytest.raises(BoardError):
                change()
        assert path.read_bytes() == content
    else:
        assert all(label.isprintable() for label in labels.values())


# -- lessons --------------------------------------------------------------------------------------------
LESSON = "04-night-light"
TOML = (course_folder("lessons") / LESSON / "lesson.toml").read_text("utf-8")
WRONG_TOML = [
    "x = " + "[" * 100_000,
    "x = " + "{a=" * 100_000,
    "x." * 20_000 + "y = 1",
    "number = " + "9" * 5000,
    "number = 0x" + "f" * 5000,
    "\f",
    "number = 4\f",
    "number = nan",
    "number = 1979-05-27T07:32:00Z",
    "",
    "\0",
]
toml_values = st.sampled_from(
    [
        "nan",
        "inf",
        "-inf",
        "1e308",
        "0x" + "f" * 5000,
        "9" * 5000,
        "true",
        '""',
        '"\\f"',
        '"\\u0000"',
        "[]",
        "{}",
        "[[[]]]",
        "1979-05-27",
    ]
)
KEYS = [line.partition("=")[0].strip() for line in TOML.splitlines() if "=" in line and not line.startswith(("#", " "))]


def lesson_of(folder: Path, toml: str | bytes) -> Path:
    lesson = folder / LESSON
    lesson.mkdir(exist_ok=True)
    for name in ("main.py", "starter.py", "stretch.py", "check.py", "worksheet.md", "guide.md"):
        (lesson / name).write_text("#\n")
    (lesson / "lesson.toml").write_bytes(toml if isinstance(toml, bytes) else toml.encode())
    return lesson


def is_loaded_or_refused(folder: Path, toml: str | bytes) -> None:
    began = time.monotonic()
    try:
        lesson = load(lesson_of(folder, toml))
    except LessonError as error:
        assert len(str(error)) < 3000
    else:
        assert all(abs(bound) <= 1e9 for channel in lesson.channels for bound in channel.range)
        assert "\f" not in lesson.title.ja
    assert time.monotonic() - began < LONGEST_SECONDS


@pytest.mark.parametrize("toml", WRONG_TOML, ids=lambda toml: repr(toml[:20]))
def test_a_wrong_lesson_toml_is_said(tmp_path: Path, toml: str) -> None:
    is_loaded_or_refused(tmp_path, toml)
    is_loaded_or_refused(tmp_path, f"{TOML}\n{toml}")
    with pytest.raises(LessonError):
        load(lesson_of(tmp_path, toml))


@quick
@given(st.sampled_from(KEYS), toml_values | st.none())
def test_one_wrong_or_missing_value_of_a_lesson_is_said(
    tmp_path_factory: pytest.TempPathFactory, key: str, value: str
) -> None:
    lines = [
        line if line.partition("=")[0].strip() != key else "" if value is None else f"{key} = {value}"
        for line in TOML.splitlines()
    ]
    is_loaded_or_refused(tmp_path_factory.mktemp("lessons"), "\n".join(lines))


@quick
@given(st.binary(max_size=200))
def test_any_bytes_as_a_lesson_are_said(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    is_loaded_or_refused(tmp_path_factory.mktemp("lessons"), content)


def test_a_channel_has_a_range_that_can_be_drawn(tmp_path: Path) -> None:
    for wrong in ("[0, inf]", "[nan, 1]", "[0, 1e308]", "[0, 0x" + "f" * 400 + "]"):
        with pytest.raises(LessonError) as caught:
            load(lesson_of(tmp_path, TOML.replace("range = [0, 255]", f"range = {wrong}")))
        assert caught.value.code == "lesson-value-wrong"


@pytest.mark.parametrize("name", ["9" * 5000, "x" * 5000, "\0", "²", "４４４"])
def test_a_lesson_that_no_folder_can_be_is_unknown(name: str) -> None:
    with pytest.raises(LessonError):
        find(name)


# -- sheets ---------------------------------------------------------------------------------------------
block_values = st.sampled_from(
    [
        "nan",
        "inf",
        "-1",
        "1e308",
        "0x" + "f" * 400,
        "true",
        '"x"',
        '""',
        "[]",
        "[1]",
        "{}",
        '[["a"]]',
        "[1, 2, 3]",
        '"../main.py"',
    ]
)
BLOCK_KEYS = [
    "program",
    "after",
    "caption",
    "light",
    "temperature",
    "acceleration",
    "press",
    "press_at",
    "shake",
    "lines",
]
BLOCK_KEYS += ["columns", "paper", "count", "question", "board", "other"]


@quick
@given(
    st.sampled_from(["led", "samples", "trace", "box", "grid", "reflect", "program"]),
    st.dictionaries(st.sampled_from(BLOCK_KEYS), block_values, max_size=4),
    st.booleans(),
)
@example("box", {"caption": '""', "lines": "inf"}, False)
@example("led", {"after": "[" + "20, " * 500 + "]"}, True)
@example("led", {"after": "1", "press": "[1]"}, True)
@example("box", {"caption": "[" * 100_000}, False)
def test_any_block_is_drawn_or_said(kind: str, facts: dict[str, str], is_right: bool) -> None:
    lesson = load(course_folder("lessons") / LESSON)
    if is_right:
        facts = {"program": '"main.py"', "after": "0.5", **facts}
    body = "\n".join(f"{key} = {value}" for key, value in facts.items())
    began = time.monotonic()
    try:
        draw(kind, body, Sheet(lesson, 3, lesson.folder / "worksheet.md"))
    except LessonError as error:
        assert error.code == "sheet-block-wrong"
    assert time.monotonic() - began < LONGEST_SECONDS


@pytest.mark.parametrize("content", ["あ".encode("cp932"), b"\xff\xfe\x00", None])
def test_a_sheet_that_is_no_text_is_said(tmp_path: Path, content: bytes | None) -> None:
    lesson = load(lesson_of(tmp_path, TOML))
    path = lesson.folder / "worksheet.md"
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(LessonError) as caught:
        render(lesson)
    assert caught.value.code == "sheet-unreadable"


# -- folders of notebooks and of the demo ---------------------------------------------------------------
NOTEBOOKS = [
    *DAMAGED,
    b'{"cells": [{"cell_type": "markdown", "source": "# \\ud800"}]}',
    b'{"cells": [{"cell_type": "markdown", "source": [1]}]}',
    b'{"cells": [1]}',
    b'{"cells": 1}',
    b'{"cells": [{"cell_type": "markdown", "source": "# \\u0000\\u001b"}]}',
    b"[]",
    b"null",
]


def test_a_folder_of_damaged_notebooks_gets_the_course_all_the_same(tmp_path: Path) -> None:
    for number, content in enumerate(NOTEBOOKS):
        (tmp_path / f"mine {number}.ipynb").write_bytes(content)
    (tmp_path / "folder.ipynb").mkdir()
    for content in DAMAGED:
        (tmp_path / ".course-versions.json").write_bytes(content)
        assert copy_notebooks(tmp_path)
    assert "mine 3" in (tmp_path / "START.md").read_text("utf-8")
    for number, content in enumerate(NOTEBOOKS):
        assert (tmp_path / f"mine {number}.ipynb").read_bytes() == content


@quick
@given(json_files | values.map(lambda value: json.dumps({"made": value}).encode()))
def test_a_damaged_list_of_a_demo_takes_nothing_away(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    folder = tmp_path_factory.mktemp("demo")
    (folder / "club.sqlite").write_bytes(b"records")
    (folder / ".ictclub-demo.json").write_bytes(content)
    with pytest.raises(ClubError):
        DemoFolder(folder).clear()
    assert (folder / "club.sqlite").read_bytes() == b"records"
