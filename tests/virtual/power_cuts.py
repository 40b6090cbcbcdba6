"""Power cuts in a fragmented, almost full file system: `python -m tests.virtual.power_cuts` goes through all of them.

A board that writes is run once, and every store and erase in its flash is noted. The flash as it was after any of them
is given to another board, whose firmware starts with it: as a real board does whose cable was pulled at that moment.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Collection, Iterator

from kimotsuki_ictclub.errors import VirtualBoardError
from kimotsuki_ictclub.virtual import VirtualBoard
from kimotsuki_ictclub.virtual.flash_image import FlashImage, runtime

CHUNKS = {"v1": 224, "v2": 160}  # of 128 bytes; what the runtimes can hand out
FREE = 6  # chunks that nobody has written yet
WHOLE = 400  # bytes of the file that is written: four chunks
PAD = 360  # bytes of the many: three chunks each
STOPS = 40.0  # virtual seconds

# Says what is there, then takes every fifth small file away, so that freed chunks lie between others, and writes `new`
# until pages have to be swept.
WORK = f"""import os
for name in sorted(os.listdir()):
    if name != 'main.py':
        with open(name) as file:
            text = file.read()
        print('kept', name, len(text), text[:1] * len(text) == text, text[:1])
print('go')
for number in range(0, 80, 5):
    try:
        os.remove('p%02d' % number)
    except OSError:
        pass
for letter in 'abc':
    with open('new', 'w') as file:
        for i in range(4):
            file.write(letter * {WHOLE // 4})
print('end')
"""
WORD, MARK = 4, 3  # bytes of a store; operations that mark the page which is kept free, after the last erase
_OTHER = re.compile(r"other|p\d\d")
Kept = dict[str, tuple[int, bool, str]]  # name → length, whether all letters are the same, the first
Operations = list[tuple[int, bytes]]  # address, what stands there then


def fragmented(version: str) -> FlashImage:
    """Return a flash with small files up to the last chunks."""
    pads = (CHUNKS[version] - FREE - len(WORK) // 126 - 1 - 3) // 3
    files = {"main.py": WORK.encode(), "other": b"o" * 300, **{f"p{number:02}": b"p" * PAD for number in range(pads)}}
    return runtime(version).with_files(files)


def flash_operations(version: str) -> tuple[bytes, Operations]:
    """Let a board do its work; return the flash before it, and (address, new content) of every store and erase."""
    image = fragmented(version)
    board = VirtualBoard(version, image)
    assert board.run_until("go", timeout=STOPS), board.serial.text
    noted: Operations = []
    engine = board._board.chip.engine
    write, put = engine.flash_writer, engine.put_flash

    def store(address: int, content: bytes) -> None:
        noted.append((address, bytes(content)))
        write(address, content)

    def erase(address: int, content: bytes) -> None:
        noted.append((address, bytes(content)))
        put(address, content)

    engine.flash_writer, engine.put_flash = store, erase
    before = bytes(engine.flash)
    assert board.run_until("end", timeout=STOPS), board.serial.text
    return before, noted


def states(version: str, before: bytes, noted: Operations, wanted: Collection[int]) -> Iterator[tuple[int, FlashImage]]:
    """Yield (number, flash after so many operations) for each number in `wanted`, from the least on."""
    flash = bytearray(before)
    for number in range(len(noted) + 1):
        if number in wanted:
            yield number, FlashImage(version, bytes(flash), runtime(version).uicr)
        if number < len(noted):
            address, content = noted[number]
            flash[address : address + len(content)] = content


def sweep_of(noted: Operations) -> range:
    """Return after which numbers of operations a cut falls into the sweep: from its first erase to its last words."""
    erases = [number for number, (_address, content) in enumerate(noted, 1) if len(content) > WORD]
    return range(erases[0], erases[-1] + MARK)


def found_after(image: FlashImage) -> tuple[Kept, str]:
    """Start a board with this flash; return what its firmware finds, and how its next work ends: "end" or a mistake."""
    board = VirtualBoard(image.version, image)
    try:
        board.run_until(lambda: "end\r\n" in board.serial.text or ">>>" in board.serial.text, timeout=STOPS)
    except VirtualBoardError as error:
        return {}, error.code
    kept: Kept = {}
    for line in board.serial.text.splitlines():
        if line.startswith("kept "):
            _, name, length, same, *letter = line.split(" ")
            kept[name] = (int(length), same == "True", letter[0] if letter else "")
    problem = [line for line in board.serial.text.splitlines() if "Error" in line]
    ends = "end" if "end\r\n" in board.serial.text else problem[-1] if problem else "silent"
    return kept, ends if "go\r\n" in board.serial.text else f"not read: {ends}"


def damaged(kept: Kept) -> list[str]:
    """Return the files beside the written one (which may have half a name) that are not as they were."""
    right = {name: (300, True, "o") if name == "other" else (PAD, True, "p") for name in kept if _OTHER.fullmatch(name)}
    return [name for name, content in right.items() if kept[name] != content]


def main() -> None:
    """Go through all operations of both boards (or of each so many-th: `power_cuts 10`) and count what is found."""
    step = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    for version in CHUNKS:
        before, noted = flash_operations(version)
        sweep, found = sweep_of(noted), Counter[str]()
        for number, image in states(version, before, noted, range(0, len(noted) + 1, step)):
            kept, ends = found_after(image)
            new = kept["new"][0] if "new" in kept else "not there"
            others = "others damaged" if damaged(kept) or "other" not in kept else "others whole"
            found[f"{'in the sweep' if number in sweep else 'else'}: {others}, new {new}, then {ends[:40]!r}"] += 1
        print(version, len(noted), "operations, sweep", sweep)
        for words, count in sorted(found.items()):
            print(f"  {count:5} {words}")


if __name__ == "__main__":
    main()
