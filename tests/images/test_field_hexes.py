"""Hexes that editors and boards leave on a PC (tests/fixtures/hexes/make_hexes.py makes them): which program is in."""

from __future__ import annotations

import importlib.util
from functools import cache

import pytest

from kimotsuki_ictclub import images
from kimotsuki_ictclub.errors import ClubError, ImageError, ProgramError
from kimotsuki_ictclub.images.hex_files import SCRIPT_AT, files_in_hex
from kimotsuki_ictclub.virtual.flash_image import load_hex

from ..conftest import FIXTURES

_spec = importlib.util.spec_from_file_location("make_hexes", FIXTURES / "hexes" / "make_hexes.py")
make_hexes = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(make_hexes)
for _maker in ("with_main", "without_layout", "appended"):  # each is asked for several times
    setattr(make_hexes, _maker, cache(getattr(make_hexes, _maker)))
PROGRAM, OTHER = make_hexes.PROGRAM, make_hexes.OTHER
both_boards = pytest.mark.parametrize("version", ["v1", "v2"])


@pytest.fixture(scope="module")
def hexes():
    return make_hexes.all_hexes()


@pytest.fixture
def saved(hexes, tmp_path):
    """Return the path of a hex of the field by its name, or of a text."""

    def save(name, text=None):
        path = tmp_path / f"{name}.hex"
        path.write_text(text or hexes[path.name], encoding="ascii", newline="\n")
        return path

    return save


@cache
def runtime(layout):
    """Return the hex of a V1's runtime, with or without what says where files are."""
    return make_hexes.runtime(1) if layout else make_hexes.without_layout(make_hexes.runtime(1))


def with_bytes(hex_text, address, block):
    """Return a hex with more bytes, put before its end record; the library would need half a second."""
    records = [bytes([2, 0, 0, 4]) + (address >> 16).to_bytes(2, "big")]
    for place in range(0, len(block), 16):
        part = block[place : place + 16]
        records.append(bytes([len(part)]) + ((address + place) & 0xFFFF).to_bytes(2, "big") + b"\0" + part)
    lines = [f":{(record + bytes([-sum(record) & 0xFF])).hex().upper()}\n" for record in records]
    end = hex_text.rindex(":00000001FF")
    return hex_text[:end] + "".join(lines) + hex_text[end:]


def read(path, version=None):
    return images.program_of(path, version=version).files["main.py"].decode()


@pytest.mark.parametrize(
    "name",
    ["script-after-the-runtime", "script-after-runtime-1.0.1", "script-and-no-layout-table",
     "script-read-back-from-a-board", "universal-v1-as-9901", "universal-v2-as-9904", "universal-v2-as-9905",
     "universal-9901-and-9906", "universal-v2-part-only", "universal-v1-part-only"],
)  # fmt: skip
def test_the_program_is_found_for_both_boards(saved, name):
    path = saved(name)
    assert read(path) == read(path, "v1") == read(path, "v2") == PROGRAM


def test_a_hex_is_known_by_what_is_in_it(tmp_path):
    text = make_hexes.with_main(1)
    for name, content in (("a.hex.txt", text), ("b.hex", "\ufeff" + text), ("c.hex", text.replace("\n", "\r"))):
        (tmp_path / name).write_bytes(content.encode())
        assert read(tmp_path / name) == PROGRAM, name


def test_such_a_hex_is_built_with_the_runtimes_of_today(saved):
    image = images.build(saved("script-and-no-layout-table"), "universal")
    assert image.files == {"main.py": PROGRAM.encode()} and image.runtime == "1.1.1+2.1.2"


@pytest.mark.parametrize("name", ["universal-v1-as-9901", "universal-v2-as-9904", "universal-9901-and-9906"])
@both_boards
def test_any_official_board_id_is_a_micro_bit(hexes, name, version):
    assert load_hex(hexes[f"{name}.hex"], version).files == {"main.py": PROGRAM.encode()}


