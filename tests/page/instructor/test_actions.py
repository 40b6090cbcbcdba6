"""What the instructor's page asks for, on real records and a virtual board that runs the real firmware."""

from __future__ import annotations

import asyncio
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from kimotsuki_ictclub.attendance import LessonProgress, add_participant, add_session, check_in
from kimotsuki_ictclub.attendance.japan_time import now
from kimotsuki_ictclub.attendance.presence import presences_of
from kimotsuki_ictclub.attendance.records import Records, open_records
from kimotsuki_ictclub.attendance.sessions import sessions_on
from kimotsuki_ictclub.boards.flashing import drive_copy
from kimotsuki_ictclub.boards.flashing.drive_copy import Patience
from kimotsuki_ictclub.boards.labels import set_label
from kimotsuki_ictclub.errors import ClubError
from kimotsuki_ictclub.lessons import find, load_all
from kimotsuki_ictclub.page import page_app
from kimotsuki_ictclub.page.instructor.actions import Actions
from kimotsuki_ictclub.page.instructor.phases import Clock, phases_of
from kimotsuki_ictclub.page.instructor.table import Table
from kimotsuki_ictclub.page.live.evening import Evening
from kimotsuki_ictclub.page.live.kept_evening import KeptEvening
from kimotsuki_ictclub.virtual.hosting.classroom import Classroom
from kimotsuki_ictclub.work import Kind

from ..conftest import awaited

CODE = ("dog", "car", "sun")
RIGHT = "from microbit import *\nwhile True:\n    print('light:', 5)\n    sleep(50)\n"
WRONG = "from microbit import *\nwhile True\n    pass\n"


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    """Two who have checked in to today's session."""
    with open_records(tmp_path / "club.sqlite") as opened:
        with opened.writing() as db:
            session = add_session(db, now().date(), venue="koyama")
            for name in ("みかん", "りんご"):
                check_in(db, session, add_participant(db, name))
        yield opened


@pytest.fixture
def evening(records: Records) -> Iterator[Evening]:
    there = Evening(records)
    for name in ("みかん", "りんご", "まだいない"):
        child = there.child(there.works.let_in(name, CODE))
        child.lesson = find(4)
        child.work = there.works.open_work(child.owner, 4, RIGHT)
    yield there
    there.close()


def child_called(evening: Evening, name: str):
    return next(child for child in evening.children.values() if child.owner.nickname == name)


def actions_of(evening: Evening) -> Actions:
    return Actions(evening, Table(evening.news), Clock(KeptEvening(), {}))


def test_a_program_is_edited_together_given_and_taken_back(evening: Evening) -> None:
    actions, works = actions_of(evening), evening.works
    mikan, ringo = child_called(evening, "みかん"), child_called(evening, "りんご")

    async def play() -> None:
        looked = await actions.do({"what": "look", "work": mikan.work.id})
        assert (looked["text"], looked["version"]) == (RIGHT, 1)
        kept = await actions.do({"what": "keep", "work": mikan.work.id, "version": 1, "text": RIGHT + "#\n"})
        assert mikan.work.text == RIGHT + "#\n"  # what the child's pages are told
        works.keep(mikan.work, "the child's", kept["version"], Kind.TYPED, writer="tablet")
        with pytest.raises(ClubError) as caught:
            await actions.do({"what": "keep", "work": mikan.work.id, "version": kept["version"], "text": "late"})
        assert caught.value.code == "work-changed-elsewhere"
        newest = works.work(mikan.work.id)
        await actions.do({"what": "take_back", "work": newest.id, "number": 1, "version": newest.version})
        assert works.work(mikan.work.id).text == RIGHT
        assert await actions.do({"what": "give", "lesson": 4, "owners": None}) == {"count": 3}
        starter = (find(4).folder / "starter.py").read_text("utf-8")
        assert {works.work(child.work.id).text for child in evening.children.values()} == {starter}
        assert await actions.do({"what": "give", "lesson": 4, "owners": [ringo.owner.id], "text": WRONG}) == {
            "count": 1
        }
        ringo.hand_since = 1.0
        await actions.do({"what": "hand_down", "owner": ringo.owner.id})
        assert ringo.hand_since is None
        await actions.do({"what": "code", "owner": ringo.owner.id})
        assert works.begun("りんご").has_code is False
        for wrong in ({"what": "no"}, {}, {"what": "look"}, {"what": "look", "work": "x"}):
            with pytest.raises((ValueError, LookupError, TypeError)):
                await actions.do(wrong)

    awaited(play())
    assert [one.kind for one in works.versions(mikan.work)][:2] == [Kind.STARTER, Kind.TAKEN_BACK]


