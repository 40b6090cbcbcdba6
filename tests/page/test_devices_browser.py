"""Two devices of one child, and a colleague's device beside the instructor's PC."""

from __future__ import annotations

from typing import Any

import pytest

from kimotsuki_ictclub.work import Kind

from ..attendance.desk.conftest import until
from .conftest import running
from .device import SECONDS, Device

CHILDRENS, CLUBS = "123456", "654321"  # PINs
ELSEWHERE = {"extra_http_headers": {"x-elsewhere": "1"}}  # as if it came from another device


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kimotsuki_ictclub.page.app.on_this_pc", lambda request: "x-elsewhere" not in request.headers)


def pin(device: Device, typed: str) -> None:
    device.page.fill("#pin", typed)
    device.press("button[type=submit]")


def test_a_colleague_and_a_childs_second_device(browser, records, elsewhere) -> None:
    options: dict[str, Any] = {"pin": CHILDRENS, "club_pin": CLUBS, "addresses": lambda: ["http://192.0.2.1:4649"]}
    with running(records, **options) as (address, evening):
        # The instructor's PC tells a colleague address and PIN; the children's PIN opens nothing there.
        here, colleague = Device(browser), Device(browser, **ELSEWHERE)
        here.page.goto(f"{address}/club")
        here.press("#colleague")
        here.wait("#colleague-text", "http://192.0.2.1:4649/club")
        assert CLUBS in here.page.locator("#colleague-text").inner_text()
        here.press("#colleague-close")
        here.wait("#colleague-dialog", state="hidden")
        colleague.page.goto(f"{address}/club")
        pin(colleague, CHILDRENS)
        colleague.wait("[role=alert]")
        pin(colleague, CLUBS)
        colleague.wait("#class-empty")
        assert not colleague.page.locator("#colleague").is_visible()

        # A child at two devices: what one writes the other shows; where both have written, the later one is asked.
        first, second = Device(browser, **ELSEWHERE), Device(browser)
        first.page.goto(address)
        pin(first, CHILDRENS)
        second.page.goto(address)
        for device, cards in ((first, "#all"), (second, "#today")):
            device.page.fill("#nickname", "みかん")
            device.press("#name-form button[type=submit]")
            for place in (1, 3, 5):
                device.press(f".picture:nth-child({place})")
            device.wait("#v-home")
            device.press("#all-box summary") if not device.page.locator("#all .lesson").first.is_visible() else None
            device.press(f"{cards} .lesson button")
            device.wait(".cm-line", "microbit")
        colleague.wait(".child-tile h3", "みかん")
        first.write("print(1)\n")
        until(second.shows("print(1)"), SECONDS)
        second.context.set_offline(True)
        second.write("print(2)\n")
        second.wait("#network")
        first.write("print(3)\n")
        works = evening.works
        mine = works.works_of(works.find("みかん"))[0]
        until(lambda: works.work(mine.id).text == "print(3)\n", SECONDS)
        second.context.set_offline(False)
        second.wait("#changed-dialog")
        assert second.barriers() == []
        second.press("#take-mine")
        until(first.shows("print(2)"), SECONDS)
        texts = {one.text for one in works.versions(mine) if one.kind == Kind.TYPED}
        assert {"print(2)\n", "print(3)\n"} <= texts

        # Another tab of the same browser is another device; what the PC cannot keep is told, and the way home open.
        tab = first.context.new_page()
        tab.set_default_timeout(SECONDS * 1000)
        tab.goto(address)
        tab.locator(".cm-line", has_text="print(2)").wait_for()
        tab.locator(".cm-content").click()
        tab.keyboard.press("Control+Home")
        tab.keyboard.insert_text("# tab\n")
        until(first.shows("# tab"), SECONDS)
        first.write("print(4) # \0\n")
        first.wait("#told")
        first.press("#choose")
        first.wait("#v-home")
        assert works.work(mine.id).text == "# tab\nprint(2)\n"
        for device in (here, colleague, first, second):
            device.context.close()
            assert device.complaints == []
