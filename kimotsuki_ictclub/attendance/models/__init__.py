"""The tables, one file a subject.

Least data: a nickname is enough, and whatever names or describes a person beyond it is optional and stands apart.
"""

from __future__ import annotations

from .base import Base, Moment
from .cards import Card
from .club import Session, Venue, Year
from .costs import Cost
from .family import Guardian, HealthNote, Picture, PictureConsent, Sibling
from .keeping import Access, Backup, DeskAction, Edition, Erasure, EventNumber
from .mentors import Duty, Role, Training
from .people import Details, Kind, Participant
from .presence import CAME, LessonProgress, Presence, State
from .safety import EmergencyPlan
from .surveys import Audience, SurveyAnswer

__all__ = [
    "CAME",
    "Access",
    "Audience",
    "Backup",
    "Base",
    "Card",
    "Cost",
    "DeskAction",
    "Details",
    "Duty",
    "Edition",
    "EmergencyPlan",
    "Erasure",
    "EventNumber",
    "Guardian",
    "HealthNote",
    "Kind",
    "LessonProgress",
    "Moment",
    "Participant",
    "Picture",
    "PictureConsent",
    "Presence",
    "Role",
    "Session",
    "Sibling",
    "State",
    "SurveyAnswer",
    "Training",
    "Venue",
    "Year",
]
