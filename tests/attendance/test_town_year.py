"""A fiscal year told to the desk, the organizers' pages and the commands; every paper agrees with a hand count."""

from __future__ import annotations

import csv
import io
import json
import re
import uuid
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from starlette.testclient import TestClient

from kimotsuki_ictclub.attendance import Records, open_records, year_figures
from kimotsuki_ictclub.attendance import japan_time as clock
from kimotsuki_ictclub.attendance.desk import desk_app
from kimotsuki_ictclub.attendance.exchange.importing import import_file
from kimotsuki_ictclub.attendance.mentors.figures import mentor_figures
from kimotsuki_ictclub.attendance.people import the_participant
from kimotsuki_ictclub.attendance.report import charts
from kimotsuki_ictclub.cli import execute
from kimotsuki_ictclub.work import Works
from tests.attendance.report.test_sections import cells
from tests.attendance.town_year import (
    CANCELLED,
    FULL_NAMES,
    GROWN_UPS,
    HELPER,
    LEARNERS,
    MENTORS,
    MOVED_AFTER,
    MOVED_BEFORE,
    REOPENED,
    STAFF,
    TWICE,
    Evening,
    TownYear,
)

ALLERGY, GRANDMOTHER = "ハチのアレルギー", "0994-22-1111"


class Club:
    """The PC of the desk with the organizers' pages, a tablet, and the commands."""

    def __init__(self, records: Records, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        app = desk_app(records, hosts=("testserver",), pin="654321", office_pin="123456")
        self.office = TestClient(app, client=("127.0.0.1", 50000))
        self.tablet = TestClient(app, client=("192.168.1.5", 50000))
        self.office.post("/office", data={"pin": "123456"})
        self.tablet.post("/pin", data={"token": token_of(self.tablet.get("/pin").text), "pin": "654321"})
        self.touch_token = self.tablet.get("/").text.partition('"token": "')[2].partition('"')[0]
        self.form_token = token_of(self.office.get("/office/papers").text)
        self.capsys, self.monkeypatch = capsys, monkeypatch
        self.numbers: dict[str, int] = {}

    def at(self, day: date, time: str = "12:00") -> None:
        moment = datetime.fromisoformat(f"{day} {time}").replace(tzinfo=clock.JAPAN)
        self.monkeypatch.setattr(clock, "now", lambda: moment)

    def run(self, *arguments: object) -> str:
        self.capsys.readouterr()
        assert execute(["attendance", *map(str, arguments)]) == 0, (arguments, self.capsys.readouterr().err)
        return self.capsys.readouterr().out

    def json(self, *arguments: object) -> dict:
        return json.loads(self.run(*arguments, "--json"))

    def form(self, page: str, doing: str, **said: object) -> str:
        fields = {"token": self.form_token, "doing": doing, **{name: str(one) for name, one in said.items()}}
        answer = self.office.post(f"/office/{page}", data=fields, follow_redirects=False)
        assert answer.status_code in (200, 303), answer.text
        return answer.text or answer.headers["location"]

    def state(self, session: int = 0) -> dict:
        return self.tablet.get(f"/state?session={session}").json()

    def touch(self, *touches: dict) -> None:
        actions = [{"id": str(uuid.uuid4()), "age_ms": 0, **touch} for touch in touches]
        answer = self.tablet.post("/actions", json={"actions": actions}, headers={"x-desk-token": self.touch_token})
        assert answer.json() == {"refused": {}}

    def sheet(self, audience: str, **said: str) -> None:
        page = self.tablet.get(f"/survey/{audience}").text
        answer = self.tablet.post(f"/survey/{audience}", data={"token": token_of(page), **said})
        assert answer.status_code == 200

    def spend_evening(self, evening: Evening) -> None:
        """Check everybody in by touches, mentors too; then the instructors note what was done."""
        keys = {one["nickname"]: one["key"] for one in self.state(evening.id)["people"]}
        for time, state in (("18:20", "present"), ("18:50", "late")):
            self.at(evening.day, time)
            there = [name for name, came in evening.came.items() if came == state]
            there += [name for name in evening.duties if state == "present"]
            self.touch(*(
                {"kind": "check-in", "session": evening.id, "person": keys[name]} if name in keys
                else {"kind": "new", "session": evening.id, "person": str(uuid.uuid4()), "nickname": name}
                for name in there
            ))  # fmt: skip
        for level in sorted(set(evening.progress.values())):
            who = [name for name, reached in evening.progress.items() if reached == level]
            self.run("checkin", *who, "--session", evening.id, "--progress", level)
        for mentor, (role, minutes) in evening.duties.items():
            if role == "taught":
                self.form("home", "duty", session=evening.id, mentor=self.numbers[mentor], role=role, minutes=minutes)


def token_of(page: str) -> str:
    return re.findall(r'name="token" value="([^"]+)"', page)[0]


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.fixture
def records():
    with open_records() as opened:
        yield opened


@pytest.fixture
def club(records: Records, capsys, monkeypatch: pytest.MonkeyPatch) -> Club:
    monkeypatch.setenv("ICTCLUB_BROWSER", "none-here")  # pages, no PDFs
    for name in ("growth_chart", "month_chart", "lesson_chart", "year_chart"):  # they have tests of their own
        monkeypatch.setattr(charts, name, lambda facts: None)
    monkeypatch.setattr(charts, "svg", lambda figure: "<svg></svg>")
    return Club(records, capsys, monkeypatch)


def live_through(club: Club, year: TownYear) -> None:
    """Tell the whole year, as the club would, in the order of the days."""
    for name in MENTORS:
        club.run("add", name, "--mentor")
    club.run("add", STAFF, "--staff")
    for name in LEARNERS:
        club.run(
            "add", name, *(["--full-name", FULL_NAMES[name], "--school-year", "小5"] if name in FULL_NAMES else [])
        )
    club.numbers = {one["nickname"]: one["number"] for one in json.loads(club.run("list", "--json"))}
    for name in GROWN_UPS:
        club.form(f"people/{club.numbers[name]}", "kind", kind="grown_up")
    club.at(year.before.day, "18:20")
    club.form("sessions", "new-session", date=year.before.day, venue="koyama", start="18:30", end="20:00", lesson="1")
    year.before.id = club.state()["session"]["id"]
    club.spend_evening(year.before)

    club.at(date(2020, 4, 2))
    first, last = (club.numbers[LEARNERS[number]] for number in (0, 2))
    club.form(f"people/{first}", "picture", shown="public")
    club.form(f"people/{first}", "health", note=ALLERGY)
    club.form(f"people/{first}", "sibling", other=last)
    club.run("care", last, "--picture", "none", "--guardian", "祖母", GRANDMOTHER)
    for number, evening in enumerate(year.evenings):
        planned = date(2020, 12, 31) if number == MOVED_BEFORE else evening.day
        club.form("sessions", "new-session", date=planned, venue=evening.venue, start="18:30", end="20:00",
                  lesson=evening.lesson)  # fmt: skip
    club.form("sessions", "new-session", date=year.evenings[0].day, venue="uchinoura", lesson="99")
    listed = json.loads(club.run("list", "sessions", "--year", "R2", "--json"))
    ids = {one["date"]: one["session"] for one in listed if one["lesson"] != "99"}
    (wrong,) = (one["session"] for one in listed if one["lesson"] == "99")
    assert club.form(f"sessions/{wrong}", "delete") == "/office/sessions?done=1"
    for number, evening in enumerate(year.evenings):
        evening.id = ids["2020-12-31" if number == MOVED_BEFORE else evening.at()]
    for number, reason in CANCELLED.items():
        club.run("session", "--cancel", year.evenings[number].id, "--reason", reason)
    club.form(f"sessions/{year.evenings[REOPENED].id}", "cancel", reason="まちがい")
    club.form(f"sessions/{year.evenings[REOPENED].id}", "reopen")
    moved = year.evenings[MOVED_BEFORE]
    club.form(f"sessions/{moved.id}", "session", date=moved.day, venue=moved.venue, start="18:30", end="20:00",
              lesson=moved.lesson)  # fmt: skip

    for number, evening in enumerate(year.evenings):
        club.at(evening.day, "18:10")
        if evening.cancelled:
            assert club.state()["session"] is None
            continue
        club.spend_evening(evening)
        if number == 5:  # two slips: a session at the other venue, and somebody who is not here
            other = {"koyama": "uchinoura", "uchinoura": "koyama"}[evening.venue]
            club.touch({"kind": "session", "venue": other})
            (opened,) = (one["id"] for one in club.state()["sessions"] if one["id"] != evening.id)
            club.touch({"kind": "undo-session", "session": opened})
            absent = next(one for one in club.state(evening.id)["people"] if not one["state"])
            slip = {"session": evening.id, "person": absent["key"]}
            club.touch({"kind": "check-in", **slip}, {"kind": "undo", **slip})
        if LEARNERS[0] in evening.came:
            assert ALLERGY in club.office.get("/office").text
    late = year.evenings[MOVED_AFTER]
    late.day, late.venue = date(2021, 2, 3), {"koyama": "uchinoura", "uchinoura": "koyama"}[late.venue]
    club.run("session", "--change", late.id, "--date", late.day, "--venue", late.venue)

    club.at(date(2021, 3, 20))
    for number in range(6):
        line = {0: f"{LEARNERS[3]}と またやりたい", 1: "たのしかった"}.get(number, "")
        club.sheet("child", fun="4" if number else "3", again="4", **({"tried": "2"} if number < 4 else {}), said=line)
    for _sheet in range(4):
        club.form("papers", "survey", audience="guardian", **{"face-fun": 1}, said="夜がおそい")
    club.run("survey", "mentor", "--enter", "--faces", "4,3,-,4")
    club.form("papers", "cost", item="講師謝礼", yen=120_000)
    club.run("cost", "部品", 34_000, "--year", "R2")
    club.run("cost", f"{MENTORS[0]}の謝礼", 567, "--year", "R2")  # whom it names stands in no report
    club.form("mentors", "rates", taught=5000, helped=3000)
    club.form("mentors", "training", mentor=club.numbers[MENTORS[0]], what="救命講習", minutes=180)


def test_a_year_is_told_and_every_paper_agrees(club: Club, tmp_path: Path) -> None:
    year = TownYear()
    live_through(club, year)
    club.at(date(2021, 4, 2))
    merged_and_split(club, year)
    progress = club.json("progress", "--year", "R2")
    figures = progress["figures"]
    assert progress["reminders"] == ["The time of 1 health note is over: ictclub attendance forget --expired"]
    expected = {
        "sessions": len(year.held), "people": len(year.people()), "presences": year.presences(),
        "grown_ups": len(year.people() & GROWN_UPS), "children": len(year.people() - GROWN_UPS),
        "returning": len(year.people() & year.people(year=False)), "new": len(year.people() - year.people(year=False)),
    }  # fmt: skip
    assert {name: figures[name] for name in expected} == expected
    for venue in figures["venues"]:
        mine = [one for one in year.held if one.venue == venue["key"]]
        assert (venue["sessions"], venue["people"], venue["presences"]) == (
            len(mine), len(year.people(venue["key"])), year.presences(venue["key"])
        )  # fmt: skip

    papers = {
        "report": the_report(club, year, tmp_path),
        "open data": the_open_data(club, year, tmp_path), "handover": the_handover(club, tmp_path),
        "surveys": club.run("survey", "--show", "--year", "R2"), "figures": club.run("progress", "--year", "R2"),
    }  # fmt: skip
    the_certificates(club, year, tmp_path)
    the_lesson_badges(club, year)
    the_lists_with_names(club, year)
    the_lists_that_come_back(club, year, tmp_path)
    a_helper_typed_as_a_child(club, year)
    everybody = [*LEARNERS, TWICE, *MENTORS, STAFF, *FULL_NAMES.values(), *(ALLERGY, GRANDMOTHER)]
    assert [(paper, name) for paper, text in papers.items() for name in everybody if name in text] == []


def merged_and_split(club: Club, year: TownYear) -> None:
    """Who was typed twice becomes one, two again, and one for good; each time the figures are shown first."""
    stays, goes = club.numbers[LEARNERS[1]], max(one["number"] for one in club.state()["people"])
    two, both_there = (len(year.people()), year.presences()), LEARNERS[1] in year.evenings[4].came
    year.merge()
    one = (len(year.people()), year.presences())
    assert one[0] == two[0] - 1
    shown = cells(club.form(f"people/{stays}", "merge", other=goes))[:3]
    assert shown[2] == ["FY2020", *map(str, (two[0], one[0], two[1], one[1]))]
    club.form(f"people/{stays}", "merge", other=goes, sure=1)
    *_before, back = club.json("split", stays, "--yes")["years"]
    assert (back["people"], back["people_after"], back["presences"], back["presences_after"]) == (
        one[0], two[0], one[1], two[1]
    )  # fmt: skip
    assert club.json("progress", "--year", "R2")["figures"]["people"] == two[0]
    *_before, again = club.json("merge", stays, goes, "--yes")["years"]
    assert (again["people"], again["people_after"]) == (two[0], one[0])

    # And once more without the backup: by the session at which the other one was.
    said = {"nickname": TWICE, f"at-{year.evenings[4].id}": "both" if both_there else "theirs"}
    page = club.form(f"people/{stays}", "split", **said)
    assert cells(page)[1] == ["FY2020", *map(str, (one[0], two[0], one[1], two[1]))]
    assert club.json("progress", "--year", "R2")["figures"]["people"] == one[0]  # shown, not done
    club.form(f"people/{stays}", "split", **said, sure=1)
    assert club.json("progress", "--year", "R2")["figures"]["people"] == two[0]
    goes = max(person["number"] for person in club.state()["people"])
    club.form(f"people/{stays}", "merge", other=goes, sure=1)


def the_report(club: Club, year: TownYear, folder: Path) -> str:
    club.run("report", "--year", "R2", "-o", folder / "report.html")
    html = (folder / "report.html").read_text(encoding="utf-8")
    rows = [[words(cell) for cell in row] for row in cells(html)]
    people, presences = len(year.people()), year.presences()
    before = len(year.people(year=False))
    new = len(year.people() - year.people(year=False))
    assert ["FY2019", "1", str(before), str(before), "0", str(before)] in rows
    assert ["FY2020", *map(str, (len(year.held), people, new, people - new, presences))] in rows
    for venue in ("koyama", "uchinoura"):
        evenings = sum(one.venue == venue for one in year.held)
        assert [venue.title(), *map(str, (evenings, len(year.people(venue)), year.presences(venue)))] in rows
    first_times = year.first_times()
    for month in sorted({one.at()[:7] for one in year.held}):
        held = [one for one in year.held if one.at().startswith(month)]
        counts = [len(held), year.presences("koyama", month), year.presences("uchinoura", month)]
        counts += [year.presences("", month), sum(first_times[one.id] for one in held)]
        assert [month, *map(str, counts)] in rows, month
    for lesson in {one.lesson for one in year.held}:
        held, reached = [one for one in year.held if one.lesson == lesson], year.reached(lesson)
        row = next(row for row in rows if len(row) == 6 and row[0].startswith(f"{lesson} "))
        levels = [str(reached[level] or "–") for level in ("alone", "with_help", "not_yet")]
        assert row[1:] == [str(len(held)), str(sum(len(one.came) for one in held)), *levels]
    listed = [(row[0], row[1].lower(), int(row[3]), int(row[4])) for row in rows if re.match(r"20\d\d-..-..$", row[0])]
    assert listed == [
        (one.at(), one.venue, len(one.came), first_times[one.id]) for one in sorted(year.held, key=lambda one: one.day)
    ]
    tiles = dict(re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", html))
    did = [year.helped(name) for name in MENTORS]
    assert tiles["Mentors who taught or helped"] == str(sum(bool(one) for one in did))
    assert tiles["Times they did so"] == str(sum(one["taught"] + one["helped"] for one in did))
    assert float(tiles["Their hours at sessions"]) == round(sum(one["minutes"] for one in did) / 60, 1)
    assert float(tiles["Hours of training"]) == 3
    assert ["Was the club fun?", "5", "1", "0", "0"] in rows and ["Do you want to come again?", *"6000"] in rows
    assert ["Could you try out your own ideas?", *["–"] * 4] in rows  # four of six answered that
    assert "たのしかった" in html and "夜がおそい" not in html and "1 line seems to name somebody" in html
    assert ["Total", "154,567"] in rows and ["Others", "567"] in rows
    assert [reason in html for reason in CANCELLED.values()] == [True, False] and "まちがい" not in html
    return html


def the_open_data(club: Club, year: TownYear, folder: Path) -> str:
    club.run("export", "--open-data", folder / "open", "--year", "R2", "--contact", "企画調整課")
    texts = {file.name: file.read_text(encoding="utf-8-sig") for file in (folder / "open").iterdir()}
    venues = {"高山": "koyama", "内之浦": "uchinoura", "合計": ""}
    shown = 0
    for _year, venue, month, held, presences in list(csv.reader(io.StringIO(texts["attendance-by-month.csv"])))[1:]:
        key, month = venues[venue], "" if month == "合計" else month
        assert int(held) == sum(one.venue in (key or one.venue) and one.at().startswith(month) for one in year.held)
        if presences != "X":
            assert int(presences) == year.presences(key, month)
            assert int(presences) == 0 or int(presences) >= 5
            shown += 1
    assert shown >= 1  # which further counts go is left to chance
    people = {row[1]: row[2] for row in csv.reader(io.StringIO(texts["participants.csv"]))}
    assert people["合計"] == str(len(year.people()))
    assert people["大人"] == people["子ども"] == "X"  # three grown-ups
    events = list(csv.DictReader(io.StringIO(texts["events.csv"])))
    assert sorted(one["開始日"] for one in events) == sorted(one.at() for one in year.evenings)
    assert {one["開始日"]: one["開始日時特記事項"] for one in events if one["開始日時特記事項"]} == {
        one.at(): "中止（台風のため）" if one.cancelled == "台風のため" else "中止"
        for one in year.evenings
        if one.cancelled
    }
    return "".join(texts.values())


def the_handover(club: Club, folder: Path) -> str:
    club.run("handover", "-o", folder / "handover.html")
    return (folder / "handover.html").read_text(encoding="utf-8")


def kept_check(records: Records, year: TownYear) -> tuple[str, str]:
    """Keep what the LEDs showed when a child's own program was checked; return whose and which lesson."""
    name = LEARNERS[0]
    lesson = next(lesson for lesson, reached in year.best(name).items() if reached in ("alone", "with_help"))
    works = Works(records)
    with records.reading() as db:
        owner = works.owner_without_code(the_participant(db, name).id)
    work = works.open_work(owner, int(lesson), "display.show(Image.HEART)")
    works.note_check(work, {"lit": True}, {}, verdict="passed", picture="09090:99999:99999:09990:00900")
    works.note_check(work, {"lit": False}, {}, verdict="lit", picture="90000:00000:00000:00000:00000")
    return name, lesson


def the_lesson_badges(club: Club, year: TownYear) -> None:
    """One badge for each lesson that was done, as the organizers' page gives them, with the picture that was kept."""
    html = club.office.get("/office/paper/lesson-badges?year=2020").text
    found = {}
    for owner, inside in re.findall(r"<h2[^>]*>✂ (.*?)</h2>(.*?)</section>", html, re.S):
        found[owner.split()[1]] = sorted(re.findall(r'class="badge (\w+)"><div><b>(?:★ )?(\d+)</b>', inside))
    looks = {"alone": "alone", "with_help": "help"}
    expected = {
        name: sorted((looks[reached], lesson) for lesson, reached in year.best(name).items() if reached in looks)
        for name in year.people()
    }
    assert found == {name: badges for name, badges in expected.items() if badges}
    assert html.count("<svg") == 1 and html.count('fill="#ff5a4d"') == 16  # a heart


def the_certificates(club: Club, year: TownYear, folder: Path) -> None:
    with open_records() as records:
        kept = kept_check(records, year)
    told = club.json("certificate", "--all", "--year", "R2", "-o", folder / "certificates")
    assert told["certificates"] == len(year.people())
    (file,) = map(Path, told["files"])
    pages = re.findall(r"<article.*?</article>", file.read_text(encoding="utf-8"), re.S)
    found = {}
    for page in pages:
        name = re.findall(r"<strong[^>]*>(.*?)</strong>", page)[0]
        groups = {
            look: re.findall(r'<span class="badge">(\d+)</span>', inside)
            for look, inside in re.findall(r'<section class="(\w+)">(.*?)</section>', page, re.S)
        }
        times = re.findall(r"ICT Club (once|\d+)", words(page))[0]
        found[name] = (1 if times == "once" else int(times), groups)
        assert len(re.findall(rf'"badge">{kept[1]}</span>[^\n]*\n<svg class="leds"', page)) == (name == kept[0])
        assert page.count("<svg") == (name == kept[0])
    expected = {}
    for name in year.people():
        looks: dict[str, list[str]] = {}
        for lesson, reached in sorted(year.best(name).items(), key=lambda item: int(item[0])):
            looks.setdefault({"alone": "alone", "with_help": "help"}.get(reached or "", "tried"), []).append(lesson)
        expected[name] = (year.times(name), looks)
    assert found == expected


def the_lists_with_names(club: Club, year: TownYear) -> None:
    """Payments and insurance of each month, as the organizers' pages give them."""

    def sheet(address: str) -> list[tuple]:
        answer = club.office.get(f"/office/file/{address}")
        return [row for row in load_workbook(io.BytesIO(answer.content)).active.values if any(row)]

    for month in sorted({one.at()[:7] for one in year.held}):
        club.at(date.fromisoformat(f"{month}-28"))
        rows = {row[1]: row for row in sheet(f"pay?month={month}")}
        paid = 0
        for name in MENTORS:
            did = year.helped(name, month)
            yen = 5000 * did["taught"] + 3000 * did["helped"]
            paid += yen
            if yen:
                assert (rows[name][2], rows[name][4], rows[name][6], rows[name][7]) == (
                    did["taught"], did["helped"], did["minutes"], yen
                )  # fmt: skip
            else:
                assert name not in rows
        assert rows["Total"][7] == paid and STAFF not in rows
    first = year.evenings[0].day
    there: Counter[str] = Counter(
        FULL_NAMES.get(name, name) for one in year.held if one.day.year == 2020 for name in (*one.came, *one.duties)
    )
    insured = sheet(f"insurance?first={first}&last=2020-12-31")
    times = insured[0].index("Times")
    assert {row[insured[0].index("Full name")]: row[times] for row in insured[1:]} == dict(there)


def the_lists_that_come_back(club: Club, year: TownYear, folder: Path) -> None:
    """Exported and imported again nothing changes, and in fresh records every figure is there."""
    club.run("export", "--year", "R2", "-o", folder / "year.xlsx")
    with open_records() as records, open_records(folder / "fresh.sqlite") as fresh:
        assert import_file(records, folder / "year.xlsx").outcome.changes == 0
        import_file(fresh, folder / "year.xlsx")
        with records.reading() as db, fresh.reading() as other:
            assert year_figures(other, 2020).presences == year_figures(db, 2020).presences == year.presences()
            assert [one.minutes for one in mentor_figures(other, 2020)] == [
                year.helped(name)["minutes"] for name in (*MENTORS, STAFF) if year.helped(name)
            ]


def a_helper_typed_as_a_child(club: Club, year: TownYear) -> None:
    """Who turns out to be a mentor leaves the figures, which are told before and after."""
    *_before, told = club.json("add", "--change", HELPER, "--mentor", "--since", "2020-04-01")["years"]
    people, presences = len(year.people()), year.presences()
    assert told == {
        "year": 2020, "people": people, "people_after": people - 1,
        "presences": presences, "presences_after": presences - year.times(HELPER),
    }  # fmt: skip
