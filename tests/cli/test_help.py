"""The lists of commands say the whole sentence of each."""

import importlib

import pytest

from kimotsuki_ictclub.cli import COMMANDS, execute


@pytest.mark.parametrize("width", ["60", "80", "120"])
def test_the_list_of_commands_cuts_no_sentence_off(capsys, monkeypatch, width):
    monkeypatch.setenv("COLUMNS", width)
    assert execute(["--help"]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    for name in COMMANDS:
        command = getattr(importlib.import_module(f"kimotsuki_ictclub.cli.{name}"), name)
        assert f"{name} {command.help.partition(chr(10))[0]}" in shown


@pytest.mark.parametrize("group", ["boards", "classroom", "attendance"])
def test_nor_do_the_lists_below_it(capsys, group):
    assert execute([group, "--help"]) == 0
    assert "..." not in capsys.readouterr().out.partition("Commands:")[2]
