"""`ictclub doctor`: what is ready on this PC, and what to do about what is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ..language import _, plural
from .output import console, json_option, print_json

if TYPE_CHECKING:
    from ..doctor import Finding


@click.command(help=_("Look at this PC and the boards: what is ready, and what to do about the rest."))
@json_option
def doctor(as_json: bool) -> None:
    """Look at this PC and the boards."""
    from ..doctor import Level, examine

    findings: list[Finding] = []
    with console(stderr=True).status(_("Looking …")):
        for finding in examine():
            findings.append(finding)
            if not as_json:
                _show(finding)
    problems = sum(finding.level is Level.PROBLEM for finding in findings)
    if as_json:
        print_json([finding.to_dict() for finding in findings])
    elif problems:
        click.echo("\n" + plural("%(n)s thing to do.", "%(n)s things to do.", problems) % {"n": problems})
    else:
        click.echo("\n" + _("Everything is ready."))
    if problems:
        raise click.exceptions.Exit(1)


def _show(finding: Finding) -> None:
    from rich.text import Text

    from ..doctor import Level

    mark, style = {
        Level.READY: ("✓", "green"),
        Level.ADVICE: ("!", "yellow"),
        Level.PROBLEM: ("✗", "bold red"),
    }[finding.level]
    shown = console()
    shown.print(Text.assemble((mark, style), " ", finding.message))
    if finding.cure:
        shown.print(Text.assemble("  → ", (finding.cure, "cyan")))
