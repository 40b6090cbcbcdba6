"""The reference is what the code says, and every document can be found from the index."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from kimotsuki_ictclub.folders import course_folder

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
LINK = re.compile(r"\]\(([^)#:]+)\)")


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    written = tmp_path_factory.mktemp("reference") / "reference.md"
    subprocess.run([sys.executable, DOCS / "make_reference.py", written], check=True)
    return written.read_text(encoding="utf-8")


def test_the_reference_is_not_stale(page: str) -> None:
    assert page == (DOCS / "reference.md").read_text(encoding="utf-8"), "run `make reference`"


def test_the_reference_names_commands_variables_names_and_codes(page: str) -> None:
    for one in ("### `ictclub flash`", "### `ictclub attendance import`", "| `ICTCLUB_BROWSER` |", "- `choose_board(",
                "| `board-busy` |", "| `flash-504` |"):  # fmt: skip
        assert one in page


def test_every_public_name_and_error_has_its_words(page: str) -> None:
    assert re.findall(r"^ *- .*: $", page, re.MULTILINE) == []
    codes = page.partition("## Error codes")[2]
    assert set(re.findall(r"^\| `([^`]+)` \| \(a sentence", codes, re.MULTILINE)) == {
        "no-recording",
        "program-exception",
    }


@pytest.mark.parametrize("path", [ROOT / "CONTRIBUTING.md", DOCS / "index.md"], ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    links = LINK.findall(path.read_text(encoding="utf-8"))
    assert links
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_the_index_names_every_document() -> None:
    named = set(LINK.findall((DOCS / "index.md").read_text(encoding="utf-8")))
    assert {path.name for path in DOCS.glob("*.md")} - {"index.md"} <= named


def test_the_files_that_a_contributor_is_sent_to_are_there() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## How to add")[2].partition("## Texts")[0]
    folders = (ROOT, ROOT / "kimotsuki_ictclub", ROOT / "kimotsuki_ictclub/telemetry/csv_files",
               ROOT / "kimotsuki_ictclub/attendance/exchange", ROOT / "kimotsuki_ictclub/virtual")  # fmt: skip
    for name in re.findall(r"`([a-z_/0-9]+(?:\.py|/))`", text):
        assert any((folder / name).exists() for folder in folders), name


def test_no_document_counts_the_lessons() -> None:
    children = len(list(course_folder("lessons").glob("[01]*/lesson.toml")))
    assert children
    for path in (ROOT / "README.md", ROOT / "README.ja.md", *DOCS.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\b(eleven|twelve|thirteen) lessons|1[0-9] ?のレッスン", text), path
