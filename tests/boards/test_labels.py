"""Sticker names, kept for each unique id."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kimotsuki_ictclub.boards.labels import all_labels, free_label, set_label
from kimotsuki_ictclub.errors import BoardError

ONE, OTHER = "9900" + "a" * 44, "9904" + "b" * 44


def test_labels_are_kept_changed_and_taken_away() -> None:
    assert all_labels() == {}
    assert set_label(ONE, " みかん ") == "みかん"
    set_label(OTHER, "07")
    set_label(ONE, "08")
    assert all_labels() == {ONE: "08", OTHER: "07"}
    assert free_label("08") == "08"
    assert all_labels() == {OTHER: "07"}


def test_two_ways_of_writing_a_kana_are_one_label() -> None:
    set_label(ONE, "か\u3099")
    with pytest.raises(BoardError) as caught:
        set_label(OTHER, "が")
    assert caught.value.code == "label-taken"


def test_one_board_may_get_its_own_label_again() -> None:
    set_label(ONE, "07")
    set_label(ONE, "07")
    assert all_labels() == {ONE: "07"}


@pytest.mark.parametrize(
    ("kept", "typed"),
    [("07", "０７"), ("ﾐｶﾝ", "ミカン"), ("Red", "red"), ("か\u3099", "が"), ("\ufeff07\u200b", "07"), ("7", "⑦")],
)
def test_a_label_is_one_however_a_keyboard_writes_it(kept: str, typed: str) -> None:
    set_label(ONE, kept)
    with pytest.raises(BoardError) as caught:
        set_label(OTHER, typed)
    assert caught.value.code == "label-taken"
    free_label(typed)
    assert set_label(OTHER, typed) and len(all_labels()) == 1


def test_a_label_that_nobody_has_names_those_there_are() -> None:
    set_label(ONE, "07")
    with pytest.raises(BoardError) as caught:
        free_label("08")
    assert caught.value.code == "label-unknown" and "07" in caught.value.message
    assert all_labels() == {ONE: "07"}


def test_two_windows_that_name_boards_at_once_lose_no_label(own_home: Path) -> None:
    ids = [f"9904{number:044d}" for number in range(40)]
    program = (
        "import sys\nfrom kimotsuki_ictclub.boards.labels import set_label\n"
        "for unique_id in sys.argv[1:]: set_label(unique_id, unique_id[-3:])\n"
    )
    windows = [subprocess.Popen([sys.executable, "-c", program, *ids[start::4]]) for start in range(4)]
    assert [window.wait(timeout=120) for window in windows] == [0] * 4
    assert sorted(all_labels()) == ids


@pytest.mark.parametrize(
    "label", ["", "   ", "\u3000", "\t", "\u200b", "\u00ad", "\u2800", "\u3164", "\ufeff", "-", "..", "〜"]
)
def test_an_empty_label_is_refused_and_the_old_one_stays(label: str) -> None:
    set_label(ONE, "07")
    with pytest.raises(BoardError) as caught:
        set_label(ONE, label)
    assert caught.value.code == "label-wrong" and "--remove" in caught.value.hint
    assert all_labels() == {ONE: "07"}


@pytest.mark.parametrize("label", ["x" * 21, "a\nb", "virtual://v2", "\x1b[31m", "0\u200b7"])
def test_what_fits_on_no_sticker_is_refused(label: str) -> None:
    with pytest.raises(BoardError) as caught:
        set_label(ONE, label)
    assert caught.value.code == "label-wrong"
    assert all_labels() == {}


@pytest.mark.parametrize("content", ["{", "[]", '{"a": 7}'])
def test_a_damaged_list_is_said_and_not_overwritten(own_home: Path, content: str) -> None:
    own_home.mkdir()
    path = own_home / "labels.json"
    path.write_text(content)
    with pytest.raises(BoardError) as caught:
        set_label(ONE, "07")
    assert caught.value.code == "labels-damaged"
    assert path.read_text() == content


@pytest.mark.parametrize("unique_id", ["", "99040000aaaa"])
def test_a_board_whose_whole_id_is_not_seen_gets_no_label(unique_id: str) -> None:
    with pytest.raises(BoardError) as caught:
        set_label(unique_id, "07")
    assert caught.value.code == "label-no-id"
    assert all_labels() == {}
