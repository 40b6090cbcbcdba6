"""`ictclub lessons`: the course, one lesson, the year's plan."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..language import _, plural
from ..readings import OLDEST, PRIMARY_YEARS, plain
from .output import json_option, print_json, print_table

if TYPE_CHECKING:
    from ..lessons import Lesson, Part, Text


@click.command(help=_("Show the lessons; with a number or a name, one of them."))
@click.argument("which", required=False, metavar="[N]")
@click.option("--plan", is_flag=True, help=_("Show the year: order, prerequisites, parts, sensors, boards."))
@click.option(
    "--copy-to",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help=_("Copy the lesson's programs into a folder, with Japanese help for editors."),
)
@json_option
def lessons(which: str | None, plan: bool, copy_to: Path | None, as_json: bool) -> None:  # fmt: skip
    """Show the lessons, one lesson, or the plan."""
    from ..lessons import find, load_all

    if copy_to is not None and which is None:
        raise click.UsageError(_("Say which lesson to copy: ictclub lessons 4 --copy-to DIR"))
    if which is not None and plan:
        raise click.UsageError(_("The plan is about all lessons: leave the number out."))
    if which is None:
        found = load_all()
        if as_json:
            print_json([_facts(lesson) for lesson in found])
        else:
            (_show_plan if plan else _show_list)(found)
        return
    lesson = find(which)
    if copy_to is not None:
        _copy(lesson, copy_to)
    elif as_json:
        print_json(_facts(lesson))
    else:
        _show_one(lesson)


def _show_list(lessons: list[Lesson]) -> None:
    rows = [
        [lesson.number, _title(lesson), _years(lesson), lesson.minutes, _boards(lesson), lesson.slug]
        for lesson in lessons
    ]
    columns = [_("No."), _("Title"), _("School years"), _("Minutes"), _("Boards"), _("Short name")]
    print_table(columns, rows, whole=[_("Short name")])


def _show_plan(lessons: list[Lesson]) -> None:
    for track, heading in (("children", _("Children's course")), ("grown-ups", _("Course for grown-ups"))):
        course = [lesson for lesson in lessons if lesson.track == track]
        if not course:
            continue
        click.secho(heading, bold=True)
        rows = [
            [
                lesson.number,
                _title(lesson),
                ", ".join(map(str, (*lesson.needs, *lesson.uses))) or "–",
                ", ".join(_sensor(sensor) for sensor in lesson.sensors) or "–",
                lesson.minutes,
                _runs_on(lesson, "v1"),
                _runs_on(lesson, "v2"),
            ]
            for lesson in course
        ]
        columns = [_("No."), _("Title"), _("Needs"), _("Teaches"), _("Minutes"), "V1", "V2"]
        print_table(columns, rows)
        minutes = sum(lesson.minutes for lesson in course)
        text = plural("%(count)d lesson, %(hours).1f hours", "%(count)d lessons, %(hours).1f hours", len(course))
        click.echo(text % {"count": len(course), "hours": minutes / 60} + "\n")
    click.secho(_("Parts"), bold=True)
    for lesson in lessons:
        click.echo(f"{lesson.number:>3}  " + ", ".join(_part(part) for part in lesson.parts))
    for lesson in lessons:
        for board, reason in lesson.not_on.items():
            click.echo(f"{lesson.number} – {board.upper()}: {_plain(reason)}")


def _show_one(lesson: Lesson) -> None:
    click.secho(f"{lesson.number}  {_title(lesson)}", bold=True)
    click.echo(f"{_plain(lesson.promise)}\n")
    facts = [
        (_("School years"), _years(lesson)),
        (_("Minutes"), str(lesson.minutes)),
        (_("Boards"), _boards(lesson)),
        (_("Needs"), ", ".join(map(str, lesson.needs)) or "–"),
        (_("Uses"), ", ".join(map(str, lesson.uses))),
        (_("Teaches"), ", ".join(_sensor(sensor) for sensor in lesson.sensors) or "–"),
        (_("Parts"), "\n".join(_part(part) for part in lesson.parts)),
        (_("New words"), "\n".join(f"{_plain(word.word)}: {_plain(word.meaning)}" for word in lesson.words)),
        (_("Knowledge"), _plain(lesson.objectives.knowledge)),
        (_("Thinking"), _plain(lesson.objectives.thinking)),
        (_("Attitude"), _plain(lesson.objectives.attitude)),
        (_("Samples"), "\n".join(_channel_lines(lesson))),
        (_("Folder"), str(lesson.folder)),
    ]
    print_table(["", ""], [[name, value] for name, value in facts if value])


def _copy(lesson: Lesson, folder: Path) -> None:
    from ..lessons import make_work_folder

    for path in make_work_folder(lesson, folder):
        click.echo(str(path))


def _facts(lesson: Lesson) -> dict[str, object]:
    def text(words: Text) -> dict[str, str]:
        return {"ja": plain(words.ja), "en": words.en}

    return {
        "number": lesson.number,
        "slug": lesson.slug,
        "track": lesson.track,
        "title": text(lesson.title),
        "promise": text(lesson.promise),
        "minutes": lesson.minutes,
        "grades": list(lesson.grades),
        "boards": list(lesson.boards),
        "not_on": {board: text(reason) for board, reason in lesson.not_on.items()},
        "modules": list(lesson.modules),
        "needs": list(lesson.needs),
        "uses": list(lesson.uses),
        "sensors": list(lesson.sensors),
        "parts": [{**text(part.name), "each": part.each} for part in lesson.parts],
        "channels": [
            {"name": channel.name, "label": text(channel.label), "unit": channel.unit, "range": list(channel.range)}
            for channel in lesson.channels
        ],
        "folder": str(lesson.folder),
    }


def _channel_lines(lesson: Lesson) -> list[str]:
    return [
        f"{channel.name}: {_plain(channel.label)} {channel.range[0]:g}–{channel.range[1]:g} {channel.unit}".strip()
        for channel in lesson.channels
    ]


def _plain(text: Text) -> str:
    return plain(text.shown())


def _title(lesson: Lesson) -> str:
    return _plain(lesson.title)


def _years(lesson: Lesson) -> str:
    return "–".join(dict.fromkeys(_year(year) for year in lesson.grades))


def _year(year: int) -> str:
    if year == OLDEST:
        return _("older")
    primary, middle = _("primary %(year)d"), _("middle %(year)d")
    return primary % {"year": year} if year <= PRIMARY_YEARS else middle % {"year": year - PRIMARY_YEARS}


def _boards(lesson: Lesson) -> str:
    return " ".join(board.upper() for board in lesson.boards) or "–"


def _runs_on(lesson: Lesson, board: str) -> str:
    if lesson.uses:
        return ""
    return "○" if board in lesson.boards else "–"


def _part(part: Part) -> str:
    each = {"child": _("each child"), "pair": _("each pair"), "team": _("each team"), "club": _("for all")}
    return f"{_plain(part.name)} ({each[part.each]})"


def _sensor(name: str) -> str:
    names = {
        "display": _("LED screen"),
        "buttons": _("buttons"),
        "light": _("light sensor"),
        "acceleration": _("accelerometer"),
        "temperature": _("temperature sensor"),
        "compass": _("compass"),
        "sound": _("sound"),
        "touch": _("touch"),
        "serial": _("serial line"),
        "recording": _("recording"),
        "radio": _("radio"),
        "servo": _("servo"),
        "robot": _("robot"),
    }
    return names[name]
