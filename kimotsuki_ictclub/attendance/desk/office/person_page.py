"""The organizers' page about one person."""

from __future__ import annotations

from sqlalchemy.orm import Session as Transaction

from ....language import _
from ... import people
from ...care import access_log
from ...exchange.columns import kind_word
from ...family.summary import kept_about
from ...fiscal_year import fiscal_year_name, fiscal_year_of
from ...japan_time import today
from ...models import Kind, Participant, Picture
from . import one_or_two
from .parts import Field, Form, Page, Section


def person_page(db: Transaction, number: int) -> Page:
    """One person: kind, consent and care, and whether they are two or one."""
    person = people.by_number(db, number)
    kept = kept_about(db, person)
    access_log.note(db, "care-show", 1)
    kinds = [(kind.value, kind_word(kind)) for kind in Kind]
    sections = [
        _about(person),
        Section(
            _("Kind"),
            _("From that day on; what lies before it stays counted as it was."),
            forms=[
                Form("kind", _("Change"), [
                    Field("kind", _("Kind"), "select", person.kind.value, kinds),
                    Field("since", _("Since (empty: this fiscal year)"), "date"),
                ])
            ],
        ),
        *_consent(kept),
        *_relatives(kept),
        _papers(person),
        *one_or_two.sections_of(db, person),
    ]  # fmt: skip
    return Page(person.called, sections)


def _consent(kept: dict[str, object]) -> list[Section]:
    picture, health = kept["picture"], kept["health"]
    assert picture is None or isinstance(picture, dict)
    assert health is None or isinstance(health, dict)
    shown = "" if picture is None else "revoked" if picture["revoked_on"] else picture["shown"]
    words = [*((one.value, picture_word(one)) for one in Picture), ("revoked", _("consent taken back"))]
    said = _("Said on %(said_on)s") % picture if picture else _("Nobody has asked yet: take no picture.")
    return [
        Section(_("Picture"), said, forms=[
            Form("picture", _("Keep"), [
                Field("shown", _("May be shown"), "select", shown, words),
                Field("on", _("Said on (empty: today)"), "date"),
            ])
        ]),
        Section(_("Health note"), _("Only the instructor of the day sees it. Keep it empty to erase it."), forms=[
            Form("health", _("Keep"), [
                Field("note", _("What to know"), "text", health["note"] if health else ""),
                Field("until", _("Until (empty: end of the fiscal year)"), "date", health["until"] if health else ""),
            ])
        ]),
    ]  # fmt: skip


def _relatives(kept: dict[str, object]) -> list[Section]:
    guardians, siblings = kept["guardians"], kept["siblings"]
    assert isinstance(guardians, list)
    assert isinstance(siblings, list)
    rows = [[one["place"], one["who"], one["contact"], one["said_on"]] for one in guardians]
    if kept["contact"]:
        rows.insert(0, ["", "", str(kept["contact"]), str(kept["consent"] or "")])
    add = Form(
        "guardian",
        _("Add"),
        [Field("who", _("Guardian, as in: grandmother")), Field("contact", _("How to reach them"))],
    )
    gone = Form("no-guardian", _("Erase"), [Field("place", _("Place"), "number")])
    join = Form("sibling", _("Add"), [Field("other", _("Number of the sibling"), "number")])
    links = [[one["number"], (one["nickname"], f"people/{one['number']}")] for one in siblings]
    return [
        Section(_("Guardians"), "", (), rows, [add, *([gone] if guardians else [])]),
        Section(_("Siblings"), "", (), links, [join, *([Form("no-sibling", _("Erase"))] if siblings else [])]),
    ]


def _about(person: Participant) -> Section:
    details = person.details
    consent = details.consent_on.isoformat() if details and details.consent_on else ""
    return Section(_("Names and contact"), _("Only the nickname is needed; keep the rest empty where the town does not"
                     " use it."), forms=[
        Form("about", _("Keep"), [
            Field("nickname", _("Nickname"), value=person.nickname or ""),
            Field("reading", _("Reading"), value=person.reading),
            Field("full_name", _("Full name"), value=details.full_name if details else ""),
            Field("school_year", _("School year"), value=details.school_year if details else ""),
            Field("contact", _("Contact"), value=details.guardian_contact if details else ""),
            Field("consent", _("Consent on (empty: as it is)"), "date", consent),
        ])
    ])  # fmt: skip


def _papers(person: Participant) -> Section:
    year = fiscal_year_of(today())
    years = [(str(one), fiscal_year_name(one)) for one in (year, year - 1)]
    who = {"who": str(person.number)}
    which = Field("year", _("Fiscal year"), "select", str(year), years)
    name = Field("name", _("Name to print instead of the nickname (not kept)"))
    return Section(_("Papers"), _("A new card ends the old one."), forms=[
        Form("", _("Certificates"), [which, name], who, address="paper/certificates", posted=True),
        Form("", _("Lesson badges"), [which], who, address="paper/lesson-badges"),
        Form("", _("A new check-in card"), hidden={**who, "new": "1"}, address="paper/cards", posted=True),
    ])  # fmt: skip


def picture_word(shown: Picture | None) -> str:
    """Return the words for where a picture may be shown; "" where nobody has asked."""
    if shown is None:
        return ""
    return {Picture.NONE: _("no picture"), Picture.INSIDE: _("inside the club"), Picture.PUBLIC: _("in public too")}[
        shown
    ]
