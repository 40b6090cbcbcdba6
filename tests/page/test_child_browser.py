"""A child's evening in a real browser: from the tile to the last step, on two devices, the server away for a while."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from axe_playwright_python.sync_playwright import Axe

from kimotsuki_ictclub import attendance
from kimotsuki_ictclub.attendance import Records
from kimotsuki_ictclub.attendance import japan_time as clock
from kimotsuki_ictclub.lessons import find
from kimotsuki_ictclub.work import Kind, Works

from ..attendance.desk.conftest import until
from .conftest import running

CODE = (0, 3, 5)
RIGHT = find(4).main.read_text("utf-8")
HOSTILE = "<img src=x onerror=alert(1)>"


def device(browser, **options: Any):
    """Open a device; what it complains about comes in the list."""
    page = browser.new_context(**{"viewport": {"width": 1366, "height": 768}, "locale": "ja-JP", **options}).new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: (complaints.append(dialog.message), dialog.dismiss()))
    page.on("console", lambda line: complaints.append(line.text) if is_of_policy(line.text) else None)
    page.set_default_timeout(90_000)
    return page, complaints


def is_of_policy(text: str) -> bool:
    """Whether the content policy stopped something. Chromium styles what is typed over a selection itself."""
    return "Content Security" in text and not text.startswith("Applying inline style")


def go_in(page, address: str, name: str, code: tuple[int, ...] = CODE, *, tile: bool = False) -> None:
    """Take the tile, or type the name, and touch three pictures."""
    page.goto(address)
    if tile:
        page.locator("#tiles button", has_text=name).click()
    else:
        page.fill("#nickname", name)
        page.press("#nickname", "Enter")
    page.locator(".picture").first.wait_for()
    for place in code:
        page.locator(".picture").nth(place).click()


def write(page, text: str) -> None:
    """Put `text` in the place of the program, as if it had been pasted."""
    page.locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text)


def shown(page, text: str) -> Callable[[], bool]:
    """Return whether the editor shows `text` in its first lines."""
    return lambda: text in page.locator(".cm-content").inner_text()


def barriers(page) -> list[tuple[str, list[str]]]:
    """Return what keeps people out of the page as it is now: axe-core's serious findings, and where they are."""
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa"]}).response["violations"]
    serious = [one for one in found if one["impact"] in ("serious", "critical")]
    return [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in serious]


def test_a_child_and_its_evening(browser, records: Records) -> None:
    with records.writing() as db:
        session = attendance.add_session(db, clock.today(), venue="koyama", lesson="4 よるの ライト")
        attendance.check_in(db, session, attendance.add_participant(db, "みかん"))
    works = Works(records)
    with running(records) as (address, evening):
        port = int(address.rpartition(":")[2])
        page, complaints = device(browser)
        go_in(page, address, "みかん", tile=True)
        page.locator("#today .lesson button").click()
        page.locator(".cm-line", has_text="DARK = 80").wait_for()
        page.locator("#sheet-text ruby", has_text="暗").first.wait_for()

        # A full-width mark is named while it is typed; ▶ runs nothing with it.
        write(page, "display.show（1）\n")
        page.locator("#told", has_text="1").wait_for()
        assert page.locator(".cm-told").count() == 1

        # The starter runs, and measures the light that the slider makes.
        starter = (find(4).folder / "starter.py").read_text("utf-8")
        write(page, starter)
        page.locator("#told").wait_for(state="hidden")
        page.click("#run")
        page.locator("#bench[data-state=running]").wait_for()
        page.locator("input[data-world=light]").fill("20")
        page.locator("#printed", has_text="light:20").wait_for()
        page.locator("#legend b", has_text="20").wait_for()

        # ✔ shows what is missing, one hint at a time and no second one before the next try.
        page.click("#check")
        page.locator("li.missing[data-step=shines_in_the_dark]").wait_for()
        assert page.locator("li.done").count() == 2
        page.locator("li[data-step=shines_in_the_dark] button").click()
        page.locator(".hint").wait_for()
        assert page.locator("li[data-step=shines_in_the_dark] button").count() == 0
        assert barriers(page) == []

        # The right program: the LEDs shine in the dark, all steps work, and the works know it.
        write(page, RIGHT)
        page.keyboard.press("Control+Enter")
        page.locator("#leds[aria-label*='9']").wait_for()
        page.click("#check")
        page.locator("#steps-box.passed").wait_for()
        owner = works.find("みかん")
        work = works.works_of(owner)[0]
        until(lambda: works.checks(work)[-1].passed)
        assert works.checks(work)[-1].hints == {"shines_in_the_dark": 1}
        assert works.checks(work)[-1].picture.strip("0:")  # what the LEDs showed in the dark
        assert {version.kind for version in works.versions(work)} >= {Kind.STARTER, Kind.CHECK}

        # Help and the flash table.
        page.click("#hand")
        until(lambda: evening.children[owner.id].hand_since is not None)
        page.click("#flash")
        page.fill("#flash-label", "07")
        page.click("#flash-dialog button[type=submit]")
        page.locator("#wish[data-state=waiting]").wait_for()
        assert [(wish.label, wish.nickname) for wish in evening.flash_table.waiting()] == [("07", "みかん")]

        # Another device: not without the pictures; then both show what either writes.
        other, more = device(browser, viewport={"width": 320, "height": 640}, has_touch=True)
        go_in(other, address, "みかん", (1, 1, 1))
        other.locator("#code-wrong").wait_for()
        for place in CODE:
            other.locator(".picture").nth(place).click()
        other.locator("#today .lesson button").click()
        until(shown(other, "DARK = 80"))
        assert other.evaluate("document.documentElement.scrollWidth") <= 320
        write(other, f"# {HOSTILE}\nprint('{HOSTILE}')\n")
        until(shown(page, HOSTILE))
        page.click("#run")
        page.locator("#printed", has_text=HOSTILE).wait_for()
        assert page.locator("img").count() == 0

        # Earlier programs can be taken back.
        page.click("#earlier")
        page.locator("#earlier-list details").first.locator("summary").click()
        page.locator("#earlier-list details").first.locator("button").click()
        until(shown(other, "DARK = 80"))
        other.close()

    # The server is away: what is typed stays in the browser, and is on the disk when it is back.
    page.locator("#network").wait_for()
    write(page, "# あとで\nfrom microbit import *\n")
    with running(records, port=port):
        page.locator("#network").wait_for(state="hidden")
        until(lambda: works.work(work.id).text.startswith("# あとで"))
    page.close()
    assert complaints + more == []