def test_the_checks_progress_goes_into_the_records_when_it_is_confirmed(evening: Evening) -> None:
    actions, works = actions_of(evening), evening.works
    for name in ("みかん", "まだいない"):
        works.note_check(child_called(evening, name).work, {"dark": True}, {}, verdict="passed")
    owners = {child.owner.nickname: child.owner.id for child in evening.children.values()}

    async def play() -> None:
        told = {one["nickname"]: one for one in (await actions.do({"what": "end"}))["proposals"]}
        assert {name: (one["proposed"], one["here"]) for name, one in told.items()} == {
            "みかん": ("alone", True), "りんご": (None, True), "まだいない": ("alone", False),
        }  # fmt: skip
        progress = {str(owner): "with_help" if name == "りんご" else "alone" for name, owner in owners.items()}
        answer = await actions.do({"what": "confirm", "progress": progress})
        assert answer["count"] == 2  # who has not checked in has no presence to note it at
        assert {one["nickname"]: one["noted"] for one in answer["proposals"]}["りんご"] == "with_help"
        with pytest.raises(ValueError, match="great"):
            await actions.do({"what": "confirm", "progress": {"1": "great"}})

    awaited(play())
    with works.records.reading() as db:
        noted = [one.lesson_progress for one in presences_of(db, sessions_on(db, now().date())[0]).values()]
    assert sorted(noted) == [LessonProgress.ALONE, LessonProgress.WITH_HELP]


def test_a_wish_goes_onto_a_board_and_a_wrong_program_comes_back_with_its_cure(
    evening: Evening, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drive_copy, "Patience", lambda: Patience(detach=30.0, back=10.0, look_round=0.2))
    actions = actions_of(evening)
    table = actions.table
    mikan, ringo = child_called(evening, "みかん"), child_called(evening, "りんご")

    async def play() -> None:
        await table.look()
        place, _board = next(iter(table.boards.items()))
        # The label of a lost board goes to this one, and with it whoever sat there.
        set_label("9" * 48, "07")
        evening.sit_at("07", ringo.owner.id)
        with pytest.raises(ClubError) as caught:
            await actions.do({"what": "label", "place": place, "label": "07"})
        assert caught.value.code == "label-taken"
        await actions.do({"what": "label", "place": place, "label": "07", "move": True})
        assert evening.seat_of(ringo) == "07"
        wishes = [
            evening.flash_table.ask(
                owner_id=child.owner.id, nickname=child.owner.nickname, work_id=child.work.id, version=1, lesson=4,
                text=text, label="07",
            )
            for child, text in ((mikan, RIGHT), (ringo, WRONG))
        ]  # fmt: skip
        await actions.do({"what": "flash_wish", "number": wishes[0].number, "place": place})
        await actions.do({"what": "values", "on": True})
        while not actions.values.facts()["samples"]:
            await asyncio.sleep(0.05)
        # Reading rests while the board is flashed, and goes on.
        await actions.do({"what": "flash_wish", "number": wishes[1].number, "place": place})
        before = actions.values.facts()["samples"]
        while actions.values.facts()["samples"] <= before:
            await asyncio.sleep(0.05)
        assert set(actions.values.facts()["boards"]["07"]["values"]["light"]) == {5.0}
        assert actions.values.picture().startswith(b"\x89PNG")
        assert actions.values.csv().decode("utf-8-sig").startswith("time_s,board,light\n0.000,07,5")
        await actions.do({"what": "values", "on": False})
        assert not actions.values.on
        assert [(wish.state, wish.board) for wish in wishes] == [("done", "07"), ("failed", "07")]
        assert wishes[1].error.code == "program-syntax"
        assert evening.works.work(mikan.work.id).board == "07"
        assert table.facts()["boards"][0]["flash"]["error"]["line"] == 2
        assert evening.seats == {"07": mikan.owner.id}
        # It shows its label, and its program runs on afterwards.
        showing = asyncio.create_task(actions.do({"what": "show_label", "place": place}))
        while not sum((await actions.do({"what": "leds"}))["leds"][place]):
            await asyncio.sleep(0.05)
        with pytest.raises(ClubError):
            await actions.do({"what": "flash_lesson", "lesson": 4, "places": [place]})
        await showing
        await actions.do({"what": "values", "on": True})
        while not actions.values.facts()["samples"]:
            await asyncio.sleep(0.05)
        await actions.do({"what": "values", "on": False})
        await actions.do({"what": "free", "label": "07"})
        assert evening.seats == {}
        assert table.facts()["boards"][0]["label"] == ""
        with pytest.raises(ClubError):
            await actions.do({"what": "flash_lesson", "lesson": 4, "places": ["gone"]})

    with Classroom(own_home, 1, 0, drive_speed=20.0):
        awaited(play())


