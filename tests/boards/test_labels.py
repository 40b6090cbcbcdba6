"""Sticker names, kept for each unique id."""

from __future__ import annotations

from pathlib import Path

import pytest

from kimotsuki_ictclub.boards.labels import all_labels, set_label
from kimotsuki_ictclub.errors import BoardError


def test_labels_are_kept_changed_and_taken_away() -> None:
    assert all_labels() == {}
    assert set_label("a", " みかん ") == "みかん"
    set_label("b", "07")
    set_label("a", "08")
    assert all_labels() == {"a": "08", "b": "07"}
    set_label("a", "")
    assert all_labels() == {"b": "07"}


def test_two_ways_of_writing_a_kana_are_one_label() -> None:
    set_label("a", "か\u3099")
    with pytest.raises(BoardError) as caught:
        set_label("b", "が")
    assert caught.value.code == "label-taken"


def test_one_board_may_get_its_own_label_again() -> None:
    set_label("a", "07")
    set_label("a", "07")
    assert all_labels() == {"a": "07"}


@pytest.mark.parametrize("label", ["x" * 21, "a\nb", "virtual://v2", "\x1b[31m"])
def test_what_fits_on_no_sticker_is_refused(label: str) -> None:
    with pytest.raises(BoardError) as caught:
        set_label("a", label)
    assert caught.value.code == "label-wrong"
    assert all_labels() == {}


@pytest.mark.parametrize("content", ["{", "[]", '{"a": 7}'])
def test_a_damaged_list_is_said_and_not_overwritten(own_home: Path, content: str) -> None:
    own_home.mkdir()
    path = own_home / "labels.json"
    path.write_text(content)
    with pytest.raises(BoardError) as caught:
        set_label("a", "07")
    assert caught.value.code == "labels-damaged"
    assert path.read_text() == content
