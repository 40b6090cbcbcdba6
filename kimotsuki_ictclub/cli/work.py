"""`ictclub work`: the children's kept programs, for whoever looks after them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..language import N_, _, plural
from .attendance.options import agreed, open_the_records, yes_option
from .groups import Group
from .output import json_option, print_json, print_table

if TYPE_CHECKING:
    from ..work import Standing, Works

_HELP = N_(
    "The children's programs that the club's page has kept, with every version and check.\n\n"
    "WHO is a participant's number or nickname, or a nickname that is not in the list."
)
_who_option: Callable[[Any], Any] = click.option("--who", metavar="WHO", help=_("Only this child's."))
_lesson_option: Callable[[Any], Any] = click.option(
    "--lesson", type=click.IntRange(min=0), metavar="N", help=_("Only those of this lesson (0: programs of their own).")
)


@click.group(cls=Group, help=_(_HELP))
def work() -> None:
    """Look after the works."""


@work.command("list", help=_("Show the works: whose, for which lesson, how far, on which board."))
@_who_option
@_lesson_option
@json_option
def list_command(who: str | None, lesson: int | None, as_json: bool) -> None:
    """Show a list."""
    with open_the_records() as records:
        found = _standings(who, lesson, records)[1]
        _note(records, "work-list", len(found))
    if as_json:
        print_json([_facts(one) for one in found])
    elif not found:
        click.echo(_("Nothing is there yet."))
    else:
        titles = [_("Number"), _("Nickname"), _("Lesson"), _("Steps"), _("Changed"), _("Version no."), _("Board")]
        print_table(titles, [_row(one) for one in found], whole=titles[:1] + titles[2:])


@work.command("export", help=_("Write the works to a zip: a folder a child, a file a lesson."))
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), default=Path("works.zip"),
              show_default=True, metavar="FILE", help=_("The zip."))  # fmt: skip
@click.option("--versions", is_flag=True, help=_("With every version of every program."))
@_who_option
@_lesson_option
@json_option
def export_command(output: Path, versions: bool, who: str | None, lesson: int | None, as_json: bool) -> None:
    """Write a zip."""
    from ..work.exporting import export_zip

    with open_the_records() as records:
        works, found = _standings(who, lesson, records)
        count = export_zip(works, output, found, versions=versions)
        _note(records, "work-export", len(found))
    if as_json:
        print_json({"file": str(output), "works": len(found), "programs": count})
    else:
        click.echo(_("Written: %(file)s (programs: %(count)s). It holds names: keep it locked.")
                   % {"file": output, "count": count})  # fmt: skip


@work.command("code", help=_("Let WHO choose a new picture code: the next three pictures become the code."))
@click.argument("who", metavar="WHO")
def code_command(who: str) -> None:
    """Take a picture code away."""
    from ..work import Works

    with open_the_records() as records:
        works = Works(records)
        owner = works.find(who)
        works.set_code(owner, None)
        _note(records, "work-code", 1)
    click.echo(_("%(nickname)s can choose three new pictures now.") % {"nickname": owner.nickname})


@work.command("forget", help=_("Erase all works of WHO for good; the attendance stays as it is."))
@click.argument("who", nargs=-1, metavar="WHO")
@click.option("--expired", "only_expired", is_flag=True,
              help=_("Everybody whose retention is over and who is not in the list of participants."))  # fmt: skip
@yes_option
@json_option
def forget_command(who: tuple[str, ...], only_expired: bool, yes: bool, as_json: bool) -> None:
    """Erase works, and name the backups that still hold them."""
    from ..attendance.care import erasure
    from ..work import Works
    from ..work.owners import owners_of

    if bool(who) == only_expired:
        raise click.UsageError(_("Name the people by number or nickname, or give --expired."))
    with open_the_records() as records:
        works = Works(records)
        if only_expired:
            with records.reading() as db:
                found = owners_of(db, [one.id for one in erasure.expired_owners(db)])
        else:
            found = {owner.id: owner for owner in map(works.find, who)}
        counts = {owner.id: len(works.works_of(owner)) for owner in found.values()}
        if not as_json:
            for owner in found.values():
                click.echo(f"  {owner.nickname}: " + plural("%(count)s work", "%(count)s works", counts[owner.id])
                           % {"count": counts[owner.id]})  # fmt: skip
        if found and not agreed(_("Erase for good? This cannot be undone."), yes):
            raise click.exceptions.Exit(1)
        for owner in found.values():
            works.forget(owner)
        _note(records, "work-forget", len(found))
        erasure.scrub(records)
        with records.reading() as db:
            kept = [backup.path for backup in erasure.backups(db)] if found else []
    if as_json:
        print_json({"erased": len(found), "works": sum(counts.values()), "backups": kept})
    elif not found:
        click.echo(_("There is nobody to erase."))
    else:
        click.echo(_("Erased."))
        if kept:
            click.echo(_("These backups still hold them; delete them or write new ones:"))
            for path in kept:
                click.echo(f"  {path}")


def _standings(who: str | None, lesson: int | None, records: Any) -> tuple[Works, list[Standing]]:
    from ..work import Works

    works = Works(records)
    return works, works.standings(owner=None if who is None else works.find(who), lesson=lesson)


def _note(records: Any, action: str, count: int) -> None:
    from ..attendance.care.access_log import note

    with records.noting() as db:
        note(db, action, count)


def _facts(one: Standing) -> dict[str, object]:
    return {
        "number": one.owner.number,
        "nickname": one.owner.nickname,
        "lesson": one.work.lesson,
        "version": one.work.version,
        "changed_at": one.work.changed_at.isoformat(timespec="seconds"),
        "steps": dict(one.check.steps) if one.check else None,
        "verdict": one.check.verdict if one.check else None,
        "proposed_progress": one.proposed.value if one.proposed else None,
        "board": one.work.board,
    }


def _row(one: Standing) -> list[object]:
    steps = "".join("●" if done else "○" for done in one.check.steps.values()) if one.check else ""
    if one.check and not steps:
        steps = one.check.verdict
    return [
        one.owner.number or "–", one.owner.nickname, one.work.lesson or "–", steps or "–",
        f"{one.work.changed_at:%Y-%m-%d %H:%M}", one.work.version, one.work.board or "–",
    ]  # fmt: skip