def test_hands_wishes_seats_and_the_clock_outlive_the_server(records: Records, tmp_path: Path) -> None:
    def begin() -> Evening:
        return Evening(records, kept=tmp_path / "kept.json")

    before = begin()
    child = before.child(before.works.let_in("みかん", CODE))
    work = before.works.open_work(child.owner, 4, RIGHT)
    wish = before.flash_table.ask(
        owner_id=child.owner.id, nickname="みかん", work_id=work.id, version=1, lesson=4, text=RIGHT, label="07"
    )
    before.flash_changed(wish, child.owner.id)
    before.raise_hand(child, up=True)
    before.sit_at("07", child.owner.id)
    Clock(before.kept, before.lessons).begin(find(4))
    assert "みかん" not in (tmp_path / "kept.json").read_text("utf-8")

    after = begin()
    assert after.children[child.owner.id].hand_since == child.hand_since
    assert [(one.text, one.label, one.nickname) for one in after.flash_table.waiting()] == [(RIGHT, "07", "みかん")]
    assert after.seat_of(after.children[child.owner.id]) == "07"
    assert Clock(after.kept, after.lessons).facts()["lesson"] == 4
    (tmp_path / "kept.json").write_text('{"at": 1e12, "hands": 3, "clock": "x"}', encoding="utf-8")
    assert begin().children == {}
    for one in (before, after):
        one.close()


def test_every_guide_has_its_phases() -> None:
    for lesson in load_all():
        phases = phases_of(lesson)
        assert sum(phase.minutes for phase in phases) == lesson.minutes, lesson.name
    clock = Clock(KeptEvening(), {})
    clock.begin(find(4))
    clock.move(600)
    assert 600 <= clock.facts()["elapsed"] < 660
    clock.move(-6000)
    assert 0 <= clock.facts()["elapsed"] < 60  # not before it began


def test_the_face_answers_on_this_pc_and_to_its_own_pin(records: Records, evening: Evening) -> None:
    app = page_app(records, pin="123456", evening=evening, hosts=("testserver", "127.0.0.1"))
    here = TestClient(app, client=("127.0.0.1", 50000), follow_redirects=False)
    assert here.get("/club").status_code == 303
    assert here.get("/club/works.zip").status_code == 401  # the page was not opened
    page = here.get("/club/")
    assert page.status_code == 200
    assert "unsafe" not in page.headers["content-security-policy"]
    with zipfile.ZipFile(io.BytesIO(here.get("/club/works.zip").content)) as archive:
        assert "01 みかん/04-night-light.py" in archive.namelist()
    assert here.get("/club/paper/4/nothing").status_code == 404
    assert here.post("/club/act", json={"what": "end"}).status_code == 403  # without the page's token
    # A colleague's device has its own PIN; neither the children's PIN nor their cookie opens anything.
    app = page_app(records, pin="123456", club_pin="654321", key=b"k" * 32, evening=evening, hosts=("testserver",))
    colleague = TestClient(app, client=("192.168.1.8", 50000), follow_redirects=False)
    for pin, inside in (("123456", False), ("654321", True)):
        assert colleague.get("/club/").headers["location"] == "/club/pin"
        form = re.search(r'name="token" value="([^"]+)"', colleague.get("/club/pin").text)
        assert form
        answer = colleague.post("/club/pin", data={"token": form[1], "pin": pin})
        assert answer.status_code == (303 if inside else 403)
    page = colleague.get("/club/")
    assert page.status_code == 200
    assert "654321" not in page.text  # only this PC tells it
    assert colleague.get("/club/works.zip").status_code == 200
    child = TestClient(app, client=("192.168.1.9", 50000), follow_redirects=False)
    form = re.search(r'name="token" value="([^"]+)"', child.get("/pin").text)
    assert form
    assert child.post("/pin", data={"token": form[1], "pin": "123456"}).headers["location"] == "/"
    theirs = next(value for name, value in child.cookies.items() if not name.endswith("form"))
    child.cookies.set("ictclub-desk-80-club", theirs)
    assert child.get("/club/works.zip").status_code == 401
    lost = child.get("/clab", headers={"accept": "text/html"})
    assert (lost.status_code, "There is no page" in lost.text) == (404, True)
    assert child.get("/clab").json() == {"code": "desk-address"}


def test_without_a_pin_of_its_own_it_is_for_this_pc_only(records: Records, evening: Evening) -> None:
    app = page_app(records, pin="123456", evening=evening, hosts=("testserver", "127.0.0.1"))
    here = TestClient(app, client=("127.0.0.1", 50000), follow_redirects=False)
    here.get("/club/")
    tablet = TestClient(app, client=("192.168.1.7", 50000), follow_redirects=False, cookies=here.cookies)
    assert tablet.get("/club/").headers["location"] == "/"
    assert tablet.get("/club/works.zip").status_code == 401
    assert tablet.post("/club/act", json={"what": "end"}).status_code in (401, 403)
