"""A program is compiled by the board's own parser before a hex is made, and mistakes are said kindly."""

import pytest

from kimotsuki_ictclub import images, language
from kimotsuki_ictclub.errors import ProgramError
from kimotsuki_ictclub.images.board_parser import complaint_of
from kimotsuki_ictclub.images.mistakes import MistakeError

both_boards = pytest.mark.parametrize("version", ["v1", "v2"])


def mistake(tmp_path, source, version="v1", **options):
    path = tmp_path / "my.py"
    path.write_text(source, "utf-8")
    with pytest.raises(ProgramError) as error:
        images.build(path, version, **options)
    return error.value


@both_boards
def test_nothing_of_the_program_is_run(tmp_path, version):
    path = tmp_path / "my.py"
    path.write_text("while True:\n    print('I run', 1 / 0)\n")
    assert images.build(path, version).version == version


@both_boards
def test_a_mistake_is_said_with_file_line_text_and_a_sentence(tmp_path, version):
    error = mistake(tmp_path, "from microbit import *\n\nwhile True\n    sleep(1)\n", version)
    assert error.code == "program-syntax"
    assert (error.values["file"], error.values["line"], error.values["text"]) == ("my.py", 3, "while True")
    assert "my.py, line 3:" in error.message and "colon" in error.message
    language.set_language("ja")
    assert "コロン" in error.message and "3ぎょうめ" in error.message


@pytest.mark.parametrize(
    ("source", "line", "word"),
    [
        ("print((1)\nx = 2\n", 1, "bracket"),
        ("x = 1)\n", 1, "bracket"),
        ("x = [1, 2)\n", 1, "bracket"),
        ("x = 'abc\ny = 2\n", 1, "text begins"),
        ("if 1:\nprint(1)\n", 2, "pushed to the right"),
        ("x = 1\n    y = 2\n", 2, "too far"),
        ("if 1:\n    a = 1\n  b = 2\n", 3, "no other line"),
        ("x = 1\nif x = 1:\n    pass\n", 2, "=="),
        ("True = 1\n", 1, "left of ="),
        ("print(1 2)\n", 1, "comma"),
        ("return 5\n", 1, "inside a def"),
        ("break\n", 1, "inside a while"),
        ("x = 1\nelse:\n    pass\n", 2, "doesn't understand"),
        ("x ＝ 1\n", 1, "full-width"),
        ("print（1）\n", 1, "full-width"),
        ("if 1:\n　　print(1)\n", 2, "full-width"),
        ("x = 1\nprint(f'{x}')\n", 2, 'f"…"'),
    ],
)
@both_boards
def test_typical_mistakes_have_their_own_sentence(tmp_path, source, line, word, version):
    error = mistake(tmp_path, source, version)
    assert isinstance(error, MistakeError)
    assert error.values["line"] == line
    assert word in error.sentence


def test_full_width_letters_in_texts_and_comments_are_fine(tmp_path):
    path = tmp_path / "my.py"
    path.write_text("# ぜんかく（）：\nprint('こんにちは！「」')\ns = '''（\n）'''\n", "utf-8")
    assert images.build(path, "v1").files


def test_a_program_too_big_for_the_boards_memory_is_said_with_the_number(tmp_path):
    source = "".join(f"def f{n}(a, b):\n    return a + b * {n}\n" for n in range(400))
    error = mistake(tmp_path, source, "v1")
    assert error.code == "program-too-big-for-memory" and "10240" in error.message


def test_a_mistake_in_a_module_names_the_module(tmp_path):
    module = tmp_path / "helper.py"
    module.write_text("def f(:\n    pass\n")
    error = mistake(tmp_path, "import helper\n", modules=[module])
    assert error.values["file"] == "helper.py" and error.values["line"] == 1


@both_boards
def test_the_parser_answers_in_the_programs_own_lines(version):
    assert complaint_of("x = 1\n", version) is None
    complaint = complaint_of("\n\n\nx = = 1\n", version)
    assert complaint is not None and complaint == ("SyntaxError", 4)


def functions(count):
    return "".join(f"def step_{n}(speed, left):\n    return speed * {n} + left\n\n\n" for n in range(count))


@pytest.mark.parametrize("through", [False, True], ids=["directly", "through another module"])
def test_modules_are_checked_together_with_the_program_that_imports_them(tmp_path, through):
    """Each of the files fits into a V1's memory alone, and all together don't."""
    main, steps, between = (tmp_path / name for name in ("my.py", "steps.py", "between.py"))
    main.write_text(("import between\n" if through else "import steps\n") + functions(30))
    steps.write_text(functions(30))
    between.write_text("from steps import *\n")
    modules = [steps, between] if through else [steps]
    with pytest.raises(ProgramError, match="together") as error:
        images.build(main, "v1", modules=modules)
    assert error.value.code == "program-too-big-for-memory"
    main.write_text(main.read_text().replace("import", "# import"))
    assert images.build(main, "v1", modules=modules).version == "v1"


@pytest.mark.parametrize(
    "source",
    [
        "".join("    " * depth + "while n:\n" for depth in range(60)) + "    " * 60 + "n = 0\n",
        "".join("    " * depth + "for i in n:\n" for depth in range(60)) + "    " * 60 + "n = 0\n",
        "x = " + "f(" * 60 + "1" + ")" * 60 + "\n",
    ],
    ids=["while", "for", "calls"],
)
def test_what_stands_too_deep_for_a_v1_is_told(tmp_path, source):
    error = mistake(tmp_path, source)
    assert error.code == "program-syntax" and "inside each other" in error.message
    assert error.values["line"] >= source.count("\n") - 1
