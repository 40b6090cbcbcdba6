"""`ictclub classroom`: a table full of virtual boards, and changes of their world."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import click

from ..language import _
from .groups import Group
from .output import console, json_option, print_json

if TYPE_CHECKING:
    from ..boards import Board
    from ..virtual.hosting.classroom import Classroom
    from ..virtual.hosting.registry import HostedBoard
    from .classroom_picture import SeenBoard

_OPTIONS = (  # whose value goes to the board as it is; parts before what they sense
    "plug", "temperature", "light", "sound", "acceleration", "distance_mm", "line", "wire", "digital", "analog",
    "press", "release",
)  # fmt: skip
_REFRESH = 0.25  # seconds between two pictures


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
        boards = _labelled({place.unique_id for place in room.places})
        out = console()
        out.print(_("%(number)d boards are plugged in. Ctrl-C unplugs them all.") % {"number": len(boards)})
        end = time.monotonic() + seconds if seconds is not None else float("inf")
        try:
            if out.is_terminal:
                _show_live(room, end)
            else:
                _show_once(boards, end)
        except KeyboardInterrupt:
            out.print(_("Unplugged."))


@classroom.command("set", help=_("Change the world, the buttons or the faults of one virtual board."))
@click.argument("name")
@click.option("--temperature", type=float, help=_("°C, -25 to 75."))
@click.option("--light", type=float, help=_("0 (dark) to 255."))
@click.option("--sound", type=float, help=_("0 to 255 (V2)."))
@click.option("--acceleration", type=float, nargs=3, help=_("x y z in milli-g."))
@click.option("--distance", "distance_mm", type=float, help=_("mm to what is in front of the distance sensor."))
@click.option("--line", help=_("Which line sensors of its robot are over black: none, left, right or both."))
@click.option("--plug", help=_("Plug in oled, neopixels:0, distance-sensor:8,12 (trigger, echo) or a robot."))
@click.option("--wire", type=int, nargs=2, help=_("Join two pins."))
@click.option("--digital", type=int, nargs=2, help=_("Pin and level 0 or 1, as a button does."))
@click.option("--analog", type=(int, float), help=_("Pin and voltage 0 to 1023, as a potentiometer does."))
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
    request = {name: options[name] for name in _OPTIONS if options[name] is not None}
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


def _show_once(boards: list[Board], end: float) -> None:
    """Say where the boards are, and wait."""
    for board in boards:
        console().print(f"{board.label}  {board.version}  {board.port}  {board.drive}")
    while time.monotonic() < end:
        time.sleep(min(_REFRESH, max(0.0, end - time.monotonic())))


def _show_live(room: Classroom, end: float) -> None:
    """Show the boards with moving LED pictures."""
    from rich.live import Live

    from .classroom_picture import picture

    out = console()
    with Live(console=out, auto_refresh=False) as live:
        while time.monotonic() < end:
            live.update(picture(_seen(room), out.width, out.height - 1), refresh=True)
            time.sleep(_REFRESH)


def _seen(room: Classroom) -> list[SeenBoard]:
    """Return what the boards show now, by label; labels are those of this moment."""
    from ..boards.labels import all_labels
    from ..errors import ClubError
    from .classroom_picture import SeenBoard

    labels = all_labels()
    seen = []
    for place, seat in zip(room.places, room.seats, strict=True):
        label = labels.get(place.unique_id, "")
        try:
            now = seat.tell()
        except ClubError:
            seen.append(SeenBoard(label, place.version, None, "", _("gone")))
            continue
        words = ([] if now["plugged_in"] else [_("unplugged")]) + list(now["faults"])
        port = f"virtual://127.0.0.1:{now['port']}" if now["plugged_in"] else ""
        seen.append(SeenBoard(label, place.version, now["display"], port, ", ".join(words) or _("running")))
    return sorted(seen, key=lambda board: (not board.label, board.label))
