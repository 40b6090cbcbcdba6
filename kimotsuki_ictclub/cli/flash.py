"""`ictclub flash`: a lesson or a program onto every board on the table, verified."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from ..errors import ClubError
from ..language import _, plural
from .output import console, json_option, print_json, print_table, short_name, short_path
from .source import source_of
from .wrapping import wrapped

if TYPE_CHECKING:
    from rich.text import Text

    from ..boards import Board, Version
    from ..boards.flashing.flashable import Step, Way
    from ..boards.flashing.many import Outcome
    from ..images import Image


@click.command(help=_("Flash a lesson (4, night-light) or a program (my.py, my.hex) onto boards and verify it."))
@click.argument("what", metavar=_("LESSON_OR_FILE"))
@click.option(
    "--to",
    "names",
    metavar=_("BOARD"),
    multiple=True,
    help=_("Label, port, start of a unique id, or virtual://v2. Again for more; none: all boards."),
)
@click.option("--full", is_flag=True, help=_("Copy the whole hex, even where less would do."))
@click.option("--unchecked", is_flag=True, help=_("Flash it even where a mistake would be found."))
@click.option("--yes", is_flag=True, help=_("Don't ask before flashing several boards."))
@json_option
def flash(what: str, names: tuple[str, ...], full: bool, unchecked: bool, yes: bool, as_json: bool) -> None:
    """Flash a lesson or a program onto boards."""
    from ..boards.flashing.many import flash_many
    from ..boards.talking.after_start import SECONDS

    boards = chosen_boards(names)
    image_for = _images(what, boards, unchecked=unchecked)
    if not names and not yes and len(boards) > 1:
        _confirm(boards)
    with _progress(boards, quiet=as_json) as (report, done):
        outcomes = flash_many(boards, image_for, full=full, listen=SECONDS, progress=report, done=done)
    stops = {id(outcome): error for outcome in outcomes if (error := _stopped(outcome, what, image_for))}
    if as_json:
        print_json([_facts(outcome, stops.get(id(outcome))) for outcome in outcomes])
    else:
        _show(outcomes, stops)
    if any(outcome.error for outcome in outcomes):
        raise click.exceptions.Exit(1)


def chosen_boards(names: Sequence[str]) -> list[Board]:
    """Return the boards called `names`, each once; all boards where there are none. Raises: BoardError."""
    from ..boards import choose_board, find_boards
    from ..boards.find import no_board

    plugged_in = find_boards()
    chosen: list[Board] = []
    for board in [choose_board(name, plugged_in) for name in names] if names else plugged_in:
        if board not in chosen:
            chosen.append(board)
    if not chosen:
        raise no_board()
    return chosen


def _images(what: str, boards: Sequence[Board], *, unchecked: bool) -> Callable[[Version], Image]:
    """Build each image that is needed, once; an error that only one board version has is kept for those boards."""
    from ..images import build

    source = source_of(what)
    built: dict[Version, Image | ClubError] = {}
    with console(stderr=True).status(_("Building …")):
        for version in sorted({board.version for board in boards if board.version}):
            try:
                built[version] = build(source, version, unchecked=unchecked)
            except ClubError as error:
                built[version] = error
    errors = [one for one in built.values() if isinstance(one, ClubError)]
    if errors and len(errors) == len(built):
        raise errors[0]

    def image_for(version: Version) -> Image:
        image = built[version]
        if isinstance(image, ClubError):
            raise image
        return image

    return image_for


def _confirm(boards: Sequence[Board]) -> None:
    """Show which boards and ask. Raises: click.Abort for "no", click.UsageError where nobody can be asked."""
    print_table(
        [_("Board"), _("Version"), _("Port"), _("Drive")],
        [
            [short_name(board), (board.version or "?").upper(), board.port or "–", short_path(board.drive)]
            for board in boards
        ],
        whole=[_("Board"), _("Port")],
    )
    if not sys.stdin.isatty():
        raise click.UsageError(_("Several boards: name them with --to, or say --yes for all."))
    count = len(boards)
    question = plural("Flash this %(n)s board?", "Flash all %(n)s boards?", count) % {"n": count}
    click.confirm(question, default=True, abort=True)


@contextmanager
def _progress(
    boards: Sequence[Board], *, quiet: bool
) -> Iterator[tuple[Callable[[Board, Step, float], None], Callable[[Outcome], None]]]:
    """Show one line a board while they are flashed; `quiet` shows none."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.fields[name]}", markup=False), BarColumn(bar_width=20),
               TextColumn("{task.fields[step]}", markup=False), TimeElapsedColumn())  # fmt: skip
    with Progress(*columns, console=console(stderr=True), disable=quiet) as bars:
        tasks = {id(board): bars.add_task("", total=1.0, name=short_name(board), step="") for board in boards}

        def report(board: Board, step: Step, part: float) -> None:
            bars.update(tasks[id(board)], completed=part, step=_doing(step))

        def done(outcome: Outcome) -> None:
            step = _done(outcome.result.way) if outcome.result else _("failed")
            bars.update(tasks[id(outcome.board)], completed=1.0 if outcome.result else 0.0, step=step)
            bars.stop_task(tasks[id(outcome.board)])

        yield report, done


