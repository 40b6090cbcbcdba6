"""What to do at a venue when somebody is hurt: who calls, what to say, where the AED is, where to meet."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.orm import Session as Transaction

from ...language import _, language
from ...readings import as_ruby
from ..japan_time import today
from ..models import EmergencyPlan, Venue
from ..names import ADDRESS_LENGTH, PLAN_LENGTH, clean_text
from ..venues import label_of

STYLE = Path(__file__).parent / "templates" / "emergency.css"
_YOUNGEST = 1  # the page hangs on the wall: whoever comes can read it


def emergency_plan(db: Transaction, venue: Venue) -> EmergencyPlan | None:
    """Return what was said for `venue`, or None."""
    return db.get(EmergencyPlan, venue.id)


def set_emergency_plan(
    db: Transaction,
    venue: Venue,
    *,
    caller: str | None = None,
    aed: str | None = None,
    meeting_point: str | None = None,
    office: str | None = None,
) -> EmergencyPlan:
    """Keep who calls at `venue`, where the AED is, where to meet and whom to tell afterwards; None leaves a part as it
    is, "" empties it.

    Raises: AttendanceError as `clean_text`.
    """
    plan = db.get(EmergencyPlan, venue.id)
    if plan is None:
        plan = EmergencyPlan(venue_id=venue.id, caller="", aed="", meeting_point="", office="")
        db.add(plan)
    for name, said in (("caller", caller), ("aed", aed), ("meeting_point", meeting_point), ("office", office)):
        if said is not None:
            longest = ADDRESS_LENGTH if name == "office" else PLAN_LENGTH
            setattr(plan, name, clean_text(said, longest=longest, empty_ok=True))
    plan.written_on = today()
    db.flush()
    return plan


def emergency_page(db: Transaction, venue: Venue, *, link: str = "") -> str:
    """Return the page of `venue` as HTML that prints on one A4 sheet; what was not said yet is a line to write on.

    Its style is in it, or at the address `link`.
    """
    from jinja2 import Environment, FileSystemLoader
    from markupsafe import Markup, escape

    def ruby(text: str) -> Markup:
        return Markup(as_ruby(str(escape(text)), _YOUNGEST) if language() == "ja" else escape(text))

    plan = emergency_plan(db, venue)
    pages = Environment(loader=FileSystemLoader(STYLE.parent), autoescape=True)
    name = f"{{{venue.name}|{venue.reading}}}" if language() == "ja" else label_of(venue.key, venue.name)
    return pages.get_template("emergency.html").render(
        lang=language(),
        plan=plan,
        link=link,
        css=Markup(STYLE.read_text(encoding="utf-8")),
        venue=ruby(name),
        address=venue.address,
        texts={k: ruby(v) for k, v in _texts().items()},
    )


def _texts() -> dict[str, str]:
    return {
        "title": _("If somebody is hurt"),
        "first": _("Call a grown-up at once."),
        "caller": _("Who calls"),
        "ambulance": _("Ambulance, fire"),
        "police": _("Police"),
        "say": _("What to say"),
        "say_what": _("“Ambulance” or “fire”, and what has happened"),
        "say_where": _("Where:"),
        "say_who": _("Your name and your telephone number"),
        "aed": _("Where the AED is"),
        "meeting_point": _("Where everybody meets"),
        "office": _("Whom to tell afterwards"),
        "guardians": _("The instructor of the day calls the guardians; their numbers are not on this page."),
        "written": _("As of"),
    }
