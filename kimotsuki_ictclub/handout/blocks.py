"""The fenced blocks of a sheet: `led`, `program`, `trace`, `box`, `grid`, `samples`, `reflect` → HTML."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from ..errors import ClubError, LessonError, system_words
from ..folders import course_folder
from ..language import N_
from ..lessons import Lesson
from ..lessons.form import LARGEST_TOML
from ..readings import as_code, as_ruby, for_year
from .board_svg import board_svg, grid_svg
from .listing import listing
from .trial import LONGEST, Rows, Scene, lines_after, screen_after

# Words beside a picture; what a child reads is Japanese on every sheet.
_AFTER, _LIGHT, _TEMPERATURE, _PRESSED, _SHAKEN = "{n}びょうあと", "あかるさ {n}", "おんど {n}℃", "ボタン{n}", "ふる"
_FACES = ("わかった", "だいたい", "もういちど")
_ROOM = re.compile("\u3000{2,}")  # Markdown would drop blanks at the edge of a cell
_TRACE_SECONDS = 2.0
_MOST_MOMENTS = 8  # pictures in one strip: each is a run of the program, and no more fit on the paper
# What comes of a key that is missing, or whose value is of another kind, too large or nested too deeply.
_NOT_AS_DESCRIBED = (ArithmeticError, AttributeError, LookupError, OSError, RecursionError, TypeError, ValueError)


@dataclass(frozen=True)
class Sheet:
    """What a block needs to know: the lesson, and the school year that reads."""

    lesson: Lesson
    year: int
    path: Path

    def text(self, words: str) -> str:
        """Return words of a block as HTML, with readings and written as the year reads it."""
        return as_code(self.markdown(escape(words, quote=False)))

    def markdown(self, words: str) -> str:
        """Return Markdown with its readings as HTML, written as the year reads it; wide blanks become room to write."""
        return _ROOM.sub(_room, as_ruby(for_year(words, self.year), self.year))


def text_of(path: Path) -> str:
    """Return the text of a sheet. Raises: LessonError "sheet-unreadable"."""
    try:
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as error:
        raise LessonError(
            "sheet-unreadable",
            N_("%(file)s cannot be read: %(reason)s"),
            N_("Save it as text in UTF-8: editors offer that under “Save as”."),
            file=path,
            reason=system_words(error) if isinstance(error, OSError) else error,
        ) from error


def draw(kind: str, body: str, sheet: Sheet) -> str:
    """Return the HTML of one block. Raises: LessonError "sheet-block-wrong"."""
    try:
        if kind == "program":
            return _program(body.strip(), sheet)
        if len(body.encode()) > LARGEST_TOML:
            raise ValueError(f"> {LARGEST_TOML} bytes")
        return _DRAWN[kind](tomllib.loads(body), sheet)
    except ClubError as error:
        raise _wrong(kind, sheet, str(error)) from error
    except _NOT_AS_DESCRIBED as error:
        raise _wrong(kind, sheet, f"{type(error).__name__}: {error}") from error


def _program(name: str, sheet: Sheet) -> str:
    path, _modules = _find(name, sheet)
    return listing(path)


def _room(blanks: re.Match[str]) -> str:
    return f'<span class="room" style="width: {len(blanks.group())}em"></span>'


def screens(facts: dict[str, Any], sheet: Sheet) -> tuple[Scene, list[tuple[float, Rows]]]:
    """Return the scene of a block `led` (`facts` without its caption) and what the LEDs show at its moments."""
    path, modules = _find(facts.pop("program"), sheet)
    after, version = facts.pop("after"), _version(facts, sheet)
    scene = _scene(facts)
    moments = after if isinstance(after, list) else [after]
    if len(moments) > _MOST_MOMENTS:
        raise ValueError(f"after: {len(moments)} > {_MOST_MOMENTS}")
    return scene, [(moment, screen_after(path, modules, version, _seconds(moment), scene)) for moment in moments]


def _led(facts: dict[str, Any], sheet: Sheet) -> str:
    caption = facts.pop("caption", "")
    scene, shown = screens(facts, sheet)
    frames = []
    for moment, rows in shown:
        picture = board_svg(
            rows, pressed=scene.buttons, title="LED " + ":".join("".join(map(str, row)) for row in rows)
        )
        stamp = f"<small>{_AFTER.format(n=f'{moment:g}')}</small>" if len(shown) > 1 else ""
        frames.append(f'<span class="frame">{picture}{stamp}</span>')
    badges = "".join(f"<span>{escape(badge)}</span>" for badge in _badges(scene))
    words = f"<figcaption>{sheet.text(caption)}</figcaption>" if caption else ""
    strip = f'<div class="strip">{"".join(frames)}</div>'
    return f'<figure class="led">{strip}<div class="badges">{badges}</div>{words}</figure>'


def _samples(facts: dict[str, Any], sheet: Sheet) -> str:
    path, modules = _find(facts.pop("program"), sheet)
    seconds, version, count = _seconds(facts.pop("after")), _version(facts, sheet), int(facts.pop("lines", 4))
    caption, scene = facts.pop("caption", ""), _scene(facts)
    printed = lines_after(path, modules, version, seconds, scene)[-count:]
    if not printed:
        raise ValueError(f"nothing was printed in {seconds:g} s")
    words = f"<figcaption>{sheet.text(caption)}</figcaption>" if caption else ""
    lines = "".join(f"<span>{escape(line)}</span>" for line in printed)
    return f'<figure class="samples"><pre>{lines}</pre>{words}</figure>'


def _trace(facts: dict[str, Any], sheet: Sheet) -> str:
    """A short program beside a table: a row for each line that it prints, only the first one filled in."""
    path, modules = _find(facts.pop("program"), sheet)
    columns, version = facts.pop("columns"), _version(facts, sheet)
    _nothing_left(facts)
    printed = lines_after(path, modules, version, _TRACE_SECONDS, Scene())
    ended = next((place for place, line in enumerate(printed) if line.startswith("MicroPython")), None)  # its greeting
    first, *others = [line.split() for line in printed[:ended]]
    if len(first) != len(columns):
        raise ValueError(f"{len(columns)} columns, and {len(first)} printed")
    head = "".join(f"<th><code>{escape(column)}</code></th>" for column in columns)
    rows = [[escape(cell) for cell in first], *([""] * len(columns) for _ in others)]
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f'<div class="trace">{listing(path)}<table><tr>{head}</tr>{body}</table></div>'


def _box(facts: dict[str, Any], sheet: Sheet) -> str:
    lines, caption = max(1, min(int(facts.pop("lines", 3)), 20)), facts.pop("caption")
    paper = facts.pop("paper", "ruled")
    if paper not in ("ruled", "squared", "blank"):
        raise ValueError(f"paper {paper}")
    _nothing_left(facts)
    inside = f'<div class="ruled">{"<i></i>" * lines}</div>'
    if paper != "ruled":
        inside = f'<div class="{paper}" style="height: {lines * 10}mm"></div>'
    return f'<div class="box"><p>{sheet.text(caption)}</p>{inside}</div>'


def _grid(facts: dict[str, Any], sheet: Sheet) -> str:
    count, caption = int(facts.pop("count", 1)), facts.pop("caption", "")
    _nothing_left(facts)
    words = f"<figcaption>{sheet.text(caption)}</figcaption>" if caption else ""
    return f'<figure class="grids"><div class="strip">{grid_svg() * max(1, min(count, 6))}</div>{words}</figure>'


def _reflect(facts: dict[str, Any], sheet: Sheet) -> str:
    question = facts.pop("question")
    _nothing_left(facts)
    mouths = ("M9 19 Q16 27 23 19", "M10 21 L22 21", "M10 23 Q16 17 22 23")
    faces = "".join(
        '<span><svg viewBox="0 0 32 32" aria-hidden="true"><circle cx="16" cy="16" r="14"/>'
        f'<circle class="eye" cx="11" cy="13" r="1.6"/><circle class="eye" cx="21" cy="13" r="1.6"/>'
        f'<path d="{mouth}"/></svg>{name}</span>'
        for mouth, name in zip(mouths, _FACES, strict=True)
    )
    return (
        f'<div class="reflect"><div class="faces">{faces}</div><p>{sheet.text(question)}</p>'
        '<div class="ruled"><i></i><i></i></div></div>'
    )


_DRAWN: dict[str, Callable[[dict[str, Any], Sheet], str]] = {
    "led": _led,
    "samples": _samples,
    "trace": _trace,
    "box": _box,
    "grid": _grid,
    "reflect": _reflect,
}
BLOCK = re.compile(rf"^```({'|'.join(['program', *_DRAWN])})[ \t]*\n(.*?)^```[ \t]*$", re.MULTILINE | re.DOTALL)


def _find(name: str, sheet: Sheet) -> tuple[Path, tuple[Path, ...]]:
    """Return the path of a program, of this lesson or of another ("04-night-light/main.py"), and its modules."""
    from ..lessons import load

    other, slash, file = name.rpartition("/")
    lesson = load(sheet.lesson.folder.parent / other) if slash else sheet.lesson
    path = lesson.folder / file
    if not path.is_file():
        raise FileNotFoundError(name)
    return path, tuple(lesson.module_paths)


def _version(facts: dict[str, Any], sheet: Sheet) -> str:
    version = str(facts.pop("board", sheet.lesson.boards[0] if sheet.lesson.boards else "v1"))
    if version not in ("v1", "v2"):
        raise ValueError(f"board {version}")
    return version


def _scene(facts: dict[str, Any]) -> Scene:
    scene = Scene(
        light=facts.pop("light", None),
        temperature=facts.pop("temperature", None),
        acceleration=tuple(facts.pop("acceleration")) if "acceleration" in facts else None,
        press=facts.pop("press", ""),
        press_at=_seconds(facts.pop("press_at")) if "press_at" in facts else None,
        shake=facts.pop("shake", False),
    )
    _nothing_left(facts)
    return scene


def _badges(scene: Scene) -> list[str]:
    return [
        *([_LIGHT.format(n=f"{scene.light:g}")] if scene.light is not None else []),
        *([_TEMPERATURE.format(n=f"{scene.temperature:g}")] if scene.temperature is not None else []),
        *(_PRESSED.format(n=button.upper()) for button in scene.buttons),
        *([_SHAKEN] if scene.shake else []),
    ]


def _seconds(value: Any) -> float:
    seconds = float(value)
    if not 0 <= seconds <= LONGEST:
        raise ValueError(f"after {seconds:g} is not between 0 and {LONGEST:g}")
    return seconds


def _nothing_left(facts: dict[str, Any]) -> None:
    if facts:
        raise KeyError(", ".join(facts))


def _wrong(kind: str, sheet: Sheet, reason: str) -> LessonError:
    return LessonError(
        "sheet-block-wrong",
        N_("%(file)s: a block `%(kind)s` can't be drawn: %(reason)s"),
        N_("%(guide)s shows each block with its keys."),
        guide=course_folder("docs") / "lessons.md",
        file=sheet.path,
        kind=kind,
        reason=reason,
    )
