"""`ictclub attendance certificate` and `cards`: papers that a child gets."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ...errors import AttendanceError
from ...language import N_, _, plural
from ..output import console, json_option, print_json
from .options import day, open_the_records, present_year, year_option

if TYPE_CHECKING:
    from sqlalchemy.orm import Session as Transaction

    from ...attendance.papers.achievements import Achievement

_CERTIFICATE = N_(
    "Print certificates (修了証), one A4 page a person, by number or nickname or for --all who came.\n\n"
    "A page says how often the person came and which lessons were done alone, with help, or tried, as far as it was"
    " noted. Who has done no lesson gets a certificate of attendance; who never came gets none. Where a check of the"
    " child's program on the club's page kept what the LEDs showed, that picture stands beside the lesson.\n\n"
    "With --badges: lesson badges to cut out instead, one for each lesson that was done, alone or with help."
)
_CARDS = N_(
    "Print check-in cards with a QR code and a random number, or with --badges name badges; by number or nickname, or"
    " for --all.\n\n"
    "On the check-in page a card is read by the camera where the browser can, by a card reader, or by typing its"
    " number into the search. Whose card it is stands beside it and is cut away."
)


@click.command("certificate", help=_(_CERTIFICATE))
@click.argument("who", nargs=-1)
@click.option("--all", "everybody", is_flag=True, help=_("Everybody who came in the fiscal year to learn."))
@year_option
@click.option("--name", help=_("For one person: the name to print instead of the nickname. It is not kept."))
@click.option("--ask-names", is_flag=True, help=_("Ask for each person's name to print. They are not kept."))
@click.option("--date", "on", type=day, help=_("The day on the certificate (default: today)."))
@click.option("--badges", is_flag=True, help=_("Lesson badges to cut out, instead of certificates."))
@click.option(
    "-o", "--output", type=click.Path(file_okay=False, path_type=Path), default=Path("certificates"),
    show_default=True, metavar="DIR", help=_("The folder for the pages."),
)  # fmt: skip
@json_option
def certificate_command(
    who: tuple[str, ...],
    everybody: bool,
    year: int | None,
    name: str | None,
    ask_names: bool,
    on: date | None,
    badges: bool,
    output: Path,
    as_json: bool,
) -> None:
    """Print certificates."""
    from ...attendance.care.access_log import note
    from ...attendance.fiscal_year import fiscal_year_name
    from ...attendance.japan_time import today
    from ...attendance.papers.certificates import render_certificates
    from ...attendance.papers.led_pictures import led_pictures
    from ...attendance.papers.lesson_badges import render_lesson_badges
    from ...attendance.papers.printing import write_pages

    if bool(who) == everybody:
        raise click.UsageError(_("Name the people by number or nickname, or give --all."))
    if name is not None and len(who) != 1:
        raise click.UsageError(_("--name goes with one person."))
    if ask_names and (name is not None or not sys.stdin.isatty()):
        raise click.UsageError(_("--ask-names asks at a terminal, and goes without --name."))
    if badges and (name is not None or ask_names or on is not None):
        raise click.UsageError(_("A badge shows no name and no day."))
    fiscal = present_year() if year is None else year
    with open_the_records() as records, records.noting() as db:
        done = _achievements(db, fiscal, who)
        note(db, "lesson-badges" if badges else "certificate", len(done))
        picture_of = led_pictures(db, [one.person for one in done])
    names = _asked(done) if ask_names else {done[0].person.number or 0: name} if name else {}
    with console(stderr=True).status(_("The pages are being printed …")):
        if badges:
            html = render_lesson_badges(done, picture_of=picture_of)
        else:
            html = render_certificates(done, fiscal, day=on or today(), names=names, picture_of=picture_of)
        stem = "lesson-badges" if badges else "certificates"
        written = write_pages(output / f"{stem}-{fiscal}.html", html, private=True)
    count = sum(len(one.lessons) - len(one.tried) for one in done) if badges else len(done)
    if as_json:
        print_json({"badges" if badges else "certificates": count, "files": [str(path) for path in written]})
        return
    told = {"count": count, "year": fiscal_year_name(fiscal)}
    if badges:
        click.echo(plural("%(count)s lesson badge of %(year)s:", "%(count)s lesson badges of %(year)s:", count) % told)
    else:
        click.echo(plural("%(count)s certificate of %(year)s:", "%(count)s certificates of %(year)s:", count) % told)
    for path in written:
        click.echo(f"  {path}")


def _achievements(db: Transaction, year: int, who: tuple[str, ...]) -> list[Achievement]:
    """Return what those did who are named, or everybody who came; nobody who never came is claimed to have."""
    from ...attendance import people
    from ...attendance.fiscal_year import fiscal_year_name
    from ...attendance.papers.achievements import achievements

    named = list(dict.fromkeys(people.the_participant(db, one) for one in who)) if who else people.everybody(db)
    found = achievements(db, year, named)
    came = [one for one in found if one.times]
    missing = [one.person for one in found if not one.times]
    if who and missing:
        raise AttendanceError(
            "never-came", N_("Nothing is noted of number %(numbers)s having come in %(year)s."),
            N_("A certificate says only what the records hold. See: ictclub attendance list sessions"),
            numbers=", ".join(str(person.number) for person in missing), year=fiscal_year_name(year),
        )  # fmt: skip
    if not came:
        raise AttendanceError(
            "nobody-came", N_("Nobody came in %(year)s."), N_("Name another fiscal year: --year R2"),
            year=fiscal_year_name(year),
        )  # fmt: skip
    return came


def _asked(done: list[Achievement]) -> dict[int, str]:
    """Ask for the names to print, the nickname where none is given."""
    names = {}
    for one in done:
        person = one.person
        names[person.number or 0] = click.prompt(f"  {person.called}", default=person.nickname or "")
    return names


@click.command("cards", help=_(_CARDS))
@click.argument("who", nargs=-1)
@click.option("--all", "everybody", is_flag=True, help=_("For everybody in the list."))
@click.option("--badges", is_flag=True, help=_("Name badges with the nickname, instead of cards."))
@click.option("--new", "anew", is_flag=True, help=_("New numbers, as after a card was lost: the old cards end."))
@click.option(
    "-o", "--output", type=click.Path(file_okay=False, path_type=Path), default=Path("cards"),
    show_default=True, metavar="DIR", help=_("The folder for the pages."),
)  # fmt: skip
@json_option
def cards_command(who: tuple[str, ...], everybody: bool, badges: bool, anew: bool, output: Path, as_json: bool) -> None:
    """Print cards or badges."""
    from ...attendance import people
    from ...attendance.care.access_log import note
    from ...attendance.papers.cards import give_cards, render_badges, render_cards
    from ...attendance.papers.printing import write_pages

    if bool(who) == everybody:
        raise click.UsageError(_("Name the people by number or nickname, or give --all."))
    if badges and anew:
        raise click.UsageError(_("--new gives cards new numbers; badges have none."))
    with open_the_records() as records, records.writing() as db:
        listed = people.everybody(db) if everybody else [people.the_participant(db, one) for one in who]
        html = render_badges(listed) if badges else render_cards(listed, give_cards(db, listed, anew=anew))
        note(db, "badges" if badges else "cards", len(listed))
    with console(stderr=True).status(_("The pages are being printed …")):
        written = write_pages(output / ("badges.html" if badges else "cards.html"), html, private=True)
    if as_json:
        print_json({"people": len(listed), "files": [str(path) for path in written]})
    else:
        for path in written:
            click.echo(_("Written: %(file)s") % {"file": path})
