"""The filesystem in the flash, and what is put into it."""

from __future__ import annotations

import pytest

from kimotsuki_ictclub.errors import ImageError
from kimotsuki_ictclub.virtual import VirtualBoard
from kimotsuki_ictclub.virtual.flash_image import files_in, runtime

CHUNK_BYTES = 128


def test_what_a_program_writes_survives_a_reset(start):
    board = start("with open('note.txt', 'w') as f:\n    f.write('hello ' * 40)\nprint('end')\n")
    assert board.run_until("end")
    assert board.files["note.txt"] == b"hello " * 40
    board.reset()
    assert board.run_until("end")
    assert set(board.files) == {"main.py", "note.txt"}


def test_a_file_rewritten_many_times_keeps_the_last_content(start):
    board = start(
        "for i in range(40):\n    with open('n.txt', 'w') as f:\n        f.write('%d ' % i * 50)\nprint('end')\n"
    )
    assert board.run_until("end", timeout=60)
    assert board.files["n.txt"] == b"39 " * 50


def test_a_module_beside_main_is_imported(version):
    program = {
        "main.py": b"import helper\nprint(helper.twice(21))\n",
        "helper.py": b"def twice(n):\n    return 2 * n\n",
    }
    board = VirtualBoard(version, program)
    assert board.run_until("42\r\n", timeout=5)


def test_flashing_replaces_program_and_files(start):
    board = start("open('old.txt', 'w').write('x')\n")
    board.run(1)
    board.flash("print('second')\n")
    assert board.run_until("second")
    assert set(board.files) == {"main.py"}


def test_too_large_a_program_is_refused_and_the_old_one_stays(start):
    board = start("")
    with pytest.raises(ImageError) as caught:
        board.flash("#" * 40_000)
    assert caught.value.code == "files-too-large" and "40000" in caught.value.message
    assert board.files["main.py"].startswith(b"from microbit")


def test_a_program_file_is_read_from_disk(tmp_path, version):
    path = tmp_path / "my program.py"
    path.write_text("print('from a file')\n", encoding="utf-8")
    assert VirtualBoard(version, path).run_until("from a file")
    assert VirtualBoard(version, str(path)).run_until("from a file")
    with pytest.raises(ImageError) as caught:
        VirtualBoard(version, tmp_path / "missing.py")
    assert caught.value.code == "file-unreadable"


def test_a_file_whose_chain_is_broken_is_named(version):
    flash = bytearray(runtime(version).with_files({"main.py": b"#" * 300}).flash)
    flash[flash.index(b"\x07main.py") - 2 + CHUNK_BYTES - 1] = 200  # the first chunk points to one that is not there
    with pytest.raises(ImageError) as caught:
        files_in(version, bytes(flash))
    assert caught.value.code == "files-unfinished"


# A page of the filesystem is erased as the runtime does it: registers of the NVMC, then a read that waits for nothing.
ERASES = """
import utime
from machine import mem32
t = utime.ticks_us()
mem32[0x4001E504] = 2
mem32[0x4001E508] = {page}
mem32[0x4001E504] = 0
print(utime.ticks_diff(utime.ticks_us(), t) // 1000)
print('end')
"""
ERASED_PAGE = {"v1": 0x3F000, "v2": 0x72000}
ERASE_MS = {"v1": 21, "v2": 85}  # a page of the nRF51822 and the nRF52833, product specifications


def test_the_cpu_stands_still_while_a_page_is_erased_however_short_the_runs_are(version):
    program = ERASES.format(page=ERASED_PAGE[version])
    whole, sliced = VirtualBoard(version, program), VirtualBoard(version, program)
    assert whole.run_until("end", timeout=5)
    while "end" not in sliced.serial.text:
        sliced.run(0.0005)
    assert int(whole.serial.lines[0]) == ERASE_MS[version]
    assert sliced.serial.lines[0] == whole.serial.lines[0]
