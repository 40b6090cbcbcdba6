"""What a fiscal year cost, as it was typed in."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session as Transaction

from ...errors import AttendanceError
from ...language import N_
from ..models import Cost
from ..names import clean_text

ITEM_LENGTH = 80
LARGEST_COST = 1_000_000_000  # yen


def set_cost(db: Transaction, year: int, item: str, yen: int) -> None:
    """Keep what `item` cost in fiscal year `year`, 1 to 1,000,000,000 yen; 0 takes it out.

    Raises: AttendanceError `cost-range`, or as `clean_text`.
    """
    if not 0 <= yen <= LARGEST_COST:
        raise AttendanceError(
            "cost-range", N_("%(yen)s yen cannot be a cost."), N_("Give whole yen; 0 takes the item out."), yen=yen
        )
    name = clean_text(item, longest=ITEM_LENGTH)
    row = db.get(Cost, (year, name))
    if yen == 0:
        if row is not None:
            db.delete(row)
    elif row is None:
        db.add(Cost(fiscal_year=year, item=name, yen=yen))
    else:
        row.yen = yen
    db.flush()


def costs(db: Transaction, year: int) -> dict[str, int]:
    """Return what fiscal year `year` cost in yen by item, in the order of their names."""
    rows = db.scalars(select(Cost).where(Cost.fiscal_year == year).order_by(Cost.item))
    return {row.item: row.yen for row in rows}
