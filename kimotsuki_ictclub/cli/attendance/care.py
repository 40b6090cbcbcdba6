"""`ictclub attendance forget`, `backup`, `restore` and `log`: care of personal information."""

from __future__ import annotations

from pathlib import Path

import click

from ...language import _, plural
from ..output import json_option, print_json, print_table
from .options import agreed, open_the_records, yes_option


@click.command("forget", help=_("Erase people's data for good; the figures stay as they are."))
@click.argument("who", nargs=-1)
@click.option("--expired", "only_expired", is_flag=True, help=_("Everybody whose retention is over."))
@yes_option
@json_option
def forget_command(who: tuple[str, ...], only_expired: bool, yes: bool, as_json: bool) -> None:
    """Erase people, and name the backups that still hold them."""
    from ...attendance import people
    from ...attendance.care import access_log, erasure, leftovers

    if bool(who) == only_expired:
        raise click.UsageError(_("Name the people by number or nickname, or give --expired."))
    with open_the_records() as records:
        with records.writing() as db:
            erasure.drop_old_notes(db)
        with records.reading() as db:
            named = erasure.expired(db) if only_expired else [people.the_participant(db, one) for one in who]
            found = list({person.id: person for person in named}.values())
        if not as_json:
            for person in found:
                click.echo(f"  {person.number}  {person.nickname}")
        if not found:
            erasure.scrub(records)  # where it could not be done after an earlier erasure
            if not as_json:
                click.echo(_("There is nobody to erase."))
        elif not agreed(_("Erase for good? This cannot be undone."), yes):
            raise click.exceptions.Exit(1)
        else:
            with records.writing() as db:
                numbers = [str(person.number) for person in found]
                erasure.forget(db, [people.by_number(db, number) for number in numbers])
                access_log.note(db, "forget", len(numbers))
            erasure.scrub(records)
        with records.reading() as db:
            kept = [backup.path for backup in erasure.backups(db)]
            leftovers.remove_leftovers(db)
    if as_json:
        print_json({"erased": len(found), "backups": kept})
    elif found:
        count = len(found)
        click.echo(plural("%(count)s person was erased.", "%(count)s people were erased.", count) % {"count": count})
        if kept:
            click.echo(_("These backups still hold them; delete them or write new ones:"))
            for path in kept:
                click.echo(f"  {path}")


@click.command("backup", help=_("Write everything to a new file, readable by you only, and verify it."))
@click.argument("file", type=click.Path(path_type=Path))
@json_option
def backup_command(file: Path, as_json: bool) -> None:
    """Back up."""
    from ...attendance.care.backup import back_up

    with open_the_records() as records:
        rows = back_up(records, file)
    if as_json:
        print_json({"file": str(file), "rows": rows})
    else:
        click.echo(_("Written and verified: %(file)s (%(rows)s rows). It holds names: keep it locked.")
                   % {"file": file, "rows": rows})  # fmt: skip


@click.command("restore", help=_("Replace the records by a backup; the present ones are backed up first."))
@click.argument("file", type=click.Path(path_type=Path))
@yes_option
@json_option
def restore_command(file: Path, yes: bool, as_json: bool) -> None:
    """Verify the backup, keep the present records beside it, and restore."""
    from ...attendance.care import backup, damaged, erasure
    from ...attendance.japan_time import now
    from ...folders import data_folder

    backup.verify(file)
    if not agreed(_("Replace all present records by this backup?"), yes):
        raise click.exceptions.Exit(1)
    before = data_folder() / f"before-restore-{now():%Y%m%d-%H%M%S}.sqlite"
    again, kept = damaged.restore_anyhow(file, before)
    if again:
        with open_the_records() as records:
            erasure.scrub(records)
    answer = {"file": str(file), "before": str(kept), "erased_again": again}
    if as_json:
        print_json(answer)
    else:
        click.echo(_("Restored: %(file)s. What was there before is in %(before)s.") % answer)
        if kept != before:
            click.echo(_("They could not be read. Whom you erased since the backup, erase again: the list is lost."))
        if again:
            click.echo(_("Erased again, because it was erased since the backup: %(erased_again)s.") % answer)


@click.command(
    "migrate", help=_("Bring the records' tables up to date, as the owner of a shared database; says where they are.")
)
def migrate_command() -> None:
    """Bring the tables up to date; opening the records does."""
    from ...attendance.records import SCHEMA

    with open_the_records() as records:
        click.echo(_("Up to date (%(version)s): %(place)s") % {"version": SCHEMA, "place": records.place})


@click.command("log", help=_("Show the access log: who did what to how many records; it has no content."))
@click.option("--lines", type=click.IntRange(1, 10_000), default=50, show_default=True, help=_("How many lines."))
@json_option
def log_command(lines: int, as_json: bool) -> None:
    """Show the access log, the newest line first."""
    from ...attendance.care.access_log import newest

    with open_the_records() as records, records.reading() as db:
        rows = [
            {"at": line.at.isoformat(timespec="seconds"), "by": line.by, "action": line.action, "records": line.records}
            for line in newest(db, lines)
        ]
    if as_json:
        print_json(rows)
    else:
        print_table(
            [_("When"), _("Who"), _("What"), _("Records")],
            [[row["at"], row["by"], row["action"], row["records"]] for row in rows],
        )
