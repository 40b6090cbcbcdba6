"""Cards and surveys on the tablet in a real browser, and papers on the organizers' pages."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from kimotsuki_ictclub.attendance import Records, check_in
from kimotsuki_ictclub.attendance import japan_time as clock
from kimotsuki_ictclub.attendance.care.erasure import forget
from kimotsuki_ictclub.attendance.desk import desk_app
from kimotsuki_ictclub.attendance.figures.costs import costs
from kimotsuki_ictclub.attendance.fiscal_year import fiscal_year_of
from kimotsuki_ictclub.attendance.models import Access, Audience, Card, SurveyAnswer
from kimotsuki_ictclub.attendance.papers.cards import card_codes, give_cards, render_cards
from kimotsuki_ictclub.attendance.people import everybody, the_participant
from kimotsuki_ictclub.attendance.sessions import session_by_id
from kimotsuki_ictclub.attendance.surveys.answers import answers_of

from .conftest import here, register, until
from .test_actions import action
from .test_browser import open_desk, tile

# A camera and a reader of codes as Android has them; the card before the camera is `window.card`.
CAMERA = """
window.card = "";
navigator.mediaDevices.getUserMedia = async () => document.createElement("canvas").captureStream(5);
window.BarcodeDetector = class {
  static async getSupportedFormats() { return ["qr_code"]; }
  async detect() { return window.card ? [{ rawValue: window.card }] : []; }
};
"""


def test_a_card_checks_in_by_number_and_by_camera(page, records: Records, session: int, address: str) -> None:
    register(records, "みかん", "りんご")
    with records.writing() as db:
        codes = {person.nickname: code for person, code in zip(
            everybody(db), give_cards(db, everybody(db)).values(), strict=True)}  # fmt: skip
    page.add_init_script(CAMERA)
    open_desk(page, address)
    page.fill("#find", codes["みかん"][:-1])
    assert not here(records)
    page.fill("#find", f"{codes['みかん'][:4]} {codes['みかん'][4:]}")
    until(lambda: here(records) == {"みかん": "present"})
    assert page.input_value("#find") == ""
    page.fill("#find", codes["みかん"])  # once more: nobody is taken back
    page.click("#scan")
    page.wait_for_selector("#scan-dialog[open]")
    page.evaluate("code => window.card = code", "12345678")  # somebody else's code
    page.evaluate("code => window.card = code", codes["りんご"])
    page.wait_for_selector("#scan-dialog:not([open])", state="attached")
    until(lambda: here(records) == {"みかん": "present", "りんご": "present"})
    assert tile(page, "りんご").get_attribute("aria-pressed") == "true"

    # A sheet from the same tablet, handed in while the Wi-Fi is away: nothing of it leads to anybody.
    page.click("header a[href=survey]")
    page.click("a[href='/survey/child']")
    page.wait_for_selector("#sheet[data-ready]")
    page.click("button[type=submit]")
    page.wait_for_selector("#empty:not([hidden])")
    page.context.set_offline(True)
    for name, face in (("fun", "4"), ("again", "3")):
        page.check(f"input[name={name}][value='{face}']")
    page.fill("input[name=said]", "<b>たのしい</b>")
    page.click("button[type=submit]")
    page.wait_for_selector("#waiting:not([hidden])")
    with records.reading() as db:
        assert answers_of(db, fiscal_year_of(clock.today())) == []
    page.context.set_offline(False)
    page.wait_for_url("**/survey?done=1")
    page.wait_for_selector(".thanks")
    with records.reading() as db:
        (answer,) = answers_of(db, fiscal_year_of(clock.today()))
        assert (answer.audience, answer.faces, answer.said) == (Audience.CHILD, "fun=4 again=3", "<b>たのしい</b>")
        assert db.scalars(select(Access.by).where(Access.action == "survey")).all() == ["desk"]


def test_a_card_is_given_once_and_goes_with_the_person(records: Records) -> None:
    register(records, "みかん", "りんご", "そら")
    with records.writing() as db:
        people = everybody(db)
        first = give_cards(db, people[:2])
        again = give_cards(db, people)
        assert {key: again[key] for key in first} == first and len(set(again.values())) == 3
        assert all(re.fullmatch(r"[1-9]\d{7}", code) for code in again.values())
        new = give_cards(db, people[:1], anew=True)
        assert new[people[0].id] != first[people[0].id]
        html = render_cards(people, card_codes(db))
        assert html.count("<svg") == 3 and html.count('class="card"') == 3
        assert not [person.nickname for person in people for card in re.findall(r'class="card">.*?</div></div>', html)
                    if person.nickname in card]  # fmt: skip
        forget(db, [the_participant(db, "りんご")])
        assert set(db.scalars(select(Card.participant_id))) == {people[0].id, people[2].id}


def test_the_organizers_pages_give_every_paper(records: Records, session: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ICTCLUB_BROWSER", "none-here")
    register(records, "みかん", "りんご")
    with records.writing() as db:
        check_in(db, session_by_id(db, session), the_participant(db, "みかん"))
    desk = TestClient(desk_app(records, hosts=("testserver",), office_pin="123456"), client=("127.0.0.1", 50000))
    year = fiscal_year_of(clock.today())
    addresses = {
        "report": f"year={year}&form=docx", "certificates": f"year={year}", "cards": "", "badges": "", "surveys": "",
        "handover": "",
    }  # fmt: skip
    for kind in addresses:
        assert "みかん" not in desk.get(f"/office/paper/{kind}?year={year}").text
    assert desk.post("/office", data={"pin": "123456"}).status_code == 200
    papers = {kind: desk.get(f"/office/paper/{kind}?{asked}") for kind, asked in addresses.items()}
    assert {answer.status_code for answer in papers.values()} == {200}
    named = {kind for kind, answer in papers.items() if "みかん" in answer.text}
    assert named == {"certificates", "cards", "badges"} and "りんご" not in papers["certificates"].text
    assert "word/document.xml" in zipfile.ZipFile(io.BytesIO(papers["report"].content)).namelist()
    assert desk.get("/office/paper/report?year=x").status_code == 400

    page = desk.get("/office/papers").text
    token = re.findall(r'name="token" value="([^"]+)"', page)[0]
    sheet = {"token": token, "doing": "survey", "audience": "guardian", "face-fun": "4", "face-way": "", "said": ""}
    assert desk.post("/office/papers", data=sheet).status_code == 200
    assert desk.post("/office/papers", data={**sheet, "face-fun": "9"}).status_code == 400
    cost = {"token": token, "doing": "cost", "item": "講師謝礼", "yen": "5000"}
    desk.post("/office/papers", data=cost)
    desk.post("/office/papers", data={**cost, "yen": "4000", "year": str(year - 1)})
    desk.post("/office/papers", data={**sheet, "said": "みかんちゃんと", "year": str(year - 1)})
    desk.post("/office/papers", data={**sheet, "face-fun": "", "said": "みかんの家"})
    (mark,) = re.findall(r"<td>\s*([0-9a-f]{8})\s*</td><td>\s*みかんの家", desk.get("/office/papers").text)
    desk.post("/office/papers", data={"token": token, "doing": "no-line", "line": mark})
    with records.reading() as db:
        assert costs(db, year - 1) == {"講師謝礼": 4000} and answers_of(db, year - 1)[0].said == "みかんちゃんと"
    with records.reading() as db:
        assert [one.faces for one in answers_of(db, year)] == ["fun=4"] and costs(db, year) == {"講師謝礼": 5000}
    assert "5,000" in desk.get("/office/papers").text


def test_a_tablet_sends_only_answers(records: Records) -> None:
    desk = TestClient(desk_app(records, hosts=("testserver",), pin="123456"), client=("192.168.1.5", 50000))
    assert desk.get("/survey/child", follow_redirects=False).status_code == 303  # not let in yet
    form = re.search(r'name="token" value="([^"]+)"', desk.get("/pin").text)
    assert form and desk.post("/pin", data={"token": form[1], "pin": "123456"}).status_code == 200
    page = desk.get("/survey/child").text
    token = re.findall(r'name="token" value="([^"]+)"', page)[0]
    for wrong in ({"fun": "9"}, {"who": "4"}, {"fun": "4", "said": "x" * 201}, {}):
        assert desk.post("/survey/child", data={"token": token, **wrong}).status_code == 400
    assert desk.post("/survey/child", data={"token": "x", "fun": "4"}).status_code == 403
    assert desk.post("/survey/child", data={"token": token, "fun": "4"}).status_code == 200
    with records.reading() as db:
        assert [one.faces for one in db.scalars(select(SurveyAnswer))] == ["fun=4"]

    # A sheet that had to wait for the network is kept once, in the fiscal year in which it was handed in.
    year = fiscal_year_of(clock.today())
    days = (clock.today() - date(year, 4, 1)).days + 1
    sheet = action("survey", audience="guardian", faces={"home": 3}, said="") | {"age_ms": days * 86_400_000}
    unfit = [
        action("survey", audience=audience, faces=faces, said="")
        for audience, faces in (("cat", {"fun": 4}), ("child", {"fun": 9}), ("child", {"fun": "4"}), ("child", {}))
    ]
    headers = {"x-desk-token": desk.get("/").text.partition('"token": "')[2].partition('"')[0]}
    for _time in range(2):
        answer = desk.post("/actions", json={"actions": [sheet, *unfit]}, headers=headers).json()
        assert answer["refused"].keys() == {one["id"] for one in unfit} and "kept" not in answer
    with records.reading() as db:
        assert [one.faces for one in answers_of(db, year - 1)] == ["home=3"]
        assert len(answers_of(db, year)) == 1
