"""Lesson folders are found, and what is wrong in one is said with file and key."""

import shutil
import tomllib

import pytest

from kimotsuki_ictclub import lessons
from kimotsuki_ictclub.errors import LessonError
from kimotsuki_ictclub.folders import course_folder

NAME = "04-night-light"


@pytest.fixture
def course(tmp_path):
    """A course of one lesson, a copy of lesson 4 that stands alone."""
    folder = tmp_path / "lessons"
    shutil.copytree(course_folder("lessons") / NAME, folder / NAME)
    change(folder / NAME, "needs = [", "needs = [] # [")
    return folder


def change(folder, old, new):
    path = folder / "lesson.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def another(course, number, slug):
    """Copy lesson 4 as another lesson."""
    folder = course / f"{number:02d}-{slug}"
    shutil.copytree(course / NAME, folder)
    change(folder, "number = 4", f"number = {number}")
    change(folder, 'slug = "night-light"', f'slug = "{slug}"')
    return folder


@pytest.mark.parametrize("which", [4, "4", "04", "night-light", NAME])
def test_a_lesson_is_found_by_number_slug_and_folder(course, which):
    lesson = lessons.find(which, course)
    assert (lesson.number, lesson.slug, lesson.name) == (4, "night-light", NAME)
    assert lesson.title.shown("en") == "Night light"
    assert lesson.channels[0].name == "light" and lesson.channels[0].range == (0, 255)
    assert lesson.files["main.py"] == (course / NAME / "main.py").read_bytes()


def test_a_lesson_is_found_by_the_path_of_its_folder(course, monkeypatch):
    monkeypatch.chdir(course)
    assert lessons.find(course / NAME).number == 4
    assert lessons.find(NAME).folder == course / NAME


def test_lessons_come_in_their_order(course):
    another(course, 12, "show")
    another(course, 2, "buttons")
    assert [lesson.number for lesson in lessons.load_all(course)] == [2, 4, 12]


@pytest.mark.parametrize("which", [5, "5", "dark", "../04-night-light", ""])
def test_an_unknown_lesson_is_said_with_those_that_exist(course, which):
    with pytest.raises(LessonError) as error:
        lessons.find(which, course)
    assert error.value.code == "lesson-unknown"
    assert NAME in error.value.hint


@pytest.mark.parametrize(
    ("old", "new", "code", "names"),
    [
        ("minutes = 90", "", "lesson-key-missing", "minutes"),
        ("minutes = 90", "minuets = 90", "lesson-key-missing", "minutes"),
        ("minutes = 90", "minutes = 90\nlevel = 3", "lesson-key-unknown", "level"),
        ("minutes = 90", 'minutes = "90"', "lesson-value-wrong", "minutes"),
        ("number = 4", "number = 5", "lesson-folder-wrong", NAME),
        ("number = 4", "number = 0", "lesson-value-wrong", "number"),
        ("grades = [3, 9]", "grades = [9, 3]", "lesson-value-wrong", "grades"),
        ("grades = [3, 9]", "grades = [3]", "lesson-value-wrong", "grades"),
        ("modules = []", 'modules = ["jetpack.py"]', "lesson-module-unknown", "jetpack.py"),
        ('boards = ["v1", "v2"]', 'boards = ["v1", "v3"]', "lesson-value-wrong", "boards.1"),
        ('boards = ["v1", "v2"]', 'boards = ["v2"]', "lesson-value-wrong", "not_on"),
        ('track = "children"', 'track = "grown-ups"', "lesson-key-missing", "uses"),
        ("range = [0, 255]", "range = [255, 0]", "lesson-value-wrong", "channels.0.range"),
        ("[title]", "[title]\nfr = 'x'", "lesson-key-unknown", "title.fr"),
        ("[title]", "[title", "lesson-toml-broken", "line"),
    ],
)
def test_a_wrong_lesson_toml_is_said_with_file_and_key(course, old, new, code, names):
    change(course / NAME, old, new)
    with pytest.raises(LessonError) as error:
        lessons.find(4, course)
    assert error.value.code == code
    assert NAME in error.value.message and names in error.value.message


@pytest.mark.parametrize("name", ["main.py", "starter.py", "stretch.py", "check.py", "worksheet.md", "lesson.toml"])
def test_a_missing_file_is_named(course, name):
    (course / NAME / name).unlink()
    with pytest.raises(LessonError) as error:
        lessons.find(4, course)
    assert error.value.code == "lesson-file-missing" and name in error.value.message


def test_two_lessons_of_one_number_are_named(course):
    another(course, 5, "steps")
    (course / "05-steps").rename(course / "04-steps")
    for call in (lambda: lessons.find(4, course), lambda: lessons.find("4", course)):
        with pytest.raises(LessonError) as error:
            call()
        assert error.value.code == "lesson-duplicate"
        assert NAME in error.value.message and "04-steps" in error.value.message


def test_a_lesson_needs_only_lessons_that_exist(course):
    change(course / NAME, "needs = []", "needs = [9]")
    with pytest.raises(LessonError) as error:
        lessons.load_all(course)
    assert error.value.code == "lesson-value-wrong" and "needs" in error.value.message


@pytest.mark.parametrize(
    "path", sorted(course_folder("lessons").glob("*/lesson.toml")), ids=lambda path: path.parent.name
)
def test_every_lesson_of_the_course_is_well_formed(path):
    lesson = lessons.load(path.parent)
    assert lesson.number == tomllib.loads(path.read_text("utf-8"))["number"]


def test_a_work_folder_holds_the_programs_and_help_for_editors(course, tmp_path):
    lesson = lessons.find(4, course)
    written = lessons.make_work_folder(lesson, tmp_path / "work")
    assert (tmp_path / "work" / "starter.py").read_bytes() == (course / NAME / "starter.py").read_bytes()
    settings = (tmp_path / "work" / "pyrightconfig.json").read_text("utf-8")
    from kimotsuki_ictclub.lessons.program_folder import stubs_folder

    assert str(stubs_folder()) in settings.replace("\\\\", "\\")
    assert "マイクロビット" in (stubs_folder() / "stdlib/microbit/__init__.pyi").read_text("utf-8") or (
        "温度" in (stubs_folder() / "stdlib/microbit/__init__.pyi").read_text("utf-8")
    )
    assert all(path.is_file() for path in written)


def test_a_work_folder_never_overwrites_a_childs_program(course, tmp_path):
    mine = tmp_path / "work" / "starter.py"
    mine.parent.mkdir()
    mine.write_text("mine")
    with pytest.raises(LessonError) as error:
        lessons.make_work_folder(lessons.find(4, course), mine.parent)
    assert error.value.code == "work-exists"
    assert mine.read_text() == "mine" and [path.name for path in mine.parent.iterdir()] == ["starter.py"]
