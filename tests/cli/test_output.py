"""Tables on terminals of any width: nothing is lost, and no column becomes a tower of single letters."""

from pathlib import Path

import pytest

from kimotsuki_ictclub.cli.output import print_table, short_path

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


def test_a_long_path_is_shown_by_its_last_folder():
    assert short_path(None) == "–"
    assert short_path(Path("/media/me/MICROBIT")) == str(Path("/media/me/MICROBIT"))
    assert short_path(Path("/run/media/kimotsuki/MICROBIT")).endswith("MICROBIT")
    assert len(short_path(Path("/run/media/kimotsuki/MICROBIT"))) < 20
