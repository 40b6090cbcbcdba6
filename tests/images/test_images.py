"""Programs become hexes, and every hex gives the same files back to the library that knows the filesystem."""

import micropython_microbit_fs as microbit_fs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from intelhex import IntelHex
from universal_hex import BoardId, separate_uhex

from kimotsuki_ictclub import images
from kimotsuki_ictclub.errors import ClubError, LessonError, ProgramError
from kimotsuki_ictclub.images.image import capacity, image_of
from kimotsuki_ictclub.virtual import VirtualBoard

PROGRAM = b"print('hello')\n"


def files_in(hex_text):
    return {file.name: file.content for file in microbit_fs.get_files(hex_text)}


def write(folder, content=PROGRAM, name="my.py"):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_a_hex_holds_the_program_and_its_modules(tmp_path, version):
    main = write(tmp_path, "import helper\nprint(helper.WORD)\n")
    helper = write(tmp_path, "WORD = 'はろー'\n", "helper.py")
    image = images.build(main, version, modules=[helper])
    assert files_in(image.hex) == {"main.py": main.read_bytes(), "helper.py": helper.read_bytes()} == image.files
    board = VirtualBoard(version, image.hex)
    assert board.run_until("はろー", timeout=5)


def test_a_universal_hex_splits_into_the_two(tmp_path):
    image = images.build(write(tmp_path), "universal")
    parts = {part.board_id: part.hex for part in separate_uhex(image.hex)}
    assert set(parts) == {BoardId.V1, BoardId.V2}
    for part in parts.values():
        assert files_in(part) == {"main.py": PROGRAM}
    assert image.runtime == "1.1.1+2.1.2"


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_a_hex_equals_the_librarys(version):
    files = {"main.py": b"# " + b"x" * 3000, "data.txt": b"1,2\n"}
    runtime = microbit_fs.get_bundled_hex(int(version[1])).content
    theirs = microbit_fs.add_files(runtime, [microbit_fs.File(name, content) for name, content in files.items()])
    assert memory(image_of(files, version).hex) == memory(theirs)


def memory(hex_text):
    """Return what a hex puts where; erased bytes, said or not, are the same."""
    from io import StringIO

    parsed = IntelHex()
    parsed.loadhex(StringIO(hex_text))
    return {address: value for address, value in parsed.todict().items() if value != 0xFF}


def places_that_go_back(hex_text):
    """Return the addresses of records that stand before the record before them."""
    base, last, back = 0, -1, []
    for line in hex_text.splitlines():
        if line[7:9] in ("02", "04"):
            base = int(line[9:13], 16) << (4 if line[7:9] == "02" else 16)
        elif line[7:9] == "00":
            address = base + int(line[3:7], 16)
            back += [address] if address <= last else []
            last = address
    return back


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_files_stand_in_a_hex_in_the_order_of_their_addresses(version):
    """A board's interface chip writes as it reads. The V2 runtime itself goes back once, for its layout table."""
    runtime = microbit_fs.get_bundled_hex(int(version[1])).content
    assert places_that_go_back(image_of({"main.py": PROGRAM}, version).hex) == places_that_go_back(runtime)


@settings(max_examples=25)
@given(
    size=st.integers(1, 2000).flatmap(lambda n: st.sampled_from([n, 126 * (n % 9 + 1) - 10 + n % 3 - 1])),
    version=st.sampled_from(["v1", "v2"]),
)
def test_files_of_any_size_come_back(size, version):
    files = {"main.py": b"#" * size, "b.py": b"x = 1\n"}
    image = image_of(files, version)
    assert VirtualBoard(version, image.hex).files == files


@pytest.mark.parametrize(("version", "limit"), [("v1", 28_214), ("v2", 20_150)])
def test_a_program_too_large_is_said_with_both_numbers(tmp_path, version, limit):
    assert files_in(image_of({"main.py": b"#" * limit}, version).hex)["main.py"] == b"#" * limit
    path = write(tmp_path, b"#" * (limit + 1))
    with pytest.raises(ProgramError) as error:
        images.build(path, version)
    assert error.value.code == "program-too-large"
    assert str(limit) in error.value.message and str(limit + 1) in error.value.message


def test_modules_take_room_from_the_program():
    module = b"#" * (126 * 100)
    room = (capacity("v2") - 101) * 126 - 10
    image_of({"main.py": b"#" * room, "m.py": module}, "v2")
    with pytest.raises(ProgramError) as error:
        image_of({"main.py": b"#" * (room + 1), "m.py": module}, "v2")
    assert str(room) in error.value.message


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        ("あかるさ = 1\n".encode("shift_jis"), "program-not-utf8", "line 1"),
        (b"a = 1\n# caf\xe9\n", "program-not-utf8", "line 2"),
        (b"", "program-empty", "my.py"),
        (b" \n\t\n", "program-empty", "my.py"),
        (b"a = 1\0\n", "program-not-text", "my.py"),
        (b'{\n "cells": [],\n "nbformat": 4\n}\n', "program-not-text", "notebook"),
        (b"<!DOCTYPE html>\n<html></html>\n", "program-not-text", "web page"),
        (b"PK\x03\x04\x14\x00", "program-not-text", "web page"),
        (b"{\\rtf1\\ansi from microbit import *}", "program-not-text", "web page"),
    ],
)
def test_what_is_no_program_is_said(tmp_path, content, code, words):
    with pytest.raises(ProgramError) as error:
        images.build(write(tmp_path, content), "v1")
    assert error.value.code == code and words in error.value.message


