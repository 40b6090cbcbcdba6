"""Children can read all that is written for them: no kanji without a reading."""

import io
import re
import tokenize

import pytest

from kimotsuki_ictclub import lessons
from kimotsuki_ictclub.checking.steps import steps_of
from kimotsuki_ictclub.folders import course_folder
from kimotsuki_ictclub.readings import kanji_in, without_reading

FOLDERS = sorted(path.parent for path in course_folder("lessons").glob("*/lesson.toml"))
_CODE = re.compile(r"^```program\n.*?^```$|`[^`\n]+`", re.MULTILINE | re.DOTALL)

each_lesson = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)


@each_lesson
def test_every_kanji_of_a_worksheet_has_a_reading(folder):
    text = _CODE.sub("", (folder / "worksheet.md").read_text("utf-8"))
    bare = {line: without_reading(line) for line in text.splitlines() if without_reading(line)}
    assert not bare


@each_lesson
def test_every_kanji_that_lesson_toml_shows_a_child_has_a_reading(folder):
    lesson = lessons.load(folder)
    texts = [
        lesson.title,
        lesson.promise,
        *(text for word in lesson.words for text in (word.word, word.meaning)),
        *(channel.label for channel in lesson.channels),
        *lesson.not_on.values(),
    ]
    assert not {text.ja: without_reading(text.ja) for text in texts if without_reading(text.ja)}


@each_lesson
def test_every_kanji_of_a_check_has_a_reading(folder):
    lesson = lessons.load(folder)
    if not lesson.has_program:
        return
    texts = [text for step in steps_of(lesson) for text in (step.text, step.hint)]
    assert texts
    assert not {text.ja: without_reading(text.ja) for text in texts if without_reading(text.ja)}


@each_lesson
def test_a_guide_names_every_material_and_answers_its_questions(folder):
    guide = (folder / "guide.md").read_text("utf-8")
    listed = _section(guide, "準備するもの")
    for part in lessons.load(folder).parts:
        for name in re.split("と|、", re.sub("（.*?）", "", part.name.ja)):
            assert name in listed, f"{name} is only in lesson.toml"
    questions = [line for line in _section(guide, "[^\n]*問いかけ[^\n]*").splitlines() if line.startswith("- ")]
    assert questions and not [line for line in questions if not line.endswith("）")]


def _section(text, heading):
    return re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)[1]


@pytest.mark.parametrize(
    "path",
    [path for folder in FOLDERS for path in sorted(folder.glob("*.py")) if path.name != "check.py"]
    + sorted(course_folder("firmware").glob("*.py")),
    ids=lambda path: f"{path.parent.name}/{path.name}",
)
def test_programs_for_children_are_in_kana(path):
    """A reading cannot stand over a comment."""
    tokens = tokenize.generate_tokens(io.StringIO(path.read_text("utf-8")).readline)
    assert not {token.string for token in tokens if kanji_in(token.string)}
