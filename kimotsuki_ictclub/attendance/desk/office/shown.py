"""What the organizers' pages show."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session as Transaction

from ....language import _
from ....readings import plain
from ... import people, years
from ...care import access_log
from ...exchange.columns import kind_word
from ...family.pictures import pictures
from ...family.summary import evening
from ...figures.counting import session_figures
from ...fiscal_year import first_day, fiscal_year_name, fiscal_year_of, last_day
from ...japan_time import today
from ...mentors.duties import duties_of
from ...mentors.figures import mentor_figures
from ...mentors.training import trainings_of_year
from ...models import Kind, Participant, Role, Session
from ...safety.emergency import emergency_plan
from ...sessions import session_by_id, sessions_on
from ...venues import all_venues, label_of
from .papers_page import papers_page
from .parts import Cell, Field, Form, Page, Section
from .person_page import person_page, picture_word


def home(db: Transaction, key: int) -> Page:
    """What the instructor of the day needs to know, and who teaches."""
    sections, notes = [], 0
    for session in (one for one in sessions_on(db, today()) if not one.cancelled):
        found = evening(db, session)
        notes += len(found["health"])
        place = f"{label_of(session.venue.key, session.venue.name)} {session.start}".strip()
        counts = _("Learners here: %(here)s, mentors and staff: %(helpers)s") % found
        health = [[one["number"], one["nickname"], one["note"]] for one in found["health"]]
        unseen = [[one["number"], one["nickname"]] for one in found["no_picture"]]
        here = [[one["number"], (one["nickname"], f"people/{one['number']}")] for one in found["learners"]]
        sections += [
            Section(place, counts, (), here),
            Section(_("Health notes"), "" if health else _("nobody"), (), health),
            Section(_("No picture"), "" if unseen else _("nobody"), (), unseen),
            Section(_("Mentors tonight"), "", (), (), _duty_forms(db, session)),
        ]
    access_log.note(db, "tonight", notes)
    return Page(_("Tonight"), sections or [Section(_("No session today yet"))])


def _duty_forms(db: Transaction, session: Session) -> list[Form]:
    there = duties_of(db, session)
    mentors = [person for person in people.everybody(db) if not person.kind.learns]
    roles = [(Role.HELPED.value, _("helped")), (Role.TAUGHT.value, _("taught"))]
    forms = []
    for person in mentors:
        duty = there.get(person.id)
        fields = [
            Field("role", person.called, "select", duty.role.value if duty else "", roles),
            Field("minutes", _("Minutes (empty: the whole session)"), "number", str((duty and duty.minutes) or "")),
        ]
        button = _("Change") if duty else _("Was here")
        forms.append(Form("duty", button, fields, {"session": str(session.id), "mentor": str(person.number)}))
    return forms


def everybody(db: Transaction, key: int) -> Page:
    """Everybody, with a link to each."""
    shown = pictures(db)
    rows: list[list[Cell]] = [
        [person.number or 0, (person.nickname or "", f"people/{person.number}"), kind_word(person.kind),
         picture_word(shown.get(person.id))]
        for person in people.everybody(db)
    ]  # fmt: skip
    access_log.note(db, "list", len(rows))
    head = [_("Number"), _("Nickname"), _("Kind"), _("Picture")]
    note = _("Children and grown-ups count towards the goal; mentors and staff do not.")
    kinds = [(kind.value, kind_word(kind)) for kind in Kind]
    add = Form("add", _("Add"), [
        Field("nickname", _("Nickname")), Field("reading", _("Reading")),
        Field("kind", _("Kind"), "select", Kind.CHILD.value, kinds),
    ])  # fmt: skip
    new = Section(_("Somebody new"), _("A nickname is enough."), forms=[add])
    return Page(_("Participants"), [new, Section(_("Everybody"), note, head, rows)])


def sessions_page(db: Transaction, key: int) -> Page:
    """The sessions of this fiscal year."""
    year = fiscal_year_of(today())
    states = {"held": "", "planned": _("planned"), "cancelled": _("cancelled")}
    rows: list[list[Cell]] = [
        [(f"{one.session.date} {one.session.start}".strip(), f"sessions/{one.session.id}"),
         label_of(one.session.venue.key, one.session.venue.name), one.session.lesson,
         " ".join(filter(None, [states[one.state], one.session.cancellation])), one.people]
        for one in session_figures(db, year)
    ]  # fmt: skip
    head = [_("Date"), _("Venue"), _("Lesson"), _("State"), _("Came")]
    new = Form("new-session", _("Add"), _session_fields(db, None))
    return Page(
        _("Sessions"), [Section(fiscal_year_name(year), "", head, rows), Section(_("A new session"), forms=[new])]
    )


def session_page(db: Transaction, number: int) -> Page:
    """One session: moved, cancelled, reopened or deleted."""
    session = session_by_id(db, number)
    change = Form("session", _("Change"), [
        *_session_fields(db, session), Field("instructors", _("Instructors"), value=session.instructors),
    ])  # fmt: skip
    cancel = (
        Form("reopen", _("It takes place after all"))
        if session.cancelled
        else Form("cancel", _("Cancel it"), [Field("reason", _("Why (it is published: name nobody)"))])
    )
    note = _("A cancelled session is not counted. Only a session without check-ins can be cancelled or deleted.")
    return Page(
        f"{session.date} {label_of(session.venue.key, session.venue.name)} {session.start}".strip(),
        [
            Section(_("Change or move; check-ins go with it"), forms=[change]),
            Section(_("Not held?"), note, forms=[cancel, Form("delete", _("Delete it"))]),
        ],
    )


def _session_fields(db: Transaction, session: Session | None) -> list[Field]:
    venues = [(venue.key, label_of(venue.key, venue.name)) for venue in all_venues(db)]
    return [
        Field("date", _("Date"), "date", (session.date if session else today()).isoformat()),
        Field("venue", _("Venue"), "select", session.venue.key if session else "", venues),
        Field("start", _("Start"), "time", session.start if session else ""),
        Field("end", _("End"), "time", session.end if session else ""),
        Field("lesson", _("Lesson"), value=session.lesson if session else ""),
    ]


def mentors_page(db: Transaction, key: int) -> Page:
    """What mentors did this fiscal year, their training and their payments."""
    year = fiscal_year_of(today())
    figures = mentor_figures(db, year)
    rows: list[list[Cell]] = [
        ["" if one.number is None else one.number, one.nickname, kind_word(one.kind), one.taught, one.helped,
         f"{one.minutes / 60:.1f}", one.unknown, f"{one.training_minutes / 60:.1f}"]
        for one in figures
    ]  # fmt: skip
    head = [_("Number"), _("Nickname"), _("Kind"), _("Taught"), _("Helped"), _("Hours"), _("Time unknown"),
            _("Training (h)")]  # fmt: skip
    trainings: list[list[Cell]] = [
        [one.id, one.date.isoformat(), mentor.nickname or "", one.what, one.minutes]
        for one, mentor in trainings_of_year(db, year)
    ]
    mentors = [(str(one.number), one.called) for one in people.everybody(db) if _helps(one)]
    training = Form("training", _("Add"), [
        Field("mentor", _("Mentor"), "select", "", mentors), Field("date", _("Date"), "date", today().isoformat()),
        Field("what", _("What")), Field("minutes", _("Minutes"), "number"),
    ])  # fmt: skip
    taught, helped = years.rates(db, year)
    rates = Form("rates", _("Keep"), [
        Field("taught", _("For a session taught (yen)"), "number", "" if taught is None else str(taught)),
        Field("helped", _("For a session helped at (yen)"), "number", "" if helped is None else str(helped)),
    ])  # fmt: skip
    pay = Form("", _("Save as a file"), [Field("month", _("Month"), "month", f"{today():%Y-%m}")], address="file/pay")
    no_training = Form("no-training", _("Remove"), [Field("training", _("Number of the training"), "number")])
    access_log.note(db, "mentors", len(figures))
    return Page(_("Mentors"), [
        Section(fiscal_year_name(year), "", head, rows),
        Section(_("Training"), "", [_("Number"), _("Date"), _("Mentor"), _("What"), _("Minutes")], trainings,
                [*([training] if mentors else []), *([no_training] if trainings else [])]),
        Section(_("Payments"), _("The list holds names and no bank detail."), forms=[rates, pay]),
    ])  # fmt: skip


def safety_page(db: Transaction, key: int) -> Page:
    """The insurance list, and each venue's emergency page."""
    year = fiscal_year_of(today())
    insurance = Form("", _("Save as a file"), [
        Field("first", _("From"), "date", first_day(year).isoformat()),
        Field("last", _("To"), "date", last_day(year).isoformat()),
        Field("registered", _("also those who did not come"), "check"),
    ], address="file/insurance")  # fmt: skip
    sections = [Section(_("Insurance list"), _("Name, school year and times. It holds names."), forms=[insurance])]
    for venue in all_venues(db):
        plan = emergency_plan(db, venue)
        labels = {
            "caller": _("Who calls"), "aed": _("Where the AED is"), "meeting_point": _("Where everybody meets"),
            "office": _("Whom to tell afterwards"),
        }  # fmt: skip
        fields = [
            Field(name, plain(label), value=getattr(plan, name) if plan else "") for name, label in labels.items()
        ]
        sections.append(
            Section(
                _("Emergency page: %(venue)s") % {"venue": label_of(venue.key, venue.name)},
                _("It hangs on the wall: name nobody."),
                (),
                [[(_("The page to print"), f"emergency/{venue.key}")]],
                [Form("emergency", _("Keep"), fields, {"venue": venue.key})],
            )
        )
    return Page(_("Insurance and emergencies"), sections)


def _helps(person: Participant) -> bool:
    return not person.kind.learns


SHOWN: dict[tuple[str, bool], Callable[[Transaction, int], Page]] = {
    ("home", False): home,
    ("people", False): everybody,
    ("people", True): person_page,
    ("sessions", False): sessions_page,
    ("sessions", True): session_page,
    ("mentors", False): mentors_page,
    ("safety", False): safety_page,
    ("papers", False): papers_page,
}