def test_a_byte_order_mark_is_taken_off(tmp_path):
    image = images.build(write(tmp_path, b"\xef\xbb\xbf" + PROGRAM), "v1")
    assert image.files["main.py"] == PROGRAM


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ProgramError) as error:
        images.build(tmp_path / "nothing.py", "v1")
    assert error.value.code == "program-unreadable" and "nothing.py" in error.value.message
    write(tmp_path, name="nothing.py.txt")
    with pytest.raises(ProgramError) as error:
        images.build(tmp_path / "nothing.py", "v1")
    assert "there is nothing.py.txt" in error.value.message


@pytest.mark.parametrize("name", ["2fast.py", "my module.py", "a-b.py", "かお.py", "x" * 120 + ".py"])
def test_a_bad_module_name_is_said(tmp_path, name):
    main, module = write(tmp_path), write(tmp_path, name=name)
    with pytest.raises(ProgramError) as error:
        images.build(main, "v1", modules=[module])
    assert error.value.code == "file-name-wrong"
    assert name in error.value.message


def test_two_files_of_one_name_are_said(tmp_path):
    (tmp_path / "sub").mkdir()
    main, first, second = write(tmp_path), write(tmp_path, name="a.py"), write(tmp_path / "sub", name="a.py")
    with pytest.raises(ProgramError) as error:
        images.build(main, "v1", modules=[first, second])
    assert error.value.code == "file-name-twice"


def test_a_hex_is_written_whole_or_not_at_all(tmp_path):
    image = images.build(write(tmp_path), "v1")
    assert image.save(tmp_path / "new" / "a.hex").read_text() == image.hex
    (tmp_path / "file").write_text("x")
    with pytest.raises(ClubError) as error:
        image.save(tmp_path / "file" / "a.hex")
    assert error.value.code == "image-not-written"


def test_a_lesson_is_built_for_the_boards_that_it_claims(tmp_path):
    from dataclasses import replace

    from kimotsuki_ictclub.lessons import Text, find

    lesson = find(1)
    assert images.build(lesson, "v1").files == lesson.files
    only_v2 = replace(lesson, boards=("v2",), not_on={"v1": Text("マイクが ない", "no microphone")})
    with pytest.raises(LessonError) as error:
        images.build(only_v2, "universal")
    assert error.value.code == "lesson-not-on-board" and "no microphone" in error.value.message
    with pytest.raises(LessonError) as error:
        images.build(replace(lesson, uses=(1,)), "v1")
    assert error.value.code == "lesson-has-no-program"


def test_a_program_that_imports_the_robot_gets_it(tmp_path):
    path = tmp_path / "drive.py"
    path.write_text("from microbit import *\nfrom robot import Robot\nimport math\n", encoding="utf-8")
    assert list(images.program_of(path).files) == ["main.py", "robot.py"]
    assert list(images.program_of(path, ["robot.py"]).files) == ["main.py", "robot.py"]


@pytest.mark.parametrize("version", ["v1", "v2", "universal"])
def test_the_program_in_a_saved_hex_is_read(tmp_path, version):
    main = b"import robot, helper\nprint(helper.WORD)\n"
    files = {"main.py": main, "helper.py": b"WORD = 1\n", "robot.py": b"MY = 1\n"}
    path = write(tmp_path, image_of(files, version).hex, "saved.HEX")
    program = images.program_of(path)
    assert program.files == files
    assert program.shown_name("main.py") == "saved.HEX/main.py"
    assert set(program.own_files) == set(files)
    assert images.program_of(path, ["robot.py"]).files == files, "the robot in the hex stays what it is"
    assert images.build(path, "v1").files == files


def test_a_mistake_in_a_hex_names_the_hex(tmp_path):
    path = write(tmp_path, image_of({"main.py": b"x = 1\nprint((x)\n"}, "v2").hex, "saved.hex")
    with pytest.raises(ProgramError, match=r"saved\.hex/main\.py, line 2"):
        images.build(path, "v2")


OTHER_KIND = ":020000040000FA\n:0400000001020304F2\n:00000001FF\n"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (OTHER_KIND, "hex-of-another-kind"),
        (OTHER_KIND.replace("F2", "F3"), "hex-damaged"),
        ("", "hex-damaged"),
        (b"\xff\xfe\x00", "hex-damaged"),
        (microbit_fs.get_bundled_hex(2).content, "hex-without-files"),
        (image_of({"other.py": PROGRAM}, "v1").hex, "hex-without-main"),
        (image_of({"main.py": b"\x83A"}, "v1").hex, "program-not-utf8"),
    ],
)
def test_a_hex_without_a_program_is_said(tmp_path, content, code):
    with pytest.raises(ClubError) as caught:
        images.program_of(write(tmp_path, content, "saved.hex"))
    assert caught.value.code == code
