"""Tables on terminals of any width: nothing is lost, and no column becomes a tower of single letters."""

from pathlib import Path

import pytest
from rich.cells import cell_len

from kimotsuki_ictclub.cli.output import print_table, short_path
from kimotsuki_ictclub.cli.wrapping import wrapped

COLUMNS = ["Label", "Port", "Drive", "State"]
ROW = ["こうやまの みどりの ボード [red]", "/dev/cu.usbmodem14102", "/Volumes/MICROBIT 12", "ready"]


@pytest.mark.parametrize("width", [20, 40, 60, 80, 200])
def test_a_table_keeps_every_letter_and_readable_columns(capsys, monkeypatch, width):
    monkeypatch.setenv("COLUMNS", str(width))
    print_table(COLUMNS, [ROW], whole=["Label", "Port", "State"])
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) <= 3, "a long cell takes two lines at most"
    for cell in (ROW[0], ROW[1], ROW[3]):
        assert cell in lines[1]
    letters = sorted("".join(ROW).replace(" ", ""))
    assert sorted("".join(lines[1:]).replace(" ", "")) == letters, "nothing is cut off"


SENTENCE = (
    "リセットボタンを押したまま差したので、MAINTENANCE モードです。「もう一度」差してください（ボタンには触らないで）。"
)


@pytest.mark.parametrize("width", range(8, 60))
def test_no_line_begins_with_a_mark_and_nothing_is_lost(width):
    lines = wrapped(SENTENCE, width)
    assert "".join(lines).replace(" ", "") == SENTENCE.replace(" ", "")
    assert not [line for line in lines if line[0] in "、。」）ー" or line[-1] in "「（"]
    assert width < 18 or (
        all(cell_len(line) <= width for line in lines) and any("リセットボタン" in line for line in lines)
    )


@pytest.mark.parametrize("width", [80, 100])
def test_headings_are_never_broken_and_texts_get_twenty_columns(capsys, monkeypatch, width):
    monkeypatch.setenv("COLUMNS", str(width))
    headings = ["ラベル", "ポート", "状態", "結果"]
    print_table(headings, [["07", "/dev/cu.usbmodem14102", SENTENCE, SENTENCE]], whole=["ラベル", "ポート"])
    first, *lines = capsys.readouterr().out.splitlines()
    assert first.split() == headings
    assert len(lines) < 10, "no tower of letters"
    assert all(cell_len(line.rstrip()) <= width for line in lines)


def test_a_long_path_is_shown_by_its_last_folder():
    assert short_path(None) == "–"
    assert short_path(Path("/media/me/MICROBIT")) == str(Path("/media/me/MICROBIT"))
    assert short_path(Path("/run/media/kimotsuki/MICROBIT")).endswith("MICROBIT")
    assert len(short_path(Path("/run/media/kimotsuki/MICROBIT"))) < 20
