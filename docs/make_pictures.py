"""Play an evening of lesson 4 on the page, and take the pictures of it that README.md shows.

`make pictures` runs it: a real server, a table of six virtual boards, three children on tablets and an instructor in
Chromium. Whoever changes the page looks at the pictures afterwards.
"""

from __future__ import annotations

import io
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

from kimotsuki_ictclub import attendance
from kimotsuki_ictclub.attendance import japan_time as clock
from kimotsuki_ictclub.boards.labels import set_label
from kimotsuki_ictclub.lessons import find
from kimotsuki_ictclub.virtual.hosting.classroom import Classroom, tell
from kimotsuki_ictclub.virtual.hosting.registry import hosted_boards
from tests.attendance.desk.conftest import until
from tests.page.device import Device
from tests.page.page_process import PageProcess

PICTURES = Path(__file__).with_name("pictures")
CHILDREN = {"みかん": (0, 3, 5), "りんご": (1, 1, 2), "もも": (4, 2, 6)}  # and the pictures that each touches
LABELS = ("01", "02", "03", "04", "05", "06")
LESSON = find(4)
RIGHT = LESSON.main.read_text("utf-8")
TURNED = RIGHT.replace("light < DARK", "light > DARK")
NO_COLON = RIGHT.replace("DARK:", "DARK", 1)
TABLET = {"viewport": {"width": 1180, "height": 820}, "has_touch": True}
COLORS = 256  # of a picture: enough for flat areas and letters


def main() -> None:
    """Play the evening in a home of its own."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["ICTCLUB_HOME"] = home
        with attendance.open_records() as records, records.writing() as db:
            session = attendance.add_session(db, clock.today(), venue="koyama", lesson=f"4 {LESSON.title.ja}")
            for name in CHILDREN:
                attendance.check_in(db, session, attendance.add_participant(db, name))
        with (
            Classroom(Path(home), 2, 4, drive_speed=20.0) as classroom,
            PageProcess() as server,
            sync_playwright() as playwright,
        ):
            for label, place in zip(LABELS, classroom.places, strict=True):
                set_label(place.unique_id, label)
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            play(browser, server.address, Path(home))


def play(browser: Any, address: str, home: Path) -> None:
    """Play from the first touch to the confirmed progress."""
    teacher = Device(browser)
    teacher.page.goto(f"{address}/club")
    teacher.press("#language")
    mikan, ringo, momo = (enter(browser, address, name) for name in CHILDREN)

    mikan.write(TURNED)
    mikan.press(".cm-line", "while True")  # all of it may be selected still
    mikan.press("#run")
    mikan.wait("#bench[data-state=running]")
    dark(mikan)
    mikan.press("#check")
    mikan.press("#steps li.missing button")
    mikan.wait(".hint")
    mikan.wait("#state:not(:has-text('ゆっくり'))")
    picture(mikan, "page-child")

    ringo.write(NO_COLON)
    ringo.press("#run")
    ringo.wait("#told")
    ringo.press("#hand")
    momo.write(RIGHT)
    momo.press("#run")
    momo.press("#check")
    momo.wait("#steps-box.passed")
    momo.press("#flash")
    momo.page.fill("#flash-label", "03")
    momo.press("#flash-dialog button[type=submit]")
    teacher.press("[data-show=evening]")
    teacher.press("#clock-begin")
    for _ in range(9):
        teacher.press("#clock-back")
    teacher.press("[data-show=class]")
    teacher.wait(".child-tile.hand h3", "りんご")
    teacher.wait(".child-tile.passed h3", "もも")
    teacher.wait("#waits", "1")
    teacher.wait("#slow", state="hidden")
    picture(teacher, "page-class")

    teacher.press(".child-tile.hand button", "プログラム")
    until(teacher.shows("DARK"))
    teacher.write(RIGHT)
    ringo.wait("#told", state="hidden")
    teacher.press("#program-close")
    teacher.press(".child-tile.hand .mikan")
    mikan.write(RIGHT)
    for device in (mikan, ringo):
        device.press("#check")
        device.wait("#steps-box.passed")

    teacher.press("[data-show=table]")
    for label, name in zip(LABELS, CHILDREN, strict=False):
        teacher.page.get_by_label(f"{label} の席").select_option(label=name)
    tell(hosted_boards(home)[4], fault=["port-held", -1])  # another program is still open
    teacher.page.select_option("#flash-lesson", str(LESSON.number))
    teacher.sure = True
    teacher.press("#flash-all")
    teacher.wait(".board-row.failed .why")
    until(lambda: teacher.count(".board-row.done") == len(LABELS) - 1)
    teacher.press(".wish-row button", "03")
    teacher.wait(".wish-row.done", "03")
    for board in hosted_boards(home):
        tell(board, light=20)
    until(lambda: teacher.count(".board-row .leds:has(i[style*='opacity: 1'])") == len(LABELS) - 1)
    picture(teacher, "page-table", whole=True)

    teacher.page.set_viewport_size({"width": 1180, "height": 540})
    teacher.press("[data-show=end]")
    teacher.wait("#progress tr", "もも")
    picture(teacher, "page-end")


def enter(browser: Any, address: str, name: str) -> Device:
    """Sit a child down at its tablet: tile, three pictures, today's lesson."""
    device = Device(browser, **TABLET)
    device.page.goto(address)
    device.press("#language")
    device.press("#tiles button", name)
    for place in CHILDREN[name]:
        device.press(f".picture:nth-child({place + 1})")
    device.press("#today .lesson button")
    device.wait(".cm-line", "DARK = 80")
    device.wait("#sheet-text h2")
    return device


def dark(device: Device) -> None:
    """Cover the light sensor of a child's board, and wait until the program has seen it."""
    device.page.fill("input[data-world=light]", "20")
    device.wait("#legend b", "20")


def picture(device: Device, name: str, *, whole: bool = False) -> None:
    """Take a picture of what is seen now, or of the whole page."""
    device.page.evaluate("document.activeElement?.blur()")
    device.wait("#toast", state="hidden")
    taken = Image.open(io.BytesIO(device.page.screenshot(full_page=whole))).convert("RGB")
    taken.quantize(COLORS, kmeans=4, dither=Image.Dither.NONE).save(PICTURES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
