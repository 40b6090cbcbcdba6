"""A tablet's evening in a real browser: wrong touches, namesakes, a Wi-Fi that goes, a desk that closes."""

from __future__ import annotations

import json
import uuid
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from kimotsuki_ictclub import attendance
from kimotsuki_ictclub.attendance import Records
from kimotsuki_ictclub.attendance import japan_time as clock
from kimotsuki_ictclub.attendance.desk.farewell import Farewell
from kimotsuki_ictclub.attendance.desk.guard import Guard
from kimotsuki_ictclub.attendance.japan_time import JAPAN
from kimotsuki_ictclub.attendance.models import Access, Participant, Session
from kimotsuki_ictclub.attendance.people import set_details

from .conftest import here, register, running, until
from .test_browser import open_desk, tile


def venues(records: Records) -> list[str]:
    with records.reading() as db:
        return [one.venue.key for one in db.scalars(select(Session).order_by(Session.id))]


def test_a_session_begun_at_the_wrong_venue_is_taken_back(page, records: Records, address: str) -> None:
    open_desk(page, address)
    page.get_by_role("button", name="Begin the session at Uchinoura").click()
    page.locator("#place", has_text="Uchinoura").wait_for()
    page.click("#toast-undo")
    until(lambda: venues(records) == [])
    page.get_by_role("button", name="Begin the session at Koyama").click()
    page.locator("#place", has_text="Koyama").wait_for()
    page.click("#change")
    page.get_by_role("button", name="Take back: Koyama").click()
    until(lambda: venues(records) == [])


def test_nothing_moves_under_a_finger(page, records: Records, session: int, address: str) -> None:
    """Another tablet's news come while it is down: its touch is neither lost nor given to the next name."""
    register(records, "みかん")
    open_desk(page, address)
    box = tile(page, "みかん").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    register(records, "あんず")
    for _ in range(2):  # asked before, and after
        with page.expect_response("**/state**"):
            pass
    assert page.locator(".tile .name").all_inner_texts() == ["みかん"]
    page.mouse.up()
    until(lambda: here(records) == {"みかん": "present"})
    tile(page, "あんず").wait_for()
    page.click("#change")
    box = page.get_by_role("button", name="Begin the session at Uchinoura").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    with records.writing() as db:
        attendance.add_session(db, clock.today(), venue="koyama", start="19:00")
    for _ in range(2):
        with page.expect_response("**/state**"):
            pass
    page.mouse.up()
    until(lambda: venues(records) == ["koyama", "koyama", "uchinoura"])


def test_the_other_venue_opens_its_own_and_each_tablet_stays_at_its_session(
    page,
    records: Records,
    session: int,
    address: str,
) -> None:
    register(records, "みかん")
    open_desk(page, address)
    page.locator("#place", has_text="Koyama").wait_for()
    other = page.context.new_page()
    open_desk(other, address)
    other.click("#change")
    other.get_by_role("button", name="Begin the session at Uchinoura").click()
    other.locator("#place", has_text="Uchinoura").wait_for()
    tile(other, "みかん").click()
    until(lambda: here(records) == {"みかん": "present"})
    with page.expect_response("**/state**"):
        pass
    assert "Koyama" in page.inner_text("#place")
    assert tile(page, "みかん").get_attribute("aria-pressed") == "false"


def test_i_am_new_asks_where_the_name_is_known(page, records: Records, session: int, address: str) -> None:
    with records.writing() as db:
        for year in ("小4", "小6"):
            set_details(db, attendance.add_participant(db, "みかん"), school_year=year)
    open_desk(page, address)
    assert page.locator(".tile .which").all_inner_texts() == ["No. 1 · 小4", "No. 2 · 小6"]
    page.click("#new")
    page.fill("#nickname", "ﾐｶﾝ")
    page.keyboard.press("Enter")
    assert here(records) == {}
    page.locator("#known-list").get_by_role("button", name="No. 2 · 小6").click()
    until(lambda: here(records) == {"みかん": "present"})
    page.click("#new")
    page.fill("#nickname", "みかん")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="somebody else").click()
    page.locator(".tile .which", has_text="No. 3").wait_for()
    with records.reading() as db:
        assert len(list(db.scalars(select(Participant)))) == 3


