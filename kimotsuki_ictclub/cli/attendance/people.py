"""`ictclub attendance add` and `merge`: new participants, corrections, and a person who was typed twice."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from ...language import _
from ..output import json_option, print_json
from .options import agreed, day, open_the_records, yes_option


@click.command("add", help=_("Add a participant; a nickname is enough. With --change NUMBER, correct one."))
@click.argument("nickname", required=False)
@click.option("--reading", help=_("How the nickname is read, in kana."))
@click.option("--number", type=int, help=_("The participant's number (default: the next free one)."))
@click.option("--grown-up", is_flag=True, help=_("A grown-up, not a child."))
@click.option("--child", is_flag=True, help=_("A child (the default for new participants)."))
@click.option("--full-name", help=_("Optional, kept apart from the rest."))
@click.option("--school-year", help=_("Optional, kept apart from the rest, as in 小5."))
@click.option("--contact", help=_("The guardian's telephone or mail; optional, kept apart."))
@click.option("--consent", type=day, help=_("The day on which the guardian agreed; optional."))
@click.option("--change", metavar="NUMBER", help=_("Correct the participant with this number or nickname."))
@json_option
def add_command(
    nickname: str | None,
    reading: str | None,
    number: int | None,
    grown_up: bool,
    child: bool,
    full_name: str | None,
    school_year: str | None,
    contact: str | None,
    consent: date | None,
    change: str | None,
    as_json: bool,
) -> None:
    """Add or correct a participant."""
    from ...attendance import people
    from ...attendance.care import access_log
    from ...attendance.models import Kind

    if grown_up and child:
        raise click.UsageError(_("--child and --grown-up exclude each other."))
    if nickname is None and change is None:
        raise click.UsageError(_("Give a nickname."))
    if number is not None and change is not None:
        raise click.UsageError(_("A number stays with its person; it cannot be changed."))
    kind = Kind.GROWN_UP if grown_up else Kind.CHILD if child else None
    with open_the_records() as records, records.writing() as db:
        if change is None:
            assert nickname is not None
            person = people.add_participant(db, nickname, reading=reading or "", number=number, kind=kind or Kind.CHILD)
        else:
            person = people.the_participant(db, change)
            people.change_participant(db, person, nickname=nickname, reading=reading, kind=kind)
        people.set_details(
            db, person, full_name=full_name, school_year=school_year, guardian_contact=contact, consent_on=consent
        )
        access_log.note(db, "add" if change is None else "change", 1)
        answer: dict[str, Any] = {
            "number": person.number,
            "nickname": person.nickname,
            "reading": person.reading,
            "kind": person.kind.value,
        }
    if as_json:
        print_json(answer)
    elif change is None:
        click.echo(_("Added: %(nickname)s, number %(number)s.") % answer)
    else:
        click.echo(_("Corrected: %(nickname)s, number %(number)s.") % answer)


@click.command("merge", help=_("Make one person of two: B was typed twice, A stays. By number or nickname."))
@click.argument("stays", metavar="A")
@click.argument("goes", metavar="B")
@yes_option
@json_option
def merge_command(stays: str, goes: str, yes: bool, as_json: bool) -> None:
    """Show the figures before and after, ask, back up, merge."""
    from ...attendance import people
    from ...attendance.care import access_log
    from ...attendance.exchange.undoing import back_up_before
    from ...attendance.fiscal_year import fiscal_year_name
    from ...attendance.merging import merge_people

    with open_the_records() as records:
        with records.writing() as db:  # tried first, and not kept
            one, other = people.the_participant(db, stays), people.the_participant(db, goes)
            names = {"stays": f"{one.number} {one.nickname}", "goes": f"{other.number} {other.nickname}"}
            numbers = [f"No.{one.number}", f"No.{other.number}"]
            years = merge_people(db, one, other)
            db.rollback()
        if not as_json:
            click.echo(_("%(goes)s becomes one with %(stays)s.") % names)
            for year in years:
                told = {**vars(year), "year": fiscal_year_name(year.year)}
                click.echo(
                    _("  %(year)s: people %(people)s → %(people_after)s, presences %(presences)s → %(presences_after)s")
                    % told
                )
        if not agreed(_("Merge them?"), yes):
            raise click.exceptions.Exit(1)
        backup = back_up_before(records, "merge")
        with records.writing() as db:
            merge_people(db, *(people.the_participant(db, number) for number in numbers))
            access_log.note(db, "merge", 2)
    if as_json:
        print_json({**names, "years": [vars(year) for year in years], "backup": str(backup)})
    else:
        click.echo(_("Merged. What was there before is in %(file)s.") % {"file": backup})
