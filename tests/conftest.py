"""What all tests share."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from kimotsuki_ictclub import language
from kimotsuki_ictclub.attendance import records
from tests.new_tables import remembering

FIXTURES = Path(__file__).parent / "fixtures"

# What a shell begins in the background ignores Ctrl-C, with nohup also that its window closes, and so do its children:
# what tests begin shall hear both.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
if sys.platform != "win32" and signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
    signal.signal(signal.SIGHUP, signal.SIG_DFL)

# Property tests fail for what they find and not by chance: always the same examples, and no limit that a busy machine
# exceeds. Others are tried by `--hypothesis-profile explore`.
_PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
settings.register_profile("explore", _PATIENT)
settings.register_profile("same", _PATIENT, derandomize=True, database=None)
settings.load_profile("same")


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test touches the user's own club data, and every test starts in English."""
    home = tmp_path / "ictclub-home"
    monkeypatch.setenv("ICTCLUB_HOME", str(home))
    monkeypatch.delenv("ICTCLUB_DATABASE_URL", raising=False)
    language.set_language("en")
    return home


@pytest.fixture(autouse=True, scope="session")
def quick_tables() -> Iterator[None]:
    """New records in this process get their tables quickly, once the migrations have made some."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(records, "_migrate", remembering(records._migrate))
        yield


# They take half a minute and more: begun first, none of them is what all processes wait for at the end.
LONG = (
    "boards/test_log", "hub/test_hub", "notebook/test_browser", "page/test_evening_browser", "test_demo", "test_readme",
)  # fmt: skip


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """Look for nothing to throw away meanwhile: there is only more and more, and all of it stays."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the long tests be the first."""
    items.sort(key=lambda item: not item.nodeid.startswith(tuple(f"tests/{name}.py" for name in LONG)))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    """Where ICTCLUB_NO_SKIP is set (CI), a skipped test is a failed one: the system packages are there."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("ICTCLUB_NO_SKIP"):
        report.outcome = "failed"
        report.longrepr = f"skipped in CI: {report.longrepr}"
    return report
