"""`ictclub attendance add`, `merge` and `split`: new people, corrections, a person typed twice, two taken for one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ...language import N_, _
from ..output import json_option, print_json
from .options import agreed, day, open_the_records, yes_option

if TYPE_CHECKING:
    from sqlalchemy.orm import Session as Transaction

    from ...attendance.figures.before_after import YearBefore
    from ...attendance.models import Participant

_Command = TypeVar("_Command", bound=Callable[..., Any])


_ADD = N_(
    "Add a participant; a nickname is enough. With --change NUMBER, correct one.\n\n"
    "Children and grown-ups learn, and count towards the goal (受講者数). Mentors and staff are checked in in the same"
    " way, but count nowhere as learners. Who turns out to be a mentor is one from --since on; what lies before that"
    " day stays counted as it was."
)
_KINDS = {
    "child": N_("A child (the default for new participants)."),
    "grown_up": N_("A grown-up who learns, not a child."),
    "mentor": N_("A mentor, who teaches or helps and is not counted as a learner."),
    "staff": N_("Somebody of the town or the club, who is not counted as a learner either."),
}


def _kind_options(command: _Command) -> _Command:
    for kind, text in reversed(_KINDS.items()):
        command = click.option(f"--{kind.replace('_', '-')}", kind, is_flag=True, help=_(text))(command)
    return command


@click.command("add", help=_(_ADD))
@click.argument("nickname", required=False)
@click.option("--reading", help=_("How the nickname is read, in kana."))
@click.option("--number", type=int, help=_("The participant's number (default: the next free one)."))
@_kind_options
@click.option(
    "--since", type=day, help=_("With --change: learner or mentor from this day on (default: this fiscal year).")
)
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
    since: date | None,
    full_name: str | None,
    school_year: str | None,
    contact: str | None,
    consent: date | None,
    change: str | None,
    as_json: bool,
    **kinds: bool,
) -> None:
    """Add or correct a participant."""
    from ...attendance import people
    from ...attendance.care import access_log
    from ...attendance.mentors.becoming import become

    chosen = [kind for kind, is_chosen in kinds.items() if is_chosen]
    if len(chosen) > 1:
        raise click.UsageError(_("--child, --grown-up, --mentor and --staff exclude each other."))
    if nickname is None and change is None:
        raise click.UsageError(_("Give a nickname."))
    if number is not None and change is not None:
        raise click.UsageError(_("A number stays with its person; it cannot be changed."))
    if since is not None and (change is None or not chosen):
        raise click.UsageError(_("--since goes with --change and --child, --grown-up, --mentor or --staff."))
    years: list[YearBefore] = []
    with open_the_records() as records, records.writing() as db:
        if change is None:
            assert nickname is not None
            kind = chosen[0] if chosen else "child"
            person = people.add_participant(db, nickname, reading=reading or "", number=number, kind=kind)
        else:
            person = people.the_participant(db, change)
            people.change_participant(db, person, nickname=nickname, reading=reading)
            if chosen:
                years = become(db, person, chosen[0], since=since)
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
        print_json(answer | ({"years": [vars(year) for year in years]} if years else {}))
        return
    message = (
        _("Added: %(nickname)s, number %(number)s.")
        if change is None
        else _("Corrected: %(nickname)s, number %(number)s.")
    )
    click.echo(message % answer)
    show_years(years)


_SPLIT = N_(
    "Make two people of one: undo a wrong merge, or say which sessions were somebody else's.\n\n"
    "Without options, the last merge of this person is undone from the backup that was made before it; what was noted"
    " since stays with them."
)


def show_years(years: list[YearBefore]) -> None:
    """Show the figures of each year before and after."""
    from ...attendance.fiscal_year import fiscal_year_name

    for year in years:
        told = {**vars(year), "year": fiscal_year_name(year.year)}
        click.echo(
            _("  %(year)s: people %(people)s → %(people_after)s, presences %(presences)s → %(presences_after)s") % told
        )


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
    from ...attendance.merging import card_told, merge_people

    with open_the_records() as records:
        with records.writing() as db:  # tried first, and not kept
            one, other = people.the_participant(db, stays), people.the_participant(db, goes)
            names = {"stays": one.called, "goes": other.called}
            numbers = [person.number or 0 for person in (one, other)]
            about_card = card_told(db, one, other) if one.id != other.id else ""
            years = merge_people(db, one, other)
            db.rollback()
        if not as_json:
            click.echo(_("%(goes)s becomes one with %(stays)s.") % names)
            show_years(years)
            if about_card:
                click.echo(about_card)
        if not agreed(_("Merge them?"), yes):
            raise click.exceptions.Exit(1)
        backup = back_up_before(records, "merge", *numbers)
        with records.writing() as db:
            merge_people(db, *(people.by_number(db, number) for number in numbers))
            access_log.note(db, "merge", 2)
    if as_json:
        print_json({**names, "years": [vars(year) for year in years], "backup": str(backup)})
    else:
        click.echo(_("Merged. What was there before is in %(file)s.") % {"file": backup})


@click.command("split", help=_(_SPLIT))
@click.argument("who", metavar="NUMBER")
@click.option("--nickname", help=_("What the other person is called."))
@click.option("--session", "moved", type=int, multiple=True, help=_("A session at which the other one was; repeat it."))
@click.option("--both", type=int, multiple=True, metavar="SESSION", help=_("A session at which both were; repeat it."))
@yes_option
@json_option
def split_command(
    who: str, nickname: str | None, moved: tuple[int, ...], both: tuple[int, ...], yes: bool, as_json: bool
) -> None:
    """Show the figures before and after, ask, split."""
    from ...attendance import people
    from ...attendance.care import access_log
    from ...attendance.merging import before_merge, split_off, unmerge

    if bool(nickname) != bool(moved or both):
        raise click.UsageError(_("Give --nickname with --session or --both; or neither, to undo a merge."))
    with open_the_records() as records:
        with records.reading() as db:
            one = people.the_participant(db, who)
        before = None if nickname else before_merge(records, one)

        def split(db: Transaction) -> tuple[Participant, list[YearBefore]]:
            person = people.by_number(db, one.number)
            if before is None:
                return split_off(db, person, nickname or "", moved=moved, both=both)
            return unmerge(db, person, before)

        with records.writing() as db:  # tried first, and not kept
            other, years = split(db)
            names = {"stays": one.called, "new": other.called}
            db.rollback()
        if not as_json:
            click.echo(_("%(new)s is split off from %(stays)s.") % names)
            show_years(years)
        if not agreed(_("Split them?"), yes):
            raise click.exceptions.Exit(1)
        with records.writing() as db:
            split(db)
            access_log.note(db, "split", 2)
    if as_json:
        print_json({**names, "years": [vars(year) for year in years]})
    else:
        click.echo(_("Split. Is it wrong after all: ictclub attendance merge"))
