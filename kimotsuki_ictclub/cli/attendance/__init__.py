"""`ictclub attendance`: people, sessions and check-ins, figures, lists in and out, care of personal data."""

from __future__ import annotations

import importlib
import importlib.util

import click

from ...language import N_, _

# Command and module, in the order of a club's year; a module is imported when its command is used or listed.
_COMMANDS = {
    "desk": "desk",
    "add": "people",
    "session": "sessions",
    "venue": "sessions",
    "checkin": "presence",
    "list": "lists",
    "progress": "figures",
    "year": "figures",
    "report": "report",
    "import": "exchange",
    "export": "exchange",
    "forget": "care",
    "backup": "care",
    "restore": "care",
    "log": "care",
}
_HELP = N_(
    "Who came, and how far it is to the goal of 30 people in a fiscal year (1 April to 31 March).\n\n"
    "People (受講者数): everybody who came at least once in the fiscal year, counted once.\n\n"
    "Presences (延べ人数): each coming. Present and late have come; absent has not.\n\n"
    "The records are a file in your data folder, or the database named by ICTCLUB_DATABASE_URL."
)


class AttendanceGroup(click.Group):
    """The commands of `_COMMANDS`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of a club's year."""
        return [name for name, module in _COMMANDS.items() if importlib.util.find_spec(f"{__name__}.{module}")]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command; None where there is none of that name."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = importlib.import_module(f"{__name__}.{_COMMANDS[cmd_name]}")
        command: click.Command = getattr(module, f"{cmd_name}_command")
        return command


attendance = AttendanceGroup(name="attendance", help=_(_HELP))