def _doing(step: Step) -> str:
    match step:
        case "looking":
            return _("looking what is on it")
        case "sending":
            return _("sending what changed")
        case "copying":
            return _("copying the hex")
        case "waiting":
            return _("waiting until it is back")
        case "checking":
            return _("checking")
        case "again":
            return _("trying again")


def _done(way: Way) -> str:
    match way:
        case "none":
            return _("is up to date")
        case "serial":
            return _("updated")
        case "drive":
            return _("flashed")


def _stopped(outcome: Outcome, what: str, image_for: Callable[[Version], Image]) -> ClubError | None:
    """Return what stopped the program on a board right after its start, told as `check` tells it; None for nothing."""
    from pathlib import Path

    from ..images.stops import mistake_of

    if outcome.result is None or outcome.result.stop is None or outcome.board.version is None:
        return None
    source = image_for(outcome.board.version).files.get("main.py", b"").decode(errors="replace")
    return mistake_of(outcome.result.stop, Path(what).name if what.endswith(".py") else "main.py", source)


def _show(outcomes: Sequence[Outcome], stops: Mapping[int, ClubError]) -> None:
    from rich.text import Text

    failed = any(outcome.error for outcome in outcomes)
    print_table(
        [_("Board"), _("Version"), _("Result"), _("Seconds")],
        [
            [Text(short_name(one.board)), (one.board.version or "?").upper(), _result(one), f"{one.seconds:.1f}"]
            for one in outcomes
        ],
        whole=[_("Board"), _("Version"), _("Result"), _("Seconds")],
    )
    for outcome in outcomes:
        if outcome.error is not None:
            _show_cause(short_name(outcome.board), outcome.error)
    count, good = len(outcomes), sum(outcome.error is None for outcome in outcomes)
    if failed:
        click.echo(_("%(good)s of %(count)s boards run it, verified.") % {"good": good, "count": count})
    elif stops:
        text = plural("It is on the board, verified.", "It is on all %(n)s boards, verified.", count)
        click.echo(text % {"n": count})
    else:
        text = plural("The board runs it, verified.", "All %(n)s boards run it, verified.", count)
        click.echo(text % {"n": count})
    for outcome in outcomes:
        if id(outcome) in stops:
            _show_stop(outcome, stops[id(outcome)])


def _show_cause(name: str, error: ClubError) -> None:
    """Say below the table why a board failed and what to do: there the sentences have the whole width."""
    for index, line in enumerate(wrapped(f"{name}: {error.message}", console().width)):
        click.secho(line, bold=index == 0)
    if error.hint:
        click.echo("  → " + "\n    ".join(wrapped(error.hint, console().width - 4)))


def _show_stop(outcome: Outcome, error: ClubError) -> None:
    """Say below the table where a program stopped, and why."""
    place = {"board": outcome.board.name, "line": error.values.get("line")}
    if "line" in error.values:
        click.echo(_("%(board)s: the program stopped at line %(line)s.") % place)
    else:
        click.echo(_("%(board)s: the program stopped.") % place)
    click.echo(f"{error.message}\n  → {error.hint}" if error.hint else error.message)


def _result(outcome: Outcome) -> Text:
    from rich.text import Text

    if outcome.result is None:
        return Text(_("failed"), style="bold red")
    text = _done(outcome.result.way)
    if outcome.result.tries > 1:
        text += " " + _("(try %(number)s)") % {"number": outcome.result.tries}
    return Text(text, style="green")


def _facts(outcome: Outcome, stopped: ClubError | None) -> dict[str, object]:
    result, error = outcome.result, outcome.error
    return {
        "board": outcome.board.name,
        "unique_id": outcome.board.unique_id,
        "version": outcome.board.version,
        "done": error is None,
        "way": result.way if result else None,
        "changed": list(result.changed) if result else [],
        "tries": result.tries if result else None,
        "seconds": round(outcome.seconds, 2),
        "error": error.to_dict() if error else None,
        "stopped": stopped.to_dict() if stopped else None,
    }
