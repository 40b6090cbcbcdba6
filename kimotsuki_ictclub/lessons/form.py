"""lesson.toml → `Lesson`; what is wrong is said with file and key."""

from __future__ import annotations

import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from ..errors import LessonError, system_words
from ..folders import course_folder
from ..language import N_
from .lesson import Channel, Lesson, Objectives, Part, Text, Word

SCHEMA = Path(__file__).with_name("lesson.schema.json")
LARGEST_TOML = 1 << 14  # bytes; the course's longest has three thousand, and long keys take time by their square
_LONGEST_VALUE = 200  # characters of a wrong value that are shown
FILES = ("main.py", "starter.py", "check.py", "worksheet.md", "guide.md")
FILES_WITHOUT_PROGRAM = ("worksheet.md", "guide.md")


def load(folder: Path) -> Lesson:
    """Return the lesson in `folder`.

    Raises: LessonError "lesson-file-missing", "lesson-toml-broken", "lesson-key-missing",
        "lesson-key-unknown", "lesson-value-wrong", "lesson-folder-wrong", "lesson-module-unknown".
    """
    path = folder / "lesson.toml"
    if not path.is_file():
        raise _file_missing(path)
    facts = _facts(path)
    _check_form(path, facts)
    lesson = _lesson(folder, facts)
    _check_facts(path, lesson, facts)
    return lesson


