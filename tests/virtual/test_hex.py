"""Hexes: read as the chip gets them; damaged, foreign and wrong ones are named."""

from __future__ import annotations

import io
from functools import cache

import intelhex
import micropython_microbit_fs as upyfs
import pytest
import universal_hex

from kimotsuki_ictclub.errors import ImageError
from kimotsuki_ictclub.virtual import VirtualBoard
from kimotsuki_ictclub.virtual.flash_image import FLASH_BYTES, load_hex, runtime, runtime_hex

HELLO = "print('hello')\n"


@cache
def hex_with(version: str, program: str = HELLO) -> str:
    return upyfs.add_files(runtime_hex(version), [upyfs.File.from_text("main.py", program)])


def test_the_same_bytes_as_intelhex(version):
    text = hex_with(version)
    peer = intelhex.IntelHex()
    peer.loadhex(io.StringIO(text))
    peer.padding = 0xFF
    image = load_hex(text, version)
    assert image.flash == bytes(peer.tobinarray(start=0, size=FLASH_BYTES[version]))
    assert image.uicr == bytes(peer.tobinarray(start=0x10001000, size=0x1000))


def test_files_land_where_the_reference_puts_them(version):
    files = {"main.py": HELLO.encode(), "data.txt": b"x" * 1000}
    reference = upyfs.add_files(runtime_hex(version), [upyfs.File(name, data) for name, data in files.items()])
    assert runtime(version).with_files(files).flash == load_hex(reference, version).flash


def test_a_hex_runs(version, tmp_path):
    path = tmp_path / "hello.hex"
    path.write_text(hex_with(version), encoding="ascii")
    assert VirtualBoard(version, path).run_until("hello")
    assert VirtualBoard(version, hex_with(version)).run_until("hello")


def test_a_universal_hex_runs_on_both(version):
    universal = universal_hex.create_uhex(
        [
            universal_hex.IndividualHex(hex=hex_with("v1"), board_id=universal_hex.BoardId.V1),
            universal_hex.IndividualHex(hex=hex_with("v2"), board_id=universal_hex.BoardId.V2),
        ]
    )
    assert VirtualBoard(version, universal).run_until("hello")


def test_a_hex_for_the_other_board_is_named(version):
    other = "v2" if version == "v1" else "v1"
    with pytest.raises(ImageError) as caught:
        VirtualBoard(version, hex_with(other))
    assert caught.value.code in ("hex-wrong-board", "hex-not-micropython")
    assert version.upper() in caught.value.message


def test_a_hex_that_is_cut_off(version):
    text = hex_with(version)
    with pytest.raises(ImageError) as caught:
        VirtualBoard(version, text[: len(text) // 2])
    assert caught.value.code == "hex-damaged"


def test_a_damaged_line_is_named(version):
    lines = hex_with(version).splitlines()
    lines[99] = lines[99][:-1] + ("0" if lines[99][-1] != "0" else "1")
    with pytest.raises(ImageError) as caught:
        VirtualBoard(version, "\n".join(lines))
    assert caught.value.code == "hex-damaged" and "100" in caught.value.message


def test_a_hex_without_micropython(version):
    other = intelhex.IntelHex()
    other.puts(0, b"\x00\x40\x00\x20\x01\x01\x00\x00" + b"\x00\xbf" * 200)
    text = io.StringIO()
    other.write_hex_file(text)
    with pytest.raises(ImageError) as caught:
        VirtualBoard(version, text.getvalue())
    assert caught.value.code == "hex-not-micropython"
