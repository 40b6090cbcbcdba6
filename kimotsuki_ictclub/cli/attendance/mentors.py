"""`ictclub attendance training`, `mentors` and `pay`: what mentors learned and did, and what they are paid for."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from ...language import N_, _
from ..output import json_option, print_json, print_table
from .options import day as parse_day
from .options import month as parse_month
from .options import open_the_records, present_year, year_option

_MENTORS = N_(
    "Show what each mentor did in a fiscal year: sessions taught and helped at, hours, training.\n\n"
    "A session lasts as long as was noted with checkin --minutes, or else from its start to its end. Sessions of which"
    " neither is known count, and stand apart as unknown."
)
_PAY = N_(
    "Write the payments of a month: each mentor's sessions times the rate, as .csv or .xlsx. It holds names and no bank"
    " detail; staff are not on it.\n\nThe rates are kept for the fiscal year, so that they are said once."
)


@click.command("training", help=_("Note what a mentor was trained in."))
@click.argument("who", required=False)
@click.option("--date", "day", type=parse_day, help=_("The day (default: today)."))
@click.option("--what", help=_("What the training was about."))
@click.option("--hours", type=click.FloatRange(0, 100, min_open=True), help=_("How many hours, as 2.5."))
@click.option("--delete", type=int, metavar="NUMBER", help=_("Remove this training, as `mentors --json` shows it."))
@json_option
def training_command(
    who: str | None, day: date | None, what: str | None, hours: float | None, delete: int | None, as_json: bool
) -> None:
    """Note or remove a training."""
    from ...attendance import people
    from ...attendance.care import access_log
    from ...attendance.japan_time import today
    from ...attendance.mentors.training import add_training, remove_training

    if delete is None and (who is None or what is None or hours is None):
        raise click.UsageError(_("Say who, --what and --hours."))
    with open_the_records() as records, records.writing() as db:
        if delete is not None:
            done = remove_training(db, delete)
        else:
            mentor = people.the_participant(db, who or "")
            done = add_training(db, mentor, day=day or today(), what=what or "", minutes=round((hours or 0) * 60))
        access_log.note(db, "training" if delete is None else "training-delete", 1)
        answer = {"training": done.id, "date": done.date.isoformat(), "what": done.what, "minutes": done.minutes}
    if as_json:
        print_json(answer)
    elif delete is None:
        click.echo(_("Noted: training %(training)s on %(date)s, %(what)s.") % answer)
    else:
        click.echo(_("Removed: training %(training)s on %(date)s, %(what)s.") % answer)


@click.command("mentors", help=_(_MENTORS))
@year_option
@json_option
def mentors_command(year: int | None, as_json: bool) -> None:
    """Show the mentors' year."""
    from ...attendance.care import access_log
    from ...attendance.exchange.columns import kind_word
    from ...attendance.mentors.figures import mentor_figures, mentor_totals
    from ...attendance.mentors.training import trainings_of_year

    chosen = present_year() if year is None else year
    with open_the_records() as records, records.noting() as db:
        figures = mentor_figures(db, chosen)
        trainings = trainings_of_year(db, chosen)
        access_log.note(db, "mentors", len(figures))
    totals = mentor_totals(figures)
    if as_json:
        print_json(
            {
                "totals": totals.to_dict(),
                "mentors": [vars(one) for one in figures],
                "trainings": [
                    {"training": one.id, "number": who.number, "date": one.date.isoformat(), "what": one.what,
                     "minutes": one.minutes}
                    for one, who in trainings
                ],
            }
        )  # fmt: skip
        return
    if not figures:
        click.echo(_("Nobody taught, helped or was trained yet. A mentor: ictclub attendance add NICKNAME --mentor"))
        return
    rows: list[list[object]] = [
        ["" if one.number is None else one.number, one.nickname, kind_word(one.kind), one.taught, one.helped,
         _hours(one.minutes), one.unknown, _hours(one.training_minutes)]
        for one in figures
    ]  # fmt: skip
    print_table(
        [
            _("Number"),
            _("Nickname"),
            _("Kind"),
            _("Taught"),
            _("Helped"),
            _("Hours"),
            _("Time unknown"),
            _("Training (h)"),
        ],
        rows,
    )
    told: dict[str, Any] = totals.to_dict() | {
        "hours": _hours(totals.minutes),
        "trained_hours": _hours(totals.training_minutes),
    }
    click.echo(
        _("Mentors: %(mentors)s; times: %(times)s, hours: %(hours)s; trained: %(trained)s, hours: %(trained_hours)s.")
        % told
    )


@click.command("pay", help=_(_PAY))
@click.option("--month", type=parse_month, required=True, help=_("The month, as 2026-06, R8.6 or 令和8年6月."))
@click.option("--taught-rate", type=int, metavar="YEN", help=_("For a session taught, in this fiscal year."))
@click.option("--helped-rate", type=int, metavar="YEN", help=_("For a session helped at, in this fiscal year."))
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help=_("FILE.csv or FILE.xlsx."))
@json_option
def pay_command(
    month: tuple[int, int], taught_rate: int | None, helped_rate: int | None, output: Path, as_json: bool
) -> None:
    """Write the payments of a month."""
    from ...attendance import years
    from ...attendance.fiscal_year import fiscal_year_of
    from ...attendance.mentors.payment import write_payments

    with open_the_records() as records, records.writing() as db:
        if taught_rate is not None or helped_rate is not None:
            years.set_rates(db, fiscal_year_of(date(*month, 1)), taught=taught_rate, helped=helped_rate)
        listed = write_payments(db, output, *month)
    answer = {"file": str(output), "mentors": len(listed), "yen": sum(one.yen for one in listed)}
    if as_json:
        print_json(answer | {"payments": [vars(one) for one in listed]})
        return
    click.echo(_("Written: %(file)s (mentors: %(mentors)s, in total %(yen)s yen). It holds names.") % answer)
    if unknown := sum(one.unknown for one in listed):
        click.echo(_("Sessions of which the time is not known, but which are paid: %(count)s.") % {"count": unknown})


def _hours(minutes: int) -> str:
    return f"{minutes / 60:.1f}"
