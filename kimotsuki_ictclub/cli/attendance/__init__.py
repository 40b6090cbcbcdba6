"""`ictclub attendance`: people, sessions and check-ins, figures, lists in and out, care of personal data."""

from __future__ import annotations

from ...language import N_, _
from ..groups import LazyGroup

# Command and module, in the order of a club's year; a module is imported when its command is used or listed.
_COMMANDS = {
    "desk": "desk",
    "add": "people",
    "merge": "people",
    "split": "people",
    "care": "families",
    "tonight": "families",
    "session": "sessions",
    "venue": "sessions",
    "checkin": "presence",
    "training": "mentors",
    "mentors": "mentors",
    "pay": "mentors",
    "list": "lists",
    "progress": "figures",
    "year": "figures",
    "report": "report",
    "cost": "report",
    "certificate": "papers",
    "cards": "papers",
    "survey": "survey",
    "import": "exchange",
    "undo-import": "exchange",
    "export": "exchange",
    "insurance": "safety",
    "emergency": "safety",
    "forget": "care",
    "backup": "care",
    "restore": "care",
    "migrate": "care",
    "log": "care",
    "handover": "handover",
}
_HELP = N_(
    "Who came, and how far it is to the goal of 30 people in a fiscal year (1 April to 31 March).\n\n"
    "People (受講者数): every child and grown-up who came to learn at least once in the fiscal year, counted once."
    " Mentors and staff are not counted.\n\n"
    "Presences (延べ人数): each coming of a learner. Present and late have come; absent has not.\n\n"
    "The records are a file in your data folder, or the database named by ICTCLUB_DATABASE_URL."
)


attendance = LazyGroup(
    {name: (f"{__name__}.{module}", f"{name.replace('-', '_')}_command") for name, module in _COMMANDS.items()},
    name="attendance",
    help=_(_HELP),
)
