"""The desk in a real browser: what a child touches, and what becomes of it."""

from __future__ import annotations

import pytest

from kimotsuki_ictclub import attendance
from kimotsuki_ictclub.attendance import Records
from kimotsuki_ictclub.attendance import japan_time as clock

from .conftest import here, register, running, until

HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "'; DROP TABLE participant; --",
    "=1+1",
    "{{7*7}}",
    "{漢字|かんじ}",
    "👩‍👩‍👧‍👦",
    "שלום",
]


def open_desk(page, address: str) -> None:
    page.goto(address)
    page.wait_for_selector("#ring-people:not(:empty)")


def tile(page, nickname: str):
    return page.locator(".tile", has=page.get_by_text(nickname, exact=True))


def test_one_touch_checks_in_and_the_ring_fills(page, records: Records, session: int, address: str) -> None:
    register(records, "みかん", "りんご")
    open_desk(page, address)
    assert page.inner_text("#ring-people") == "0"
    tile(page, "みかん").click()
    until(lambda: here(records) == {"みかん": "present"})
    page.locator("#ring-people", has_text="1").wait_for()
    assert tile(page, "みかん").get_attribute("aria-pressed") == "true"
    assert "みかん" in page.inner_text("#said")


def test_undo_at_once_and_later(page, records: Records, session: int, address: str) -> None:
    register(records, "みかん")
    open_desk(page, address)
    tile(page, "みかん").click()
    until(lambda: here(records))
    page.click("#toast-undo")
    until(lambda: not here(records))
    tile(page, "みかん").click()
    until(lambda: here(records))
    tile(page, "みかん").click()
    assert page.inner_text("#undo-name") == "みかん"
    page.click("#undo-yes")
    until(lambda: not here(records))


def test_a_new_child_in_two_touches(page, records: Records, session: int, address: str) -> None:
    open_desk(page, address)
    assert page.locator("#nobody").is_visible()
    page.click("#new")
    page.keyboard.type("さくら")
    page.click("#new-form .strong")
    until(lambda: here(records) == {"さくら": "present"})
    page.wait_for_selector(".tile[aria-pressed=true]:not(.waiting)")


def test_by_keyboard_alone(page, records: Records, session: int, address: str) -> None:
    register(records, "みかん")
    open_desk(page, address)
    page.wait_for_selector(".tile")
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('tile')"):
            break
    page.keyboard.press("Enter")
    until(lambda: here(records) == {"みかん": "present"})
    page.wait_for_selector(".tile:not(.waiting)")
    assert page.evaluate("document.activeElement.classList.contains('tile')"), "the focus stays on the tile"


def test_a_lost_network_keeps_the_touch_and_a_reload_too(page, records: Records, session: int, address: str) -> None:
    register(records, "みかん")
    open_desk(page, address)
    page.route("**/actions", lambda route: route.abort())
    tile(page, "みかん").click()
    page.locator("#network").wait_for(state="visible")
    assert "1" in page.inner_text("#network")
    page.reload()
    page.wait_for_selector(".tile.waiting[aria-pressed=true]")
    assert here(records) == {}
    page.unroute("**/actions")
    until(lambda: here(records) == {"みかん": "present"})
    page.wait_for_selector(".tile[aria-pressed=true]:not(.waiting)")
    assert page.evaluate("localStorage.getItem('desk-queue')") is None, "no name stays on the tablet"


def test_a_lost_answer_adds_nobody_twice(page, records: Records, session: int, address: str) -> None:
    lost: list[int] = []

    def lose_the_first_answer(route) -> None:
        answer = route.fetch()
        if lost:
            route.fulfill(response=answer)
        else:
            lost.append(answer.status)
            route.abort()

    open_desk(page, address)
    page.route("**/actions", lose_the_first_answer)
    page.click("#new")
    page.fill("#nickname", "さくら")
    page.keyboard.press("Enter")
    page.wait_for_selector(".tile[aria-pressed=true]:not(.waiting)")
    assert lost == [200]
    assert here(records) == {"さくら": "present"}
    assert page.locator(".tile").count() == 1


def test_hostile_names_are_text(page, records: Records, session: int, address: str) -> None:
    register(records, *HOSTILE)
    open_desk(page, address)
    page.wait_for_selector(".tile")
    assert sorted(page.locator(".tile .name").all_inner_texts()) == sorted(HOSTILE)
    for name in HOSTILE:
        tile(page, name).click()
    until(lambda: here(records).keys() == set(HOSTILE))
    assert page.inner_text("#toast-text").startswith(HOSTILE[-1])
    assert page.locator("main img").count() == 0


def test_no_names_in_addresses(page, records: Records, session: int, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    register(records, "mikan")
    open_desk(page, address)
    tile(page, "mikan").click()
    until(lambda: here(records))
    assert asked and all(url.startswith(address) and "mikan" not in url for url in asked)


def test_the_language_changes_on_the_page(page, records: Records, session: int, address: str) -> None:
    open_desk(page, address)
    assert page.inner_text("#new") == "I am new here"
    page.click("#language")
    assert "はじめての" in page.inner_text("#new")
    assert page.get_attribute("html", "lang") == "ja"
    assert page.locator("#place rt").all_inner_texts() == ["うけつけ", "こうやま"]
    page.reload()
    page.wait_for_selector("#ring-people:not(:empty)")
    assert "はじめての" in page.inner_text("#new"), "it is remembered"


def test_a_session_is_begun_or_chosen(page, records: Records, address: str) -> None:
    open_desk(page, address)
    page.get_by_role("button", name="Begin the session at Koyama").click()
    page.wait_for_selector("#new:visible")
    assert "Koyama" in page.inner_text("#place")
    with records.writing() as db:
        attendance.add_session(db, clock.today(), venue="uchinoura", start="10:00")
    page.reload()
    page.get_by_role("button", name="Uchinoura 10:00").click()
    page.locator("#place", has_text="Uchinoura").wait_for()


def test_readings_are_shown_and_found(page, records: Records, session: int, address: str) -> None:
    with records.writing() as db:
        attendance.add_participant(db, "陽菜", reading="ひな")
        attendance.add_participant(db, "りんご")
    open_desk(page, address)
    assert tile(page, "陽菜").locator(".reading").inner_text() == "ひな"
    page.fill("#find", "ひな")
    assert page.locator(".tile .name").all_inner_texts() == ["陽菜"]


def test_a_tablet_types_the_pin(page, records: Records, session: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kimotsuki_ictclub.attendance.desk.app._on_this_pc", lambda request: False)
    with running(records, pin="123456") as address:
        page.goto(address)
        page.fill("#pin", "000000")
        page.keyboard.press("Enter")
        assert "not the PIN" in page.get_by_role("alert").inner_text()
        page.fill("#pin", "123456")
        page.get_by_role("button", name="Open").click()
        page.wait_for_selector("#ring-people:not(:empty)")
        assert page.url == f"{address}/"


def test_a_desk_that_was_opened_anew_asks_for_the_page_and_keeps_the_touch(
    page, records: Records, session: int, address: str
) -> None:
    register(records, "みかん")
    open_desk(page, address)
    page.context.clear_cookies()  # as if the PC had opened a new desk at the same address
    tile(page, "みかん").click()
    page.locator("#network", has_text="closed").wait_for()
    assert here(records) == {}
    page.reload()
    until(lambda: here(records) == {"みかん": "present"})
    page.wait_for_selector(".tile[aria-pressed=true]:not(.waiting)")
