"""`ictclub lessons` and `ictclub build`."""

import json

import micropython_microbit_fs as microbit_fs
import pytest

from kimotsuki_ictclub import lessons
from kimotsuki_ictclub.cli import execute
from kimotsuki_ictclub.images.image import image_of


def test_the_list_and_the_plan_show_every_lesson(capsys):
    course = lessons.load_all()
    for arguments in (["lessons"], ["lessons", "--plan"]):
        assert execute(arguments) == 0
        out = capsys.readouterr().out
        assert all(f"\n{lesson.number} " in out for lesson in course)
    assert "micro:bit" in out  # the parts to bring
    assert execute(["lessons", "--json"]) == 0
    assert [facts["number"] for facts in json.loads(capsys.readouterr().out)] == [lesson.number for lesson in course]


def test_the_childrens_course_is_in_an_order_that_can_be_taught():
    course = lessons.load_all()
    for lesson in course:
        assert all(needed < lesson.number for needed in lesson.needs)
    numbers = [lesson.number for lesson in course if lesson.track == "children"]
    assert numbers == list(range(1, len(numbers) + 1))


def test_one_lesson_is_shown_in_both_languages(capsys):
    assert execute(["lessons", "4", "--lang", "ja"]) == 0
    out = capsys.readouterr().out
    assert "暗く なると 光る ライト" in out and "{" not in out
    assert execute(["lessons", "night-light", "--lang", "en"]) == 0
    assert "Night light" in capsys.readouterr().out


def test_a_lessons_programs_are_copied_to_a_folder(tmp_path, capsys):
    assert execute(["lessons", "4", "--copy-to", str(tmp_path / "work")]) == 0
    assert (tmp_path / "work" / "starter.py").is_file()
    assert execute(["lessons", "4", "--copy-to", str(tmp_path / "work")]) == 1
    assert "nothing was copied" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["lessons", "--copy-to", "x"], ["lessons", "4", "--plan"], ["build"]])
def test_wrong_usage_leaves_with_2(arguments):
    assert execute(arguments) == 2


def test_a_lesson_that_does_not_exist_leaves_with_1(capsys):
    assert execute(["lessons", "99"]) == 1
    assert "99" in capsys.readouterr().err


def test_build_writes_a_hex_and_says_what_is_in_it(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert execute(["build", "4", "--board", "v1"]) == 0
    assert "night-light.hex" in capsys.readouterr().out
    files = microbit_fs.get_files((tmp_path / "night-light.hex").read_text())
    assert [file.content for file in files] == [lessons.find(4).main.read_bytes()]


def test_build_says_a_mistake_and_writes_nothing(tmp_path, capsys):
    program = tmp_path / "my.py"
    program.write_text("while True\n    pass\n")
    assert execute(["build", str(program), "-o", str(tmp_path / "my.hex"), "--lang", "ja"]) == 1
    shown = capsys.readouterr().err
    assert "my.py の 1ぎょうめ" in shown and "コロン" in shown and "Traceback" not in shown
    assert [path.name for path in tmp_path.glob("my*")] == ["my.py"]


def test_build_answers_a_script(tmp_path, capsys):
    program = tmp_path / "my.py"
    program.write_text("print(1)\n")
    assert execute(["build", str(program), "--board", "v1", "-o", str(tmp_path / "a.hex"), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["board"] == "v1" and answer["runtime"] == "1.1.1" and answer["files"] == {"main.py": 9}


@pytest.mark.parametrize("name", ["my.py", "my.hex"])
def test_a_hex_never_takes_the_place_of_its_program(tmp_path, capsys, name):
    path = tmp_path / name
    content = b"print(1)\n" if name.endswith(".py") else image_of({"main.py": b"print(1)\n"}, "v2").hex.encode()
    path.write_bytes(content)
    assert execute(["build", str(path), "-o", str(path)]) == 2
    assert "-o" in capsys.readouterr().err
    assert path.read_bytes() == content
    assert execute(["build", str(path), "-o", str(tmp_path / "new.hex")]) == 0
