"""A command with commands below it: how they are found, and how they are listed in its help."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

import click


class Group(click.Group):
    """Lists each command with the whole first paragraph of its help; click's own list cuts it off."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands."""
        for name in self.list_commands(ctx):
            command = self.get_command(ctx, name)
            if command is not None and command.help:
                command.short_help = command.help.partition("\n\n")[0]
        super().format_commands(ctx, formatter)


class LazyGroup(Group):
    """Imports each command only when it is used or listed: `places` gives its module and its name there."""

    def __init__(self, places: Mapping[str, tuple[str, str]], **options: Any) -> None:
        super().__init__(**options)
        self._places = places

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of `places`."""
        return list(self._places)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command; None where there is none of that name."""
        if cmd_name not in self._places:
            return None
        module, name = self._places[cmd_name]
        command: click.Command = getattr(importlib.import_module(module), name)
        return command
