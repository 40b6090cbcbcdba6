"""`ictclub classroom`: a table full of virtual boards, and changes of their world."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import click

from ..language import _
from .groups import Group
from .output import console, json_option, print_json

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

    from ..boards import Board
    from ..virtual.hosting.registry import HostedBoard

_REFRESH = 0.25  # seconds between two pictures
_TILE = 12  # characters
_DARK, _BRIGHT = (38, 16, 16), (255, 64, 48)  # red of an LED that is off, and of one at 9


@click.group(
    cls=Group, invoke_without_command=True, help=_("Host virtual boards that other commands find like real ones.")
)
@click.option("--v1", default=0, type=click.IntRange(0, 40), help=_("How many V1 boards."))
@click.option("--v2", default=0, type=click.IntRange(0, 40), help=_("How many V2 boards."))
@click.option(
    "--drive-speed",
    default=1.0,
    type=click.FloatRange(0.1, 1000),
    help=_("How many times faster than real ones the drives are."),
    show_default=True,
)
@click.option("--seconds", type=click.FloatRange(0), help=_("End by itself after so many seconds."))
@click.pass_context
def classroom(ctx: click.Context, v1: int, v2: int, drive_speed: float, seconds: float | None) -> None:
    """Host boards until Ctrl-C; without numbers: two V1 and four V2."""
    if ctx.invoked_subcommand:
        return
    from ..folders import data_folder
    from ..virtual.hosting.classroom import Classroom

    if not v1 and not v2:
        v1, v2 = 2, 4
    with Classroom(data_folder(), v1, v2, drive_speed=drive_speed) as room:
        boards = _labelled({seat.unique_id for seat in room.seats})
        out = console()
        out.print(_("%(number)d boards are plugged in. Ctrl-C unplugs them all.") % {"number": len(boards)})
        end = time.monotonic() + seconds if seconds is not None else float("inf")
        try:
            _show(boards, end)
        except KeyboardInterrupt:
            out.print(_("Unplugged."))


@classroom.command("set", help=_("Change the world, the buttons or the faults of one virtual board."))
@click.argument("name")
@click.option("--temperature", type=float, help=_("°C, -25 to 75."))
@click.option("--light", type=float, help=_("0 (dark) to 255."))
@click.option("--sound", type=float, help=_("0 to 255 (V2)."))
@click.option("--acceleration", type=float, nargs=3, help=_("x y z in milli-g."))
@click.option("--press", help=_("Press and hold a button: a, b or logo."))
@click.option("--release", help=_("Let a button go."))
@click.option("--reset", is_flag=True, help=_("Press the reset button."))
@click.option("--repair", is_flag=True, help=_("Take all faults away, and plug it in."))
@click.option("--unplug", is_flag=True, help=_("Pull the cable."))
@click.option("--plug-in", is_flag=True, help=_("Put the cable in again."))
@click.option("--fault", help=_("Let something go wrong; `ictclub classroom faults` lists what."))
@click.option("--times", type=int, default=-1, help=_("How often the fault happens (0: never more; without: always)."))
@json_option
def set_(name: str, as_json: bool, **options: Any) -> None:
    """Send the changes to the board and say how it is then."""
    from ..virtual.hosting.classroom import tell

    request = _request(options)
    if not request:
        raise click.UsageError(_("Say what to change, for example --temperature 30."))
    answer = tell(_hosted(name), **request)
    if as_json:
        print_json(answer)
    else:
        click.echo(_("%(name)s: done.") % {"name": name})


@classroom.command("faults", help=_("List what can go wrong on demand."))
@json_option
def faults(as_json: bool) -> None:
    """Show the names for `set --fault` and what each does."""
    from ..virtual.hosting.faults import FAULTS

    if as_json:
        print_json({name: _(text) for name, text in FAULTS.items()})
        return
    from .output import print_table

    print_table([_("Fault"), _("What happens")], [(name, _(text)) for name, text in FAULTS.items()])


def _request(options: dict[str, Any]) -> dict[str, Any]:
    request = {
        name: options[name]
        for name in ("temperature", "light", "sound", "acceleration", "press", "release")
        if options[name] is not None
    }
    for name in ("reset", "repair"):
        if options[name]:
            request[name] = True
    if options["unplug"] or options["plug_in"]:
        request["plugged_in"] = options["plug_in"]
    if options["fault"]:
        request["fault"] = [options["fault"], options["times"]]
    return request


def _hosted(name: str) -> HostedBoard:
    """Return the hosted board of this label, port or start of a unique id; one that is unplugged too."""
    from ..boards import choose_board
    from ..boards.board import Board
    from ..boards.labels import all_labels
    from ..folders import data_folder
    from ..virtual.hosting.registry import hosted_boards

    labels = all_labels()
    hosted = hosted_boards(data_folder())
    boards = [Board(one.unique_id, None, labels.get(one.unique_id, ""), one.port, None, "ready") for one in hosted]
    chosen = choose_board(name, boards)
    return next(one for one in hosted if one.unique_id == chosen.unique_id)


def _labelled(own: set[str]) -> list[Board]:
    """Give boards without a label the next free number; return those of this classroom."""
    from ..boards import find_boards
    from ..boards.labels import all_labels, set_label

    boards = [board for board in find_boards() if board.unique_id in own]
    for board in sorted(boards, key=lambda board: (board.version or "", board.unique_id)):
        if not board.label:
            taken = set(all_labels().values())
            board.label = set_label(
                board.unique_id, next(label for n in range(1, 1000) if (label := f"{n:02d}") not in taken)
            )
    return sorted(boards, key=lambda board: board.label)


def _show(boards: list[Board], end: float) -> None:
    """Show the boards until `end`; in a terminal with moving LED pictures."""
    from rich.live import Live

    out = console()
    if not out.is_terminal:
        for board in boards:
            out.print(f"{board.label}  {board.version}  {board.port}  {board.drive}")
        while time.monotonic() < end:
            time.sleep(min(_REFRESH, max(0.0, end - time.monotonic())))
        return
    with Live(console=out, auto_refresh=False) as live:
        while time.monotonic() < end:
            live.update(_table(boards, out.height), refresh=True)
            time.sleep(_REFRESH)


def _table(boards: list[Board], height: int) -> RenderableType:
    """Return a line for each board, three rows high for its picture; tiles where there are too many for that."""
    from rich.columns import Columns
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    states = _states(boards)
    if 4 * len(boards) + 3 > height:
        return Columns(
            [Group(Text(f"{board.label} {board.version}"), picture, Text()) for board, picture, _state in states],
            width=_TILE,
        )
    table = Table(box=None, padding=(0, 2, 1, 0), header_style="bold")
    for title in (_("Label"), _("Board"), "LED", _("Port"), _("State")):
        table.add_column(title)
    for board, picture, state in states:
        table.add_row(board.label, (board.version or "").upper(), picture, board.port or "", state)
    return table


def _states(boards: list[Board]) -> list[tuple[Board, Text, str]]:
    from rich.text import Text

    from ..errors import ClubError
    from ..folders import data_folder
    from ..virtual.hosting.classroom import tell
    from ..virtual.hosting.registry import hosted_boards

    hosted = {one.unique_id: one for one in hosted_boards(data_folder())}
    states = []
    for board in boards:
        try:
            answer = tell(hosted[board.unique_id])
        except (ClubError, KeyError):
            states.append((board, Text("?"), _("gone")))
            continue
        words = ([] if answer["plugged_in"] else [_("unplugged")]) + list(answer["faults"])
        states.append((board, led_picture(answer["display"]), ", ".join(words) or _("running")))
    return states


def led_picture(rows: list[list[int]]) -> Text:
    """Return the 5 × 5 picture (brightness 0–9) as three rows of text; each character shows two LEDs."""
    from rich.text import Text

    lines = []
    for top in range(0, 5, 2):
        line = Text()
        below = rows[top + 1] if top + 1 < 5 else None
        for column in range(5):
            style = _shade(rows[top][column]) + (f" on {_shade(below[column])}" if below else "")
            line.append("▀", style)
            line.append("▀", style)
        lines.append(line)
    return Text("\n").join(lines)


def _shade(brightness: int) -> str:
    return "#" + "".join(
        f"{dark + (bright - dark) * brightness // 9:02x}" for dark, bright in zip(_DARK, _BRIGHT, strict=True)
    )
