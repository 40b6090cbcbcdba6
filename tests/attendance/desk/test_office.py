"""The organizers' pages: who gets in, and what their forms do to real records."""

from __future__ import annotations

import re
from datetime import date

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from kimotsuki_ictclub.attendance import Records, add_participant, add_session, check_in, people, year_figures
from kimotsuki_ictclub.attendance import japan_time as clock
from kimotsuki_ictclub.attendance.desk import desk_app
from kimotsuki_ictclub.attendance.desk.state import desk_state
from kimotsuki_ictclub.attendance.family.summary import kept_about
from kimotsuki_ictclub.attendance.fiscal_year import fiscal_year_of
from kimotsuki_ictclub.attendance.mentors.figures import mentor_figures
from kimotsuki_ictclub.attendance.models import Access, Session


class Organizer:
    """A browser on the desk's PC."""

    def __init__(self, records: Records, host: str = "127.0.0.1") -> None:
        app = desk_app(records, hosts=("testserver",), office_pin="123456")
        self.browser = TestClient(app, client=(host, 50000), follow_redirects=True)

    def come_in(self) -> None:
        assert self.browser.post("/office", data={"pin": "123456"}).status_code == 200

    def do(self, page: str, doing: str, **fields: object) -> str:
        token = re.search(r'name="token" value="([^"]+)"', self.browser.get("/office/people/1").text)
        data = {
            "token": token[1] if token else "",
            "doing": doing,
            **{name: str(said) for name, said in fields.items()},
        }
        return self.browser.post(f"/office/{page}", data=data).text


@pytest.fixture
def club(records: Records) -> Records:
    with records.writing() as db:
        session = add_session(db, clock.today(), venue="koyama", start="00:00", end="23:59")
        for nickname, kind in (("みかん", "child"), ("ミカン", "child"), ("<b>ケン</b>", "mentor")):
            check_in(db, session, add_participant(db, nickname, kind=kind))
    return records


def test_only_this_pc_and_its_pin_come_in(club: Records) -> None:
    tablet = Organizer(club, "192.168.1.5").browser
    assert "みかん" not in tablet.get("/office/people").text
    stranger = Organizer(club)
    for address in (
        "/office",
        "/office/people",
        "/office/people/1",
        "/office/file/insurance?first=2020-04-01&last=2030-03-31",
    ):
        assert "みかん" not in stranger.browser.get(address).text
    assert stranger.browser.post("/office", data={"pin": "654321"}).status_code == 403
    assert "みかん" not in stranger.browser.get("/office/people").text
    stranger.come_in()
    assert "みかん" in stranger.browser.get("/office/people").text
    refused = stranger.browser.post("/office/people/1", data={"token": "wrong", "doing": "kind", "kind": "staff"})
    assert refused.status_code == 403
    with club.reading() as db:
        assert people.the_participant(db, "No.1").kind.learns


