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


REWRITES = """import os
kept = ''
for name in os.listdir():
    if name != 'main.py':
        with open(name) as file:
            kept = file.read()
            print('kept', name, kept)
print('go')
letter = 'b' if kept[:1] == 'a' else 'a'
for name in ('one', 'two'):
    with open(name, 'w') as file:
        for i in range(10):
            file.write(letter * 20)
print('end')
"""
# After so many stores of a rewrite: the first clears the old file's mark, the next are the new name; the last cut is
# beyond them all.
CUTS = {"v1": (1, 2, 3, 20, 130, 200, 300, 10_000), "v2": (1, 40, 10_000)}
WHOLE, ONE_CHUNK = 200, 121


class PowerCut(Exception):
    pass


def files_after_a_reset(board: VirtualBoard) -> dict[str, str]:
    board.reset()
    board.serial.read()
    assert board.run_until("go", timeout=5)
    lines = board.serial.read().decode(errors="replace").splitlines()
    return {name: content for _, name, content in (line.split(" ", 2) for line in lines if line.startswith("kept"))}


def test_a_power_cut_while_writing_leaves_files_that_can_be_read(version):
    board = VirtualBoard(version, REWRITES)
    assert board.run_until("end", timeout=20)
    for cut in CUTS[version]:
        before, stored, engine = files_after_a_reset(board), 0, board._board.chip.engine
        write = engine.flash_writer

        def store(address: int, content: bytes, cut: int = cut, write=write) -> None:
            nonlocal stored
            write(address, content)
            stored += 1
            if stored == cut:
                raise PowerCut

        engine.flash_writer = store
        if cut < CUTS[version][-1]:
            with pytest.raises(PowerCut):
                board.run(5)
        else:
            assert board.run_until("end", timeout=20)
        after = files_after_a_reset(board)
        if cut < 100:  # it was the first of two files
            assert after["two"] == before["two"]
        for content in after.values():  # whole pieces, none of them mixed; a file with half a name is empty
            assert len(content) in (0, ONE_CHUNK, WHOLE) and len(set(content)) <= 1
    assert board.run_until("end", timeout=20)
    assert {len(after[name]) for name in ("one", "two")} == {WHOLE}
