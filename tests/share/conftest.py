"""What the tests of sharing have in common: a real broker."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.share.broker import Broker, find_mosquitto


@pytest.fixture
def broker_folder(tmp_path: Path) -> Path:
    """An empty folder for a broker, where this machine has one."""
    if find_mosquitto() is None:
        pytest.skip("needs mosquitto")
    folder = tmp_path / "broker"
    folder.mkdir()
    return folder


@pytest.fixture
def broker(broker_folder: Path) -> Iterator[Broker]:
    with Broker(broker_folder) as running:
        yield running


@pytest.fixture
def secure_broker(broker_folder: Path) -> Iterator[Broker]:
    with Broker(broker_folder, secure=True) as running:
        yield running