def test_names_are_found_however_they_are_typed(page, records: Records, session: int, address: str) -> None:
    register(records, "みかん", "ロボ太郎", "ﾊﾅ", "Ken")
    open_desk(page, address)
    for wanted, found in [("ミカ", "みかん"), ("ﾛﾎﾞ", "ロボ太郎"), ("はな", "ﾊﾅ"), ("ＫＥ", "Ken"), ("２", "ロボ太郎")]:
        page.fill("#find", wanted)
        assert page.locator(".tile .name").all_inner_texts() == [found], wanted
    page.fill("#find", "ぶどう")
    assert page.locator("#nobody-found").is_visible()
    page.fill("#find", "みかん")
    tile(page, "みかん").click()
    assert page.locator(".tile").count() == 4, "the next child sees all names again"


def test_a_reload_without_the_pc_shows_the_page_and_loses_nothing(page, records: Records, session: int) -> None:
    register(records, "みかん", "りんご")
    guard = Guard(None)
    with running(records, guard=guard) as address:
        open_desk(page, address)
        tile(page, "みかん").wait_for()
        page.evaluate("navigator.serviceWorker.ready")
    tile(page, "みかん").click()
    page.locator("#network").wait_for()
    page.reload()
    page.locator(".tile.waiting[aria-pressed=true]", has_text="みかん").wait_for()
    tile(page, "りんご").click()
    page.locator("#network-text", has_text="2").wait_for()
    assert here(records) == {}
    with running(records, guard=guard, port=int(address.rpartition(":")[2])):
        until(lambda: here(records) == {"みかん": "present", "りんご": "present"})


def test_each_look_at_the_page_is_in_the_access_log_once(page, records: Records, session: int, address: str) -> None:
    def looks() -> int:
        with records.reading() as db:
            return sum(line.action == "desk" for line in db.scalars(select(Access)))

    open_desk(page, address)
    page.evaluate("navigator.serviceWorker.ready")
    assert looks() == 1
    page.reload()
    page.wait_for_selector("#ring-people:not(:empty)")
    assert page.evaluate("Boolean(navigator.serviceWorker.controller)") and looks() == 2


def test_the_banner_is_seen_wherever_the_page_is_scrolled(
    page,
    records: Records,
    session: int,
    address: str,
) -> None:
    register(records, *(f"子{number}" for number in range(80)))
    page.set_viewport_size({"width": 360, "height": 600})
    open_desk(page, address)
    page.route("**/actions", lambda route: route.abort())
    page.locator(".tile").last.click()
    page.locator("#network").wait_for()
    assert page.evaluate("scrollY") > 600
    box = page.locator("#network").bounding_box()
    assert box and 0 <= box["y"] < 600


def test_taking_back_is_one_tab_from_the_touch(page, records: Records, session: int, address: str) -> None:
    register(records, "みかん", "りんご")
    open_desk(page, address)
    tile(page, "みかん").focus()
    page.keyboard.press("Enter")
    until(lambda: here(records))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    until(lambda: not here(records))
    assert page.evaluate("document.activeElement.innerText").strip() == "みかん"
    page.keyboard.press("Enter")
    until(lambda: here(records))
    page.keyboard.press("Control+z")
    until(lambda: not here(records))


