"""`ictclub stream`: what boards say, as it comes."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import click

from ..language import _
from .record import boards_option, chosen_sources, seconds_option, show_troubles

if TYPE_CHECKING:
    from ..telemetry import Event, SampleReader


@click.command(help=_("Show the samples of one board or a whole class as they come, until Ctrl-C."))
@boards_option
@seconds_option
@click.option("--text", is_flag=True, help=_("Also show lines that are no samples."))
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON object a line."))
def stream(boards: tuple[str, ...], seconds: float | None, text: bool, as_json: bool) -> None:
    """Show the samples of boards as they come."""
    from ..telemetry import SampleReader

    show = _print_json if as_json else _print_plain
    with SampleReader(chosen_sources(boards)) as reader:
        begin = time.monotonic()
        try:
            while seconds is None or time.monotonic() - begin < seconds:
                events = reader.read(0.2)
                show_troubles(events)
                for event in events:
                    show(event, event.time - begin, text)
        except KeyboardInterrupt:
            pass  # asked to end: the counts follow
        _show_counts(reader)


def _print_plain(event: Event, seconds: float, with_text: bool) -> None:
    from ..telemetry import Damaged, Sample, Text

    if isinstance(event, Sample):
        values = "  ".join(f"{name} {value:g}" for name, value in event.values.items())
        click.echo(f"{seconds:8.2f} s  {event.board}  {values}")
    elif isinstance(event, Damaged):
        click.echo(f"{seconds:8.2f} s  {event.board}  {_('damaged')}: {event.text!r}")
    elif isinstance(event, Text) and with_text:
        click.echo(f"{seconds:8.2f} s  {event.board}  | {_printable(event.text)}")


def _print_json(event: Event, seconds: float, with_text: bool) -> None:
    from ..telemetry import Damaged, Sample, Text

    facts: dict[str, object] = {"time_s": round(seconds, 3), "board": event.board}
    if isinstance(event, Sample):
        facts["values"] = {name: None if value != value else value for name, value in event.values.items()}
    elif isinstance(event, Damaged):
        facts["damaged"] = event.text
    elif isinstance(event, Text) and with_text:
        facts["text"] = event.text
    else:
        return
    click.echo(json.dumps(facts, ensure_ascii=False))


def _printable(text: str) -> str:
    """Return `text` without what would move the terminal's cursor: a board may print anything."""
    return "".join(character if character.isprintable() else "·" for character in text)


def _show_counts(reader: SampleReader) -> None:
    from ..telemetry import trouble_of

    for board, count in reader.counts.items():
        click.echo(
            _("%(board)s: %(samples)s samples, %(texts)s other lines, %(damaged)s damaged, %(lost)s lost")
            % {"board": board, "samples": count.samples, "texts": count.texts, "damaged": count.damaged,
               "lost": count.lost},
            err=True,
        )  # fmt: skip
        trouble = trouble_of(board, count)
        if trouble is not None and count.stop is None:  # that was said when it came
            click.echo(str(trouble), err=True)
