"""The sessions in the form of the 推奨データセット (基本編), 06 イベント一覧.

The 32 columns are those of the definition of 政府CIOポータル, as NEC-FIWARE/smart-data-models keeps it
(cio/06_イベント一覧, March 2021): UTF-8 with BOM, dates 2020-06-13, times 18:30.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from ..models import Session
from .published_csv import published_csv

STANDARD = "推奨データセット（基本編）06 イベント一覧"
COLUMNS = (
    "都道府県コード又は市区町村コード", "NO", "都道府県名", "市区町村名", "イベント名", "イベント名_カナ",
    "イベント名_英語", "開始日", "終了日", "開始時間", "終了時間", "開始日時特記事項", "説明", "料金(基本)",
    "料金(詳細)", "連絡先名称", "連絡先電話番号", "連絡先内線番号", "主催者", "場所名称", "住所", "方書", "緯度",
    "経度", "アクセス方法", "駐車場情報", "定員", "参加申込終了日", "参加申込終了時間", "参加申込方法", "URL", "備考",
)  # fmt: skip
_PHONE = re.compile(r"(?:(?:電話|TEL)\s*[:.]?\s*)?((?:\+81[- ]?|0)\d[\d\-() ]{6,14}\d)", re.IGNORECASE)
_KATAKANA = str.maketrans({chr(code): chr(code + 0x60) for code in range(0x3041, 0x3097)})


@dataclass(frozen=True)
class Publisher:
    """Who publishes: the town, and whom readers may ask."""

    contact: str
    code: str = "464929"  # 肝付町, six digits with the check digit
    prefecture: str = "鹿児島県"
    town: str = "肝付町"
    district: str = "肝属郡"

    @property
    def telephone(self) -> str:
        """The telephone number in the contact, as 0994-65-0000; "" where there is none."""
        found = _PHONE.search(_half_width(self.contact))
        return re.sub(r"^\+81[- ]?", "0", found.group(1)) if found else ""

    @property
    def office(self) -> str:
        """The contact without its telephone number; the town where nothing else is named."""
        rest = _PHONE.sub(" ", _half_width(self.contact)) if self.telephone else self.contact
        return " ".join(rest.split()).strip(" ,、:()") or self.town


def _half_width(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def event_list(
    sessions: Iterable[Session],
    publisher: Publisher,
    numbers: Mapping[int, str],
    reasons: Mapping[int, str],
    lesson_title: Callable[[str], str] = str,
) -> bytes:
    """Return the list of `sessions`, the earliest first, with their `numbers` by id.

    `reasons` says by id why those were cancelled that are; `lesson_title` gives the title of what stands as the
    lesson. The instructors' names are not in it.
    """
    rows = [_cells(session, numbers[session.id], reasons[session.id], publisher, lesson_title) for session in sessions]
    return published_csv(COLUMNS, [[row.get(column, "") for column in COLUMNS] for row in rows])


def _cells(
    session: Session, number: str, reason: str, publisher: Publisher, lesson_title: Callable[[str], str]
) -> dict[str, str]:
    day, venue = session.date.isoformat(), session.venue
    town = publisher.prefecture + publisher.district + publisher.town
    lesson = f"レッスン：{lesson_title(session.lesson)}" if session.lesson else ""
    reason = f"（{reason}）" if reason else ""
    return {
        "都道府県コード又は市区町村コード": publisher.code,
        "NO": number,
        "都道府県名": publisher.prefecture,
        "市区町村名": publisher.town,
        "イベント名": f"子どもプログラミングクラブ {venue.name}会場",
        "イベント名_カナ": f"コドモプログラミングクラブ {venue.reading.translate(_KATAKANA)}カイジョウ",
        "イベント名_英語": f"Children's programming club ({venue.key.replace('-', ' ').title()})",
        "開始日": day,
        "終了日": day,
        "開始時間": session.start,
        "終了時間": session.end,
        "開始日時特記事項": f"中止{reason}" if session.cancelled else "",
        "説明": f"小学4年生から中学3年生のプログラミングクラブです。{lesson}",
        "連絡先名称": publisher.office,
        "連絡先電話番号": publisher.telephone,
        "主催者": publisher.town,
        "場所名称": venue.name,
        "住所": venue.address or town,
    }