def _facts(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as stream:
            content = stream.read(LARGEST_TOML + 1)
        if len(content) > LARGEST_TOML:
            raise ValueError(f"> {LARGEST_TOML} bytes")
        return tomllib.loads(content.decode("utf-8-sig"))  # Windows' editor puts a mark before it
    except (OSError, ValueError, RecursionError) as error:  # also a number of thousands of digits, and lists in lists
        raise LessonError(
            "lesson-toml-broken",
            N_("%(file)s cannot be read as TOML: %(reason)s"),
            N_("Compare it with the example in %(guide)s."),
            file=path,
            guide=course_folder("docs") / "lessons.md",
            reason=system_words(error) if isinstance(error, OSError) else error,
        ) from error


def _lesson(folder: Path, facts: dict[str, Any]) -> Lesson:
    plain: dict[str, Any] = {key: facts[key] for key in ("number", "slug", "track", "minutes")}
    lists = ("grades", "sensors", "needs", "uses", "boards", "modules")
    listed: dict[str, Any] = {key: tuple(facts.get(key, ())) for key in lists}
    return Lesson(
        folder=folder,
        title=Text(**facts["title"]),
        promise=Text(**facts["promise"]),
        objectives=Objectives(**{key: Text(**text) for key, text in facts["objectives"].items()}),
        parts=tuple(Part(Text(part["ja"], part["en"]), part["each"]) for part in facts["parts"]),
        words=tuple(
            Word(Text(word["ja"], word["en"]), Text(word["meaning_ja"], word["meaning_en"]))
            for word in facts.get("words", [])
        ),
        channels=tuple(
            Channel(channel["name"], Text(**channel["label"]), channel["unit"], tuple(channel["range"]))
            for channel in facts.get("channels", [])
        ),
        not_on={board: Text(**reason) for board, reason in facts.get("not_on", {}).items()},
        **plain,
        **listed,
    )


@cache
def _validator() -> Any:
    import fastjsonschema

    return fastjsonschema.compile(json.loads(SCHEMA.read_text("utf-8")))


def _check_form(path: Path, facts: dict[str, Any]) -> None:
    import fastjsonschema

    try:
        _validator()(facts)
    except fastjsonschema.JsonSchemaValueException as error:
        raise _form_error(path, error) from error


def _form_error(path: Path, error: Any) -> LessonError:
    """Say what fastjsonschema found: the key, and what stands there."""
    place = ".".join(str(step) for step in error.path[1:])
    if error.rule == "required":
        missing = next(key for key in error.rule_definition if key not in error.value)
        return LessonError(
            "lesson-key-missing",
            N_("%(file)s: the key %(key)s is missing."),
            N_("%(guide)s shows each key with an example."),
            file=path,
            guide=course_folder("docs") / "lessons.md",
            key=f"{place}.{missing}" if place else missing,
        )
    if error.rule == "additionalProperties":
        unknown = next(key for key in error.value if key not in error.definition["properties"])
        return LessonError(
            "lesson-key-unknown",
            N_("%(file)s: there is no key %(key)s."),
            N_("Keys that exist here: %(known)s."),
            file=path,
            key=f"{place}.{unknown}" if place else unknown,
            known=", ".join(error.definition["properties"]),
        )
    return wrong_value(path, place, error.value, f"{error.rule} {json.dumps(error.rule_definition)}")


def wrong_value(path: Path, key: str, value: object, expected: str) -> LessonError:
    """Return the error for a value of lesson.toml that cannot be."""
    return LessonError(
        "lesson-value-wrong",
        N_("%(file)s: %(key)s cannot be %(value)s."),
        N_("Expected: %(expected)s."),
        file=path,
        key=key,
        value=_shown(value),
        expected=expected,
    )


def _shown(value: object) -> str:
    """Return a wrong value as it stands in the file, or its beginning."""
    try:
        text = json.dumps(value, ensure_ascii=False, default=str)
    except (ValueError, RecursionError):  # a number of thousands of digits; tables in tables
        return "…"
    return text if len(text) <= _LONGEST_VALUE else text[:_LONGEST_VALUE] + "…"


def _check_facts(path: Path, lesson: Lesson, facts: dict[str, Any]) -> None:
    """Check what no schema can: that the facts fit together, and the files."""
    if lesson.folder.name != lesson.name:
        raise LessonError(
            "lesson-folder-wrong",
            N_("%(file)s says number %(number)s and slug %(slug)s, but its folder is called %(folder)s."),
            N_("Rename the folder to %(name)s, or correct number and slug."),
            file=path,
            number=lesson.number,
            slug=lesson.slug,
            folder=lesson.folder.name,
            name=lesson.name,
        )
    if lesson.grades[0] > lesson.grades[1]:
        raise wrong_value(path, "grades", list(lesson.grades), "[youngest, oldest]")
    for index, channel in enumerate(lesson.channels):
        if not channel.range[0] < channel.range[1]:  # NaN is neither
            raise wrong_value(path, f"channels.{index}.range", list(channel.range), "[lowest, highest]")
    if lesson.track == "children":
        absent = {"v1", "v2"} - set(lesson.boards)
        if set(lesson.not_on) != absent:
            raise wrong_value(path, "not_on", list(lesson.not_on), str(sorted(absent)))
    for key in ("boards", "modules", "channels", "not_on") if lesson.uses else ():
        if key in facts:
            raise wrong_value(path, key, facts[key], f"no {key} beside uses")
    known = sorted(module.name for module in course_folder("firmware").glob("*.py"))
    for module in lesson.modules:
        if module not in known:
            raise LessonError(
                "lesson-module-unknown",
                N_("%(file)s: modules names %(module)s, which is not in the folder firmware."),
                N_("Modules that exist: %(known)s."),
                file=path,
                module=module,
                known=", ".join(known) or "–",
            )
    for name in FILES_WITHOUT_PROGRAM if lesson.uses else FILES:
        if not (lesson.folder / name).is_file():
            raise _file_missing(lesson.folder / name)
    if lesson.has_program and not lesson.stretches:
        raise _file_missing(lesson.folder / "stretch.py")


def _file_missing(path: Path) -> LessonError:
    return LessonError(
        "lesson-file-missing",
        N_("The lesson folder %(folder)s has no %(name)s."),
        N_("%(guide)s lists the files of a lesson."),
        guide=course_folder("docs") / "lessons.md",
        folder=path.parent,
        name=path.name,
    )