@pytest.mark.parametrize("blocks", [False, True])
def test_parts_may_stand_in_any_order_and_form(blocks):
    v1, v2 = make_hexes.with_main(1), make_hexes.with_main(2, OTHER)
    text = make_hexes.universal((0x9906, v2), (0x9901, v1), blocks=blocks)
    assert load_hex(text, "v1").files == {"main.py": PROGRAM.encode()}
    assert load_hex(text, "v2").files == {"main.py": OTHER.encode()}


@pytest.mark.parametrize(("name", "version", "found"), [("v2", "v1", "V2"), ("v1", "v2", "V1")])
def test_a_missing_part_is_said(hexes, name, version, found):
    with pytest.raises(ImageError) as caught:
        load_hex(hexes[f"universal-{name}-part-only.hex"], version)
    assert caught.value.code == "hex-wrong-board"
    assert caught.value.message == f"The hex is for {found} boards, and this is a {version.upper()} board."


def test_a_part_of_another_kind_of_board_is_none(saved):
    text = make_hexes.universal((0x1234, make_hexes.with_main(1)))
    with pytest.raises(ImageError) as caught:
        load_hex(text, "v1")
    assert caught.value.code == "hex-wrong-board"
    assert load_hex(make_hexes.universal((0x1234, ":00000001FF\n"), (0x9904, make_hexes.with_main(2))), "v2").files


def test_two_programs_are_never_taken_for_one(saved):
    path = saved("universal-two-programs")
    assert (read(path, "v1"), read(path, "v2")) == (PROGRAM, OTHER)
    assert images.build(path, "v2").files["main.py"] == OTHER.encode()
    with pytest.raises(ProgramError) as caught:
        images.build(path)
    assert caught.value.code == "hex-two-programs" and "--board v1" in caught.value.hint


LONG = "# " + "x" * 8000 + "\n" + PROGRAM
UNICODE = "from microbit import *\r\ndisplay.scroll('こんにちは')\r\n"


@pytest.mark.parametrize("text", [UNICODE, LONG, PROGRAM.replace("\n", "\r\n")], ids=["unicode", "long", "crlf"])
@pytest.mark.parametrize("pad", [True, False])
def test_scripts_of_any_kind_are_read_byte_for_byte(saved, text, pad):
    block = b"MP" + len(text.encode()).to_bytes(2, "little") + text.encode()
    padding = b"\0" * (-len(block) % 16 if pad else 0)
    path = saved("old", with_bytes(runtime(layout=False), SCRIPT_AT, block + padding))
    assert read(path) == text


def test_a_board_that_was_read_back_with_files_is_read_without_its_registers(saved):
    path = saved("back", make_hexes.read_back(make_hexes.with_main(1)))
    assert read(path) == PROGRAM


def test_files_win_over_a_script(saved):
    path = saved("both", make_hexes.appended(make_hexes.with_main(1, PROGRAM), OTHER))
    assert read(path) == PROGRAM


@pytest.mark.parametrize(
    "block", [b"MP\xff\xff", b"MP\xff\xffabc", b"MP\x00\x00abc", b"MP\x04\x00\xff\xfe\xfd\xfc", b"MP\x03\x00 \n ",
              b"MP\x04\x00\x01\x02\x03\x04", b"MP"]
)  # fmt: skip
@pytest.mark.parametrize("layout", [True, False])
def test_noise_becomes_no_program(tmp_path, block, layout):
    with pytest.raises(ProgramError) as caught:
        files_in_hex(tmp_path / "noise.hex", with_bytes(runtime(layout=layout), SCRIPT_AT, block).encode())
    assert caught.value.code == "hex-without-files" and "MakeCode" not in str(caught.value)


def test_makecode_is_named_only_where_it_is_makecode(tmp_path):
    plain = ":020000040000FA\n:0400000001020304F2\n:00000001FF\n"
    source = ":10000000" + "41140E2FB82FA2BB" + "0" * 16
    record = bytes.fromhex(source[1:])
    makecode = f":020000040000FA\n{source}{-sum(record) & 0xFF:02X}\n:00000001FF\n"
    for text, named in ((plain, False), (makecode, True)):
        with pytest.raises(ClubError) as caught:
            files_in_hex(tmp_path / "a.hex", text.encode())
        assert caught.value.code == "hex-of-another-kind" and ("is a hex of MakeCode" in caught.value.message) is named