def test_forms_change_the_records(club: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ICTCLUB_BROWSER", "none-here")
    organizer, year = Organizer(club), fiscal_year_of(clock.today())
    organizer.come_in()
    organizer.do("people/1", "picture", shown="none")
    organizer.do("people/1", "health", note="ハチのアレルギー")
    organizer.do("people/1", "guardian", who="祖母", contact="0994-00-0000")
    organizer.do("people/1", "sibling", other=2)
    page = organizer.browser.get("/office").text
    assert "ハチのアレルギー" in page and "&lt;b&gt;ケン&lt;/b&gt;" in page and "<b>ケン" not in page
    with club.reading() as db:
        kept = kept_about(db, people.the_participant(db, "No.1"))
        assert (kept["picture"]["shown"], kept["health"]["note"]) == ("none", "ハチのアレルギー")
        assert [one["who"] for one in kept["guardians"]] == ["祖母"]
        assert [one["number"] for one in kept["siblings"]] == [2]
        tiles = {one["number"]: one for one in desk_state(db)["people"]}
        assert [tiles[number]["no_picture"] for number in (1, 2, 3)] == [True, True, False]  # 2 was not asked
        assert [tiles[number]["helper"] for number in (1, 2, 3)] == ["", "", "mentor"]
        assert all(tile["state"] for tile in tiles.values())
        assert desk_state(db)["year"]["people"] == 2
        session = db.scalars(select(Session)).one()
    organizer.do("people/1", "about", nickname="みかん", reading="ミカン", full_name="肝付 花", school_year="小5",
                 contact="0994-11-1111", consent="2020-06-01")  # fmt: skip
    assert (
        "肝付 花"
        in organizer.do("people", "add", nickname="もも", kind="grown_up")
        + organizer.browser.get("/office/people/1").text
    )
    assert "empty" in organizer.do("people", "add", nickname="")
    with club.reading() as db:
        person = people.the_participant(db, "No.1")
        details = person.details
        assert details is not None
        said = (person.reading, details.full_name, details.school_year, details.guardian_contact, details.consent_on)
        assert said == ("ミカン", "肝付 花", "小5", "0994-11-1111", date(2020, 6, 1))
        assert people.the_participant(db, "もも").kind.value == "grown_up"
    cards = [organizer.do("paper/cards", "", who=1, new=1) for _time in range(2)]
    assert cards[0] != cards[1] and cards[0].count('class="card"') == 1
    assert organizer.browser.get("/office/paper/cards?who=1&new=1").text == cards[1]  # no address ends a card
    named = organizer.do("paper/certificates", "", who=1, year=year, name="肝付 <花>")
    assert named.count("<article") == 1 and "肝付 &lt;花&gt;" in named
    assert "肝付" not in organizer.browser.get(f"/office/paper/certificates?year={year}&who=1&name=肝付").text
    forged = organizer.browser.post("/office/paper/cards", data={"who": 1, "new": 1, "token": "x"})
    assert forged.status_code == 403
    assert organizer.browser.get("/office/paper/cards?who=99").status_code == 400
    assert "2 ミカン becomes one with 1 みかん" in organizer.do("people/1", "merge", other=2)
    with club.reading() as db:
        assert year_figures(db, year).people == 2  # shown, not done
    organizer.do("people/1", "merge", other=2, sure=1)
    organizer.do("home", "duty", session=session.id, mentor=3, role="taught", minutes=50)
    organizer.do("mentors", "training", mentor=3, what="救命講習", minutes=90)
    organizer.do("mentors", "rates", taught=5000, helped=3000)
    organizer.do("sessions", "new-session", date=f"{year + 1}-03-20", venue="uchinoura", start="10:00")
    organizer.do("sessions/2", "session", date=f"{year + 1}-03-21", venue="koyama", start="10:30", lesson="7")
    organizer.do("sessions/2", "cancel", reason="台風のため")
    assert "check-ins" in organizer.do("sessions/1", "delete")  # refused, and said so
    organizer.do("safety", "emergency", venue="koyama", caller="その日の指導者", aed="玄関")
    pay = organizer.browser.get(f"/office/file/pay?month={clock.today():%Y-%m}")
    assert "attachment" in pay.headers["content-disposition"] and pay.content.startswith(b"PK")
    assert organizer.browser.get("/office/file/pay?month=").status_code == 400
    assert "その日の指導者" in organizer.browser.get("/office/emergency/koyama").text
    with club.reading() as db:
        assert year_figures(db, year).people == 1
        (mentor,) = mentor_figures(db, year)
        assert (mentor.taught, mentor.minutes, mentor.training_minutes) == (1, 50, 90)
        moved = db.get_one(Session, 2)
        assert (moved.date, moved.start, moved.cancellation) == (date(year + 1, 3, 21), "10:30", "台風のため")
        log = set(db.scalars(select(Access.action)))
        assert {"tonight", "care-show", "office-health", "office-merge", "payments"} <= log
        assert db.get(Session, 1) is not None
