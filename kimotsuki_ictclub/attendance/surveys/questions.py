"""What is asked: three or four questions that are answered with a face, and one free line."""

from __future__ import annotations

from dataclasses import dataclass

from ...language import N_
from ..models import Audience

FACES = (4, 3, 2, 1)  # from the happiest to the unhappiest
FACE_WORDS = {4: N_("Very much"), 3: N_("Yes"), 2: N_("Not so much"), 1: N_("Not at all")}


@dataclass(frozen=True)
class Question:
    """A question with the key under which its answers are kept; the text has readings."""

    key: str
    text: str


@dataclass(frozen=True)
class Survey:
    """The sheet for one audience."""

    title: str
    questions: tuple[Question, ...]
    line: str


SURVEYS = {
    Audience.CHILD: Survey(
        N_("For children"),
        (
            Question("fun", N_("Was the club fun?")),
            Question("understood", N_("Did you understand what to do?")),
            Question("tried", N_("Could you try out your own ideas?")),
            Question("again", N_("Do you want to come again?")),
        ),
        N_("One thing that you want to say"),
    ),
    Audience.GUARDIAN: Survey(
        N_("For guardians"),
        (
            Question("fun", N_("Did your child like to come?")),
            Question("home", N_("Does your child talk about it at home?")),
            Question("way", N_("Were day, time and place good for you?")),
            Question("again", N_("Should the club go on?")),
        ),
        N_("What was good, and what should change"),
    ),
    Audience.MENTOR: Survey(
        N_("For mentors"),
        (
            Question("prepared", N_("Were material and time to prepare enough?")),
            Question("used", N_("Have you got used to teaching children?")),
            Question("load", N_("Could you bear the number of evenings well?")),
            Question("again", N_("Do you want to go on next year?")),
        ),
        N_("What helped you, and what was hard"),
    ),
}
