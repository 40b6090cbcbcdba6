"""A synthetic year, taken in from the towns' registers, in the records that the commands use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kimotsuki_ictclub.attendance import Records, open_records
from kimotsuki_ictclub.attendance.exchange.importing import import_file
from tests.attendance.synthetic_year import SHIFTS, SyntheticYear


@pytest.fixture
def club() -> Iterator[Records]:
    with open_records() as records:
        yield records


@pytest.fixture
def year(club: Records, tmp_path: Path) -> SyntheticYear:
    synthetic = SyntheticYear()
    for number, venue in enumerate(SHIFTS):
        file = tmp_path / f"register-{number}.csv"
        file.write_bytes(synthetic.register(venue).encode("cp932"))
        plan = import_file(club, file, venue=venue, year=2020)
        assert not plan.problems
    return synthetic
