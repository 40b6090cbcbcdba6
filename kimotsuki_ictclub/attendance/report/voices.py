"""What was said in the surveys, for the report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...language import _, plural
from ...readings import OLDEST, for_year, plain
from ..surveys.questions import FACE_WORDS, FACES, SURVEYS
from ..surveys.tally import FEWEST, Tally
from .blocks import Block, Heading, Paragraph, Points, Table


def blocks_of(tallies: Sequence[Tally]) -> Iterator[Block]:
    """Yield the blocks for each audience that answered."""
    if not tallies:
        yield Paragraph(_("No survey was answered."))
    for tally in tallies:
        survey = SURVEYS[tally.audience]
        count = plural("%(count)s sheet", "%(count)s sheets", tally.sheets) % {"count": tally.sheets}
        yield Heading(f"{_written(survey.title)} ({count})", 3)
        if not tally.shown:
            yield Paragraph(_("Fewer than %(fewest)s answered; so few are not shown.") % {"fewest": FEWEST}, "note")
            continue
        rows = []
        for question in survey.questions:
            counts = tally.faces[question.key]
            rows.append([_written(question.text), *(counts or ["–"] * len(FACES))])
        yield Table([_("Question"), *(_written(FACE_WORDS[face]) for face in FACES)], rows)
        if tally.lines:
            yield Points([f"「{line}」" for line in tally.lines])
        if tally.withheld:
            withheld = plural(
                "%(count)s line seems to name somebody and is left out.",
                "%(count)s lines seem to name somebody and are left out.",
                tally.withheld,
            )
            yield Paragraph(withheld % {"count": tally.withheld}, "note")


def _written(text: str) -> str:
    """Return a text of the sheets as grown-ups read it."""
    return plain(for_year(_(text), OLDEST))
