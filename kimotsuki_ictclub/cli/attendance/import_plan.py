"""What `ictclub attendance import` shows before it asks: figures before and after, marks, and what it leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ...language import _

if TYPE_CHECKING:
    from ...attendance.exchange.applying import Outcome
    from ...attendance.exchange.plan import Plan, Size

_MOST_LINES = 20  # of one kind


def show_plan(plan: Plan) -> None:
    """Show everything about the file that a person should know before saying yes."""
    from ...attendance.exchange.columns import state_word

    for name, count in _counts(plan.outcome):
        if count:
            click.echo(f"  {name}: {count}")
    if not plan.problems:
        show_sizes(plan.before, plan.after)
    if plan.legend:
        marks = [f"{mark} = {state_word(state)} ({count})" for mark, (state, count) in plan.legend.items()]
        click.echo(_("  Marks: %(marks)s") % {"marks": ", ".join(marks)})
    for alike in plan.alike[:_MOST_LINES]:
        click.echo(_("  Row %(place)s: “%(written)s” is taken for “%(known)s”, number %(number)s.") % vars(alike))
    for nickname, numbers in plan.same_names.items():
        told = {"nickname": nickname, "numbers": ", ".join(map(str, numbers))}
        click.echo(_("  The same nickname “%(nickname)s” for numbers %(numbers)s. If it is one child:") % told)
        click.echo(f"    ictclub attendance merge {numbers[0]} {numbers[-1]}")
    for session in plan.cancelled:
        click.echo(_("  Row %(place)s: not held and not counted: %(date)s, %(reason)s") % vars(session))
    for row in plan.left_out[:_MOST_LINES]:
        click.echo(_("  Row %(place)s is left out: %(label)s") % vars(row))
    _show_names(_("  Hidden in Excel, but read: %(names)s"), plan.hidden)
    _show_names(_("  Read as full names: %(names)s"), plan.full_names_in)
    _show_names(_("  Columns not used: %(names)s"), plan.unused_columns)
    _show_names(_("  Sheets not used: %(names)s"), plan.unused_sheets)
    for problem in plan.problems[:_MOST_LINES]:
        told = {"place": problem.place, "problem": str(problem.error)}
        in_rows = any(place.row for place in problem.places)
        text = _("  Row %(place)s: %(problem)s") if in_rows else _("  Column %(place)s: %(problem)s")
        click.echo(text % told, err=True)
    if len(plan.problems) > _MOST_LINES:
        click.echo(_("  … and %(count)s more") % {"count": len(plan.problems) - _MOST_LINES}, err=True)
    if plan.problems:
        click.echo(_("  Rows are counted as Excel counts them."), err=True)


def show_sizes(before: Size, after: Size) -> None:
    """Show people, sessions and presences, before and after."""
    names = {"people": _("In the list"), "came": _("People"), "sessions": _("Sessions"), "presences": _("Presences")}
    parts = [f"{name} {getattr(before, key)} → {getattr(after, key)}" for key, name in names.items()]
    click.echo(_("  In all: %(figures)s") % {"figures": ", ".join(parts)})


def _show_names(text: str, names: list[str]) -> None:
    if names:
        shown = [*names[:_MOST_LINES], *(["…"] if len(names) > _MOST_LINES else [])]
        click.echo(text % {"names": ", ".join(shown)})


def _counts(outcome: Outcome) -> list[tuple[str, int]]:
    return [
        (_("New people"), outcome.new_people),
        (_("Changed people"), outcome.changed_people),
        (_("New sessions"), outcome.new_sessions),
        (_("Changed sessions"), outcome.changed_sessions),
        (_("New presences"), outcome.new_presences),
        (_("Changed presences"), outcome.changed_presences),
        (_("Unchanged"), outcome.unchanged),
    ]
