"""What the town publishes about the club: the sessions, and for a finished year how many came.

People are published in total only. By venue they would overlap (somebody may come to both), and the difference
to the total would tell how few did. Attendance comes after 31 March: two editions of one year could be
subtracted from each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session as Transaction

from ...errors import AttendanceError
from ...files import write_whole
from ...language import N_
from ..care import access_log
from ..figures.counting import SessionFigures, YearFigures, session_figures, year_figures
from ..fiscal_year import japanese_name, last_day
from ..japan_time import today as this_day
from ..output_file import writing_to
from ..spreadsheet_text import csv_bytes
from .event_list import Publisher, event_list
from .suppression import THRESHOLD, Cell, suppress

EVENTS, PRESENCES, PEOPLE, DESCRIPTION = (
    "events.csv",
    "attendance-by-month.csv",
    "participants.csv",
    "data-description.md",
)
SUPPRESSED = "X"  # as official statistics of Japan mark a number that is kept back (秘匿)
SMALLEST_THRESHOLD = 3
_TOTAL = "合計"


@dataclass(frozen=True)
class OpenData:
    """What was written, and how many numbers were suppressed; None where attendance is not published yet."""

    files: list[Path]
    suppressed: int | None


def write_open_data(
    db: Transaction,
    folder: Path,
    year: int,
    publisher: Publisher,
    *,
    threshold: int = THRESHOLD,
    today: date | None = None,
) -> OpenData:
    """Write fiscal year `year` to `folder`; counts of 1 to `threshold` - 1 are suppressed.

    Raises: AttendanceError `threshold-range` below 3, or `file-not-written`.
    """
    if threshold < SMALLEST_THRESHOLD:
        raise AttendanceError(
            "threshold-range",
            N_("A threshold of %(threshold)s protects nobody."),
            N_("Choose %(smallest)s or more; 5 is usual."),
            threshold=threshold,
            smallest=SMALLEST_THRESHOLD,
        )
    day = today or this_day()
    sessions = session_figures(db, year, today=day)
    files = {EVENTS: event_list((entry.session for entry in sessions), publisher)}
    suppressed = None
    if day > last_day(year):
        presences, people = attendance_tables(year_figures(db, year, today=day), sessions, threshold)
        suppressed = sum(not cell.shown for cell in [*presences.walk(), *people])
        files[PRESENCES] = _presence_csv(year, presences, sessions)
        files[PEOPLE] = _people_csv(year, people)
    files[DESCRIPTION] = _description(year, publisher, day, threshold, suppressed).encode()
    for name, content in files.items():
        with writing_to(folder / name):
            write_whole(folder / name, content)
    access_log.note(db, "open-data", len(sessions))
    return OpenData([folder / name for name in files], suppressed)


def attendance_tables(figures: YearFigures, sessions: list[SessionFigures], threshold: int) -> tuple[Cell, list[Cell]]:
    """Return the presences (in total, by venue, by month) and the people (in total, by kind, new or not), with
    what must not be published suppressed.
    """
    months: dict[str, dict[str, int]] = {}
    for entry in sessions:
        by_month = months.setdefault(entry.session.venue.name, {})
        month = f"{entry.session.date:%Y-%m}"
        by_month[month] = by_month.get(month, 0) + entry.people
    venues = [
        Cell((name, _TOTAL), sum(counts.values()), [Cell((name, month), count) for month, count in counts.items()])
        for name, counts in months.items()
    ]
    presences = Cell((_TOTAL, _TOTAL), figures.presences, venues)
    splits = [
        Cell((_TOTAL,), figures.people, [Cell(("子ども",), figures.children), Cell(("大人",), figures.grown_ups)]),
        Cell((_TOTAL,), figures.people, [Cell(("新規",), figures.new), Cell(("継続",), figures.returning)]),
    ]
    # The splits share their total, and presences are bounded by it: it is shown in all of them or in none.
    shown = [suppress(split, threshold) for split in splits]
    if not all(shown):
        for cell in (*splits, presences):
            cell.hide()
    else:
        suppress(presences, threshold)
    return presences, [splits[0], *splits[0].parts, *splits[1].parts]


def _presence_csv(year: int, presences: Cell, sessions: list[SessionFigures]) -> bytes:
    held: dict[tuple[str, ...], int] = {}
    for entry in sessions:
        venue, month = entry.session.venue.name, f"{entry.session.date:%Y-%m}"
        for label in ((venue, month), (venue, _TOTAL), (_TOTAL, _TOTAL)):
            held[label] = held.get(label, 0) + 1
    return csv_bytes(
        ("年度", "会場", "年月", "開催回数", "延べ人数"),
        [(str(year), *cell.label, str(held.get(cell.label, 0)), _published(cell)) for cell in presences.walk()],
    )


def _people_csv(year: int, people: list[Cell]) -> bytes:
    return csv_bytes(("年度", "区分", "受講者数"), [(str(year), *cell.label, _published(cell)) for cell in people])


def _published(cell: Cell) -> str:
    return str(cell.count) if cell.shown else SUPPRESSED


def _description(year: int, publisher: Publisher, day: date, threshold: int, suppressed: int | None) -> str:
    """Return the data description, Japanese first; readers of open data are not only in Japan."""
    attendance = (
        f"| `{PRESENCES}` | 会場・月ごとの開催回数と延べ人数 / Sessions and presences by venue and month |\n"
        f"| `{PEOPLE}` | 受講者数（実人数）：合計、子ども・大人、新規・継続 / People, by kind, new or not |\n"
        if suppressed is not None
        else ""
    )
    later = (
        ""
        if suppressed is not None
        else "\n出席の人数は、年度が終わってから公開します。 / Attendance is published after the fiscal year.\n"
    )
    return f"""# 子どもプログラミングクラブ {japanese_name(year)} オープンデータ / Open data, FY{year}

| ファイル / File | 内容 / Content |
|---|---|
| `{EVENTS}` | 開催日の一覧（自治体標準オープンデータセット「イベント一覧」の形式） / Sessions |
{attendance}{later}
- 作成者 / Publisher: {publisher.prefecture}{publisher.town}（{publisher.code}）
- 問い合わせ先 / Contact: {publisher.contact}
- 作成日 / Date: {day.isoformat()}
- ライセンス / Licence: CC BY 4.0（クリエイティブ・コモンズ 表示 4.0 国際）
  https://creativecommons.org/licenses/by/4.0/deed.ja
- 文字コード / Encoding: UTF-8（BOM付き / with BOM）

## 数え方 / What is counted

- 受講者数：年度（4月1日〜3月31日）に1回以上参加した人の数。何回来ても1人。
  People: everybody who came at least once in the fiscal year, counted once.
- 延べ人数：参加した回数の合計。 / Presences: each coming.
- 新規：この年度に初めて来た人。継続：前の年度までにも来ていた人。
  New: came first in this fiscal year. Returning: came in an earlier one already.
- 「{SUPPRESSED}」は秘匿です。1人〜{threshold - 1}人の数と、その数を計算できてしまう数を伏せています。0は0と表示します。
  “{SUPPRESSED}” is suppressed: counts of 1 to {threshold - 1}, and those from which they could be computed.
- 会場ごとの受講者数は、両方の会場に来た人の数が分かってしまうため、公開しません。
  People by venue are not published: they would tell how few came to both.
"""
