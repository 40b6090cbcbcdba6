"""`ictclub record`: samples of one board or many into a CSV."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..language import _, plural
from .broker import venues_at
from .output import console, json_option, print_json

if TYPE_CHECKING:
    from ..telemetry import AnySource, Event, Recording

boards_option = click.option(
    "--from",
    "boards",
    metavar=_("BOARD"),
    multiple=True,
    help=_("Label, port, start of a unique id, virtual://v2, or mqtts://…/koyama. Again for more; none: all boards."),
)
seconds_option = click.option(
    "--seconds", type=click.FloatRange(min=0, min_open=True), help=_("Stop by itself after so many seconds.")
)


@click.command(help=_("Record the samples of boards to a CSV file until Ctrl-C."))
@boards_option
@seconds_option
@click.option("-o", "--out", type=click.Path(dir_okay=False, path_type=Path), default=Path("recording.csv"),
              show_default=True, help=_("The CSV file to write."))  # fmt: skip
@click.option("--replace", is_flag=True, help=_("Write over a file that exists."))
@json_option
def record(boards: tuple[str, ...], seconds: float | None, out: Path, replace: bool, as_json: bool) -> None:
    """Record the samples of boards to a CSV file."""
    from ..telemetry import record as record_samples

    refuse_to_replace(out, replace)
    sources = chosen_sources(boards)
    said: set[str] = set()
    with console(stderr=True).status(_("Recording …")) as status:
        recording = record_samples(
            sources,
            seconds,
            out,
            overwrite=replace,
            progress=lambda spent, kept: status.update(
                _("Recording: %(seconds).0f s, %(samples)s samples (Ctrl-C ends it)")
                % {"seconds": spent, "samples": kept.samples}
            ),
            watch=lambda events: said.update(show_troubles(events, stops=len(sources) > 1)),
        )
    path = recording.path or out
    for note in recording.notes:
        if note not in said:
            click.echo(note, err=True)
    if path != out:
        taken = _("Another program has written %(file)s meanwhile: this recording is %(path)s.")
        click.echo(taken % {"file": out, "path": path}, err=True)
    if as_json:
        print_json(facts_of(recording, path))
    else:
        show_recording(recording, path)


def chosen_sources(names: tuple[str, ...]) -> list[AnySource]:
    """Return the boards called `names`, those of a broker's venues too, or every board on this PC where none is named.

    Raises: BoardError, ShareError.
    """
    from ..boards import choose_board, find_boards
    from ..share import is_address
    from ..telemetry import BoardSource

    here = [name for name in names if not is_address(name)]
    elsewhere = [venues_at(name) for name in names if is_address(name)]
    found = [choose_board(name) for name in here] or [board for board in find_boards() if board.port and not elsewhere]
    boards = found or ([] if elsewhere else [choose_board(None)])
    return [*map(BoardSource, boards), *elsewhere]


def refuse_to_replace(path: Path, replace: bool) -> None:
    """Raise TelemetryError where `path` exists and may not be written over."""
    from ..errors import TelemetryError
    from ..language import N_

    if path.exists() and not replace:
        raise TelemetryError(
            "file-exists",
            N_("%(file)s exists already."),
            N_("Choose another name with -o, or write over it with --replace."),
            file=path,
        )


def show_troubles(events: list[Event], *, stops: bool = True) -> list[str]:
    """Say on standard error when a board goes or comes back and, with `stops`, what stopped its program.

    Return what was said.
    """
    from ..telemetry import Back, Gone, Notice, Stopped, stopped_error

    said: dict[str, None] = {}  # a venue that goes takes many boards with it: said once
    for event in events:
        if isinstance(event, Gone):
            said[str(event.error) if event.error.code == "venue-away" else f"{event.board}: {event.error}"] = None
        elif isinstance(event, Notice):
            said[str(event.error)] = None
        elif isinstance(event, Stopped) and stops:
            said[str(stopped_error(event.board, event.stop))] = None
    back = dict.fromkeys(event.board for event in events if isinstance(event, Back))
    if back:
        said[_("%(board)s: connected again.") % {"board": ", ".join(back)}] = None
    for sentence in said:
        click.echo(sentence, err=True)
    return list(said)


def facts_of(recording: Recording, path: Path) -> dict[str, object]:
    """Return what was recorded, for `--json`."""
    from dataclasses import asdict

    return {
        "file": str(path),
        "seconds": round(recording.seconds, 3),
        "samples": len(recording) - recording.gaps,
        "boards": list(recording.boards),
        "damaged_lines": recording.damaged,
        "lost_samples": recording.lost,
        "gaps": recording.gaps,
        "notes": list(recording.notes),
        "channels": [
            {key: None if value != value else value for key, value in asdict(row).items()}
            for row in recording.summary()
        ],
    }


def show_recording(recording: Recording, path: Path) -> None:
    """Print what was recorded and where it is."""
    from ..plotting import channel_style
    from .output import print_table

    print_table(
        (_("Board"), _("Channel"), _("Number of samples"), _("Mean"), _("Least"), _("Greatest"), _("A second")),
        [
            (row.board, channel_style(row.channel).title, row.samples, f"{row.mean:.1f}", f"{row.least:g}",
             f"{row.greatest:g}", f"{row.per_second:.1f}")
            for row in recording.summary()
        ],
    )  # fmt: skip
    for count, text in (
        (recording.damaged or 0, plural("%(n)s line was damaged on its way.", "%(n)s lines were damaged on their way.",
                                        recording.damaged or 0)),
        (recording.lost or 0, plural("%(n)s sample was lost.", "%(n)s samples were lost.", recording.lost or 0)),
        (recording.gaps, plural("A board was away once.", "Boards were away %(n)s times.", recording.gaps)),
    ):  # fmt: skip
        if count:
            click.echo(text % {"n": count})
    samples = len(recording) - recording.gaps
    click.echo(
        plural("%(n)s sample in %(seconds).1f s: %(file)s", "%(n)s samples in %(seconds).1f s: %(file)s", samples)
        % {"n": samples, "seconds": recording.seconds, "file": path}
    )
