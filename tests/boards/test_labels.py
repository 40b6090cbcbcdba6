"""Sticker names, kept for each unique id."""

from __future__ import annotations

from pathlib import Path

import pytest

from kimotsuki_ictclub.boards.labels import all_labels, set_label
from kimotsuki_ictclub.errors import BoardError

ONE, OTHER = "9900" + "a" * 44, "9904" + "b" * 44


def test_labels_are_kept_changed_and_taken_away() -> None:
    assert all_labels() == {}
    assert set_label(ONE, " みかん ") == "みかん"
    set_label(OTHER, "07")
    set_label(ONE, "08")
    assert all_labels() == {ONE: "08", OTHER: "07"}
    set_label(ONE, "")
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


@pytest.mark.parametrize("label", ["x" * 21, "a\nb", "virtual://v2", "\x1b[31m"])
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
