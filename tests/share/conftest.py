"""What the tests of sharing have in common: a real broker."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.share.broker import Broker, find_mosquitto


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Broker]:
    if find_mosquitto() is None:
        pytest.skip("needs mosquitto")
    folder = tmp_path / "broker"
    folder.mkdir()
    with Broker(folder) as running:
        yield running


@pytest.fixture
def secure_broker(tmp_path: Path) -> Iterator[Broker]:
    if find_mosquitto() is None:
        pytest.skip("needs mosquitto")
    folder = tmp_path / "broker"
    folder.mkdir()
    with Broker(folder, secure=True) as running:
        yield running
