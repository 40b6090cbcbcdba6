"""`ictclub boards`: what is plugged in, and the sticker names of boards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ..errors import ClubError
from ..language import _
from .groups import Group
from .output import console, json_option, print_json, print_table, short_path

if TYPE_CHECKING:
    from ..boards import Board
    from ..boards.talking.ask import Answer


@click.group(
    cls=Group, invoke_without_command=True, help=_("List the boards that are plugged in: label, port, program, state.")
)
@click.option("--no-ask", is_flag=True, help=_("Don't ask the boards for runtime and program: theirs run on."))
@json_option
@click.pass_context
def boards(ctx: click.Context, no_ask: bool, as_json: bool) -> None:
    """List the boards that are plugged in."""
    if ctx.invoked_subcommand is None:
        _show(no_ask, as_json)


def _show(no_ask: bool, as_json: bool) -> None:
    from ..boards import find_boards
    from ..boards.find import no_board
    from ..boards.talking.ask import ask_boards

    found = find_boards()
    answers: list[Answer | ClubError | None] = [None] * len(found)
    if not no_ask and found:
        with console(stderr=True).status(_("Asking the boards …")):
            answers = list(ask_boards(found))
    if as_json:
        print_json([_facts(board, answer) for board, answer in zip(found, answers, strict=True)])
        return
    if not found:
        raise no_board()
    print_table(
        [_("Label"), _("Version"), _("Port"), _("Drive"), _("Runtime"), _("Program"), _("State")],
        [_row(board, answer) for board, answer in zip(found, answers, strict=True)],
        whole=[_("Label"), _("Version"), _("Port"), _("Runtime"), _("Program"), _("State")],
    )
    for board, answer in zip(found, answers, strict=True):
        advice = _advice(board, answer)
        if advice:
            click.echo(f"{board.name}: {advice}")


def _told(answer: Answer | ClubError | None) -> Answer | None:
    return None if isinstance(answer, ClubError) else answer


def _row(board: Board, answer: Answer | ClubError | None) -> list[str]:
    runtime, program = "", ""
    if told := _told(answer):
        runtime = told.runtime
        program = told.program or ("–" if told.size is None else _("own (%(size)d bytes)") % {"size": told.size})
    return [
        board.label,
        (board.version or "?").upper(),
        board.port or "–",
        short_path(board.drive),
        runtime,
        program,
        _state(board, answer),
    ]


def _state(board: Board, answer: Answer | ClubError | None) -> str:
    if (told := _told(answer)) and told.cut_off:
        return _("half updated")
    if board.state == "ready" and isinstance(answer, ClubError):
        return _("busy") if answer.code == "board-busy" else _("no answer")
    match board.state:
        case "ready":
            return _("ready")
        case "maintenance":
            return _("MAINTENANCE")
        case "no-drive":
            return _("no drive")
        case "no-port":
            return _("no port")


def _advice(board: Board, answer: Answer | ClubError | None) -> str:
    from ..boards.failures import cut_off, maintenance

    if board.state == "maintenance":
        return str(maintenance())
    if board.state == "no-drive":
        return _("Its drive is not there: only what changes over the serial line can be flashed. Plug it in again.")
    if (told := _told(answer)) and told.cut_off:
        return str(cut_off())
    return str(answer) if isinstance(answer, ClubError) else ""


def _facts(board: Board, answer: Answer | ClubError | None) -> dict[str, object]:
    told = _told(answer)
    return {
        "label": board.label,
        "unique_id": board.unique_id,
        "version": board.version,
        "port": board.port,
        "drive": str(board.drive) if board.drive else None,
        "state": board.state,
        "runtime": told.runtime if told else None,
        "program": told.program or None if told else None,
        "program_size": told.size if told else None,
        "program_cut_off": told.cut_off if told else None,
        "error": answer.to_dict() if isinstance(answer, ClubError) else None,
    }


@boards.command("label", help=_("Give the one board that is plugged in a name, such as 07, and show it on its LEDs."))
@click.argument("name")
@click.option("--to", "to", metavar=_("BOARD"), help=_("Where several are plugged in: port or start of a unique id."))
@click.option("--remove", is_flag=True, help=_("Take the name away instead."))
def label(name: str, to: str | None, remove: bool) -> None:
    """Name one board."""
    from ..boards import choose_board
    from ..boards.labels import free_label, set_label
    from ..boards.talking.ask import show_label

    if remove:
        click.echo(_("No board is called %(label)s any more; another can have the name.") % {"label": free_label(name)})
        return
    board = choose_board(to)
    kept = set_label(board.unique_id, name)
    click.echo(_("This board is now called %(label)s.") % {"label": kept})
    with console(stderr=True).status(_("It shows its name …")):
        readable = show_label(board, kept)
    if not readable:
        click.echo(_("Its LEDs can't show these letters: it showed a face."))
