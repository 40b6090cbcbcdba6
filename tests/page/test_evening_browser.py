"""A whole evening of lesson 4 in real browsers: two children, one by touch, and an instructor side by side.

The server is a process that is killed in the middle, the board on the flash table a virtual one that any process finds.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from kimotsuki_ictclub import attendance
from kimotsuki_ictclub.attendance import LessonProgress
from kimotsuki_ictclub.attendance import japan_time as clock
from kimotsuki_ictclub.attendance.models import Participant
from kimotsuki_ictclub.attendance.presence import presences_of
from kimotsuki_ictclub.attendance.sessions import sessions_on
from kimotsuki_ictclub.boards.labels import set_label
from kimotsuki_ictclub.lessons import find
from kimotsuki_ictclub.virtual.hosting.classroom import Classroom, tell
from kimotsuki_ictclub.virtual.hosting.registry import hosted_boards
from kimotsuki_ictclub.work import Kind, Works

from ..attendance.desk.conftest import until
from .device import SECONDS, Device
from .page_process import PageProcess

RIGHT = find(4).main.read_text("utf-8")
STARTER = (find(4).folder / "starter.py").read_text("utf-8")
HOSTILE = "<img src=x onerror=alert(1)>"
STEP = "li[data-step=shines_in_the_dark]"


HIDE = """hidden => {
  Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


def check(device: Device, seen: str) -> None:
    """Have the program checked until `seen` is there; on a machine that does much else a check may be called off."""
    for _ in range(5):
        device.press("#check")
        with suppress(PlaywrightTimeout):
            device.page.locator(seen).first.wait_for(timeout=40_000)
            return
    raise AssertionError(device.page.locator("#steps-box").inner_text())


@pytest.mark.timeout(480)  # on a machine that does much else
def test_an_evening_of_two_children_and_an_instructor(browser, own_home: Path) -> None:
    with attendance.open_records() as records, records.writing() as db:
        day = clock.today()  # midnight may come meanwhile
        session = attendance.add_session(db, day, venue="koyama", lesson="4 よるの ライト")
        for name in ("みかん", "りんご"):
            attendance.check_in(db, session, attendance.add_participant(db, name))
    with (
        Classroom(own_home, 1, 0, drive_speed=20.0) as classroom,
        attendance.open_records() as records,
        PageProcess() as server,
    ):
        set_label(classroom.places[0].unique_id, "07")
        works = Works(records)
        mikan = Device(browser)
        ringo = Device(browser, viewport={"width": 768, "height": 1024}, has_touch=True)
        teacher = Device(browser)
        teacher.page.goto(f"{server.address}/club")
        teacher.wait("#class-empty")

        # In by tile and three pictures; nobody with other ones.
        for device, name, places in ((mikan, "みかん", (0, 3, 5)), (ringo, "りんご", (1, 1, 2))):
            device.page.goto(server.address)
            device.wait("#tiles button", name)
            assert device.barriers() == []
            device.press("#tiles button", name)
            device.wait(".picture")
            assert device.barriers() == []
            for place in places:
                device.press(f".picture:nth-child({place + 1})")
            device.press("#today .lesson button")
            device.wait(".cm-line", "DARK = 80")
        mikan.wait("#sheet-text ruby", "暗")
        assert ringo.page.evaluate("document.querySelector('header').offsetHeight") < 2 * 44  # one row; the rest:
        ringo.press("#menu")
        ringo.wait("#extras.open #leave")
        assert ringo.barriers() == []
        ringo.press("#language")
        ringo.wait("#run", "うごかす")
        ringo.wait("#leave", state="hidden")
        teacher.press("#language")
        teacher.wait(".child-tile", "みかん")
        teacher.wait(".child-tile", "りんご")

        # A full-width mark is named while it is typed, at both places; ▶ runs nothing with it.
        mikan.write("display.show（1）\n")
        mikan.wait("#told", "1")
        assert mikan.count(".cm-told") == 1
        teacher.wait(".child-tile.stopped .why", "1")

        # A mistake of the language is told quietly below its line, not where the cursor is; ▶ says the same aloud.
        mikan.write("from microbit import *\nWhile True:\n    sleep(100)\n")
        mikan.wait(".cm-told.slip code", "while")
        assert mikan.count("#told:visible") == 0
        teacher.wait(".child-tile.stopped", state="hidden")
        quiet = mikan.page.locator(".cm-told").inner_text()
        for _ in range(2):
            mikan.page.keyboard.press("ArrowUp")
        mikan.wait(".cm-told", state="hidden")
        mikan.press("#run")
        mikan.wait("#told code", "while")
        assert mikan.page.locator(".cm-told").inner_text()[1:] == quiet[1:]
        teacher.wait(".child-tile.stopped .why code", "while")

        # The starter runs, measures the light that the slider makes, and misses a step: one hint at a time.
        mikan.write(STARTER)
        mikan.wait("#told", state="hidden")
        mikan.press("#run")
        mikan.wait("#bench[data-state=running]")
        mikan.page.fill("input[data-world=light]", "20")
        mikan.wait("#printed", "light:20")
        mikan.wait("#legend b", "20")
        check(mikan, f"#steps:has(li.done) {STEP}.missing")
        assert mikan.count("li.done") == 2
        mikan.press(f"{STEP} button")
        mikan.wait(".hint")
        assert mikan.count(f"{STEP} button") == 0
        teacher.wait(".child-tile .marks span.done")
        teacher.wait("#misses-list b")
        assert mikan.barriers() == []

        # Hand up: the instructor sees it, comes, and both write in one program.
        mikan.press("#hand")
        teacher.wait(".child-tile.hand h3", "みかん")
        assert teacher.barriers() == []
        teacher.press(".child-tile.hand button", "プログラム")
        until(teacher.shows("DARK = 80"), SECONDS)
        teacher.write("# いっしょに\n" + RIGHT)
        until(mikan.shows("# いっしょに"), SECONDS)
        mikan.page.locator(".cm-content").click()
        mikan.page.keyboard.press("Control+Home")
        mikan.page.keyboard.insert_text("# ありがとう\n")
        until(teacher.shows("# ありがとう"), SECONDS)
        teacher.press("#program-close")
        teacher.press(".child-tile.hand .mikan")
        mikan.wait("#hand[aria-pressed=false]")

        # A program for all from a file, then the starter again for one.
        teacher.sure = True
        given = {"name": "all.py", "mimeType": "text/x-python", "buffer": f"# みんなへ\n{STARTER}".encode()}
        teacher.page.set_input_files("#give-file", given)
        teacher.wait("#give-name", "all.py")
        teacher.press("#give")
        for device in (mikan, ringo):
            until(device.shows("# みんなへ"), SECONDS)
        until(lambda: teacher.count("#give-name:empty"), SECONDS)
        teacher.page.select_option("#give-to", str(works.find("りんご").id))
        teacher.press("#give")
        until(lambda: not ringo.shows("# みんなへ")(), SECONDS)
        assert mikan.shows("# みんなへ")()

        # Right: the LEDs shine in the dark, and all steps work. The other child finds it alone.
        mikan.write(RIGHT)
        mikan.page.keyboard.press("Control+Enter")
        mikan.wait("#leds[aria-label*='9']")
        for hidden, how in ((True, "visible"), (False, "hidden")):  # a board at which nobody looks rests
            mikan.page.evaluate(HIDE, hidden)
            teacher.wait(".child-tile .about", "休み", state=how)
        check(mikan, "#steps-box.passed")
        ringo.write(RIGHT)
        check(ringo, "#steps-box.passed")
        teacher.wait(".child-tile.passed h3", "みかん")
        teacher.wait(".child-tile.passed h3", "りんご")

        # Onto a real board: the wish, the flash table, and the answer at the child's place.
        mikan.press("#flash")
        mikan.page.fill("#flash-label", "07")
        mikan.press("#flash-dialog button[type=submit]")
        mikan.wait("#wish[data-state=waiting]")
        teacher.press("[data-show=table]")
        teacher.press(".wish-row button", "07")
        teacher.wait(".wish-row.done", "07")
        mikan.wait("#wish[data-state=done]", "07")
        assert teacher.barriers() == []

        # The board's row: a failure is told and tried again; another label by touch, which its LEDs show.
        hosted = hosted_boards(own_home)[0]
        tell(hosted, fault=["port-held", -1])
        teacher.press("#flash-all")
        teacher.wait(".board-row.failed .why")
        tell(hosted, fault=["port-held", 0])
        teacher.press("#retry")
        teacher.wait(".board-row.done")
        teacher.page.fill(".board-row input", "08")
        teacher.press(".board-row form [type=submit]")
        teacher.wait(".board-row b", "08")
        with teacher.page.expect_response(lambda answer: "show_label" in (answer.request.post_data or "")) as shown:
            teacher.press(".board-row button", "光らせて確かめる")  # which one is it?
        assert shown.value.ok
        mine = works.works_of(works.find("みかん"))[0]
        assert mine.board == "07"
        assert works.checks(mine)[-1].hints == {"shines_in_the_dark": 1}
        assert works.checks(mine)[-1].picture.strip("0:")  # what the LEDs showed in the dark
        assert {one.kind for one in works.versions(mine)} >= {
            Kind.STARTER, Kind.CHECK, Kind.INSTRUCTOR, Kind.HANDED_IN,
        }  # fmt: skip

        # The Wi-Fi is away for a while: what is typed meanwhile is on the disk afterwards.
        ringo.context.set_offline(True)
        ringo.write("# うちで\n" + RIGHT)
        ringo.wait("#network")
        ringo.context.set_offline(False)
        ringo.wait("#network", state="hidden")
        theirs = works.works_of(works.find("りんご"))[0]
        until(lambda: works.work(theirs.id).text.startswith("# うちで"), SECONDS)

        # The power fails: what was kept is there, what was typed meanwhile comes, and all faces go on.
        mikan.write("# まえ\n" + RIGHT)
        until(lambda: works.work(mine.id).text.startswith("# まえ"), SECONDS)
        server.kill()
        assert works.work(mine.id).text.startswith("# まえ")
        mikan.wait("#network")
        mikan.write("# あいだ\n" + RIGHT)
        server.start()
        for device in (mikan, ringo, teacher):
            device.wait("#network", state="hidden")
        until(lambda: works.work(mine.id).text.startswith("# あいだ"), SECONDS)
        mikan.wait("#steps-box li.done")
        teacher.press("[data-show=class]")
        teacher.wait(".child-tile.passed h3", "みかん")
        teacher.wait(".child-tile.passed h3", "りんご")

        # The end: who needed help and who did not, confirmed, is in the attendance records.
        teacher.press("[data-show=evening]")
        teacher.press("#clock-begin")
        teacher.wait("#phases .now")
        assert teacher.barriers() == []
        teacher.press("[data-show=end]")
        teacher.wait("#progress tr", "りんご")
        assert teacher.barriers() == []
        assert not teacher.page.locator("#not-here").is_visible()
        teacher.press("#confirm")
        teacher.wait("#confirmed", "2")
        with records.reading() as db:
            present = presences_of(db, sessions_on(db, day)[0])
            noted = {db.get(Participant, key).nickname: one.lesson_progress for key, one in present.items()}
        assert noted == {"みかん": LessonProgress.WITH_HELP, "りんご": LessonProgress.ALONE}
        for device in (mikan, ringo, teacher):
            device.context.close()
            assert device.complaints == []