def test_what_the_desk_puts_off_is_shown_to_a_grown_up(page, records: Records, session: int, address: str) -> None:
    (mikan,) = register(records, "みかん")
    with records.writing() as db:
        past = attendance.add_session(db, clock.today() - timedelta(days=3), venue="koyama").id
    ids = [str(uuid.uuid4()), str(uuid.uuid4())]
    old = [{"id": one, "kind": "check-in", "session": past, "person": mikan, "touched": 0, "place": 1} for one in ids]
    page.add_init_script(
        "if (!sessionStorage.begun) for (const one of "
        + json.dumps(old)
        + ") localStorage.setItem(`desk-touch-${one.id}`, JSON.stringify(one)); sessionStorage.begun = 1;"
    )
    open_desk(page, address)
    page.locator("#held-text", has_text="2").wait_for()
    tile(page, "みかん").click()
    until(lambda: here(records) == {"みかん": "present"})
    page.click("#held-show")
    lines = page.locator("#held-list li")
    assert "みかん" in lines.first.inner_text() and "on the PC" in lines.first.inner_text()
    page.reload()
    page.locator("#held-text", has_text="2").wait_for()
    page.click("#held-show")
    for left in (1, 0):
        lines.first.get_by_role("button").click()
        until(lambda left=left: page.locator("#held-list li:visible").count() == left)
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('desk-touch')).length") == 0


def test_names_leave_the_page_when_the_desk_closes(
    page,
    records: Records,
    session: int,
    address: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    register(records, "みかん")
    open_desk(page, address)
    tile(page, "みかん").click()
    page.wait_for_selector(".tile[aria-pressed=true]:not(.waiting)")
    tile(page, "みかん").click()  # the question whether to take it back is open
    monkeypatch.setattr(Farewell, "said", lambda self, browser: True)
    page.locator("#reload").wait_for()
    kept = "document.documentElement.outerHTML + JSON.stringify(sessionStorage) + JSON.stringify(localStorage)"
    assert "みかん" not in page.evaluate(kept)
    assert "closed" in page.inner_text("#network")
    monkeypatch.undo()
    page.click("#reload")
    tile(page, "みかん").wait_for()


def test_the_tiles_stay_over_midnight(page, records: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [datetime(2026, 6, 13, 23, 50, tzinfo=JAPAN)]
    monkeypatch.setattr(clock, "now", lambda: now[0])
    register(records, "みかん")
    with records.writing() as db:
        attendance.add_session(db, now[0].date(), venue="koyama")
    with running(records) as address:
        open_desk(page, address)
        tile(page, "みかん").wait_for()
        now[0] += timedelta(minutes=20)
        for _ in range(2):  # asked after midnight, and shown before the next question
            with page.expect_response("**/state**"):
                pass
        tile(page, "みかん").click()
        until(lambda: here(records) == {"みかん": "present"})


def test_a_scanned_link_opens_the_desk_and_leaves_no_secret_in_the_address(
    page, records: Records, session: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kimotsuki_ictclub.attendance.desk.app._on_this_pc", lambda request: False)
    guard = Guard("123456")
    with running(records, guard=guard) as address:
        secret = guard.link_secret()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{address}/pin#{secret}")
        page.wait_for_selector("#ring-people:not(:empty)")
        assert page.url == f"{address}/" and not any(secret in url.partition("#")[0] for url in asked)
        page.goto("about:blank")  # the desk's own page would go to the PIN by itself, in the midst of what follows
        page.context.clear_cookies()
        page.goto(f"{address}/pin")
        page.goto(f"{address}/pin#{secret}")  # only what is behind the # changes
        page.get_by_role("alert").filter(has_text="has let somebody in already").wait_for()
        page.fill("#pin", "123456")
        page.keyboard.press("Enter")
        page.wait_for_selector("#ring-people:not(:empty)")


def test_names_leave_a_page_that_had_no_answer_for_hours(page, records: Records, session: int, address: str) -> None:
    register(records, "みかん")
    page.clock.install()
    open_desk(page, address)
    tile(page, "みかん").wait_for()
    page.context.set_offline(True)
    page.clock.fast_forward("03:00:00")
    page.locator("#network").wait_for()
    assert tile(page, "みかん").is_visible(), "a Wi-Fi may be away for a whole evening"
    page.clock.fast_forward("02:00:00")
    tile(page, "みかん").wait_for(state="detached")
    page.context.set_offline(False)
    page.clock.fast_forward("00:10")
    tile(page, "みかん").wait_for()
