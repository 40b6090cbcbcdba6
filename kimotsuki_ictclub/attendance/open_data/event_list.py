"""The sessions in the form of the 自治体標準オープンデータセット, イベント一覧.

The columns are those of the files that towns publish (the header of Kawagoe's list, code 112011, as collected
by code4fukui/event-japan): UTF-8 with BOM, dates 2020-06-13, times 18:30, NO of ten digits.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..models import Session
from ..spreadsheet_text import csv_bytes

COLUMNS = (
    "NO", "都道府県コード又は市区町村コード", "名称", "名称(カナ)", "名称(英字)", "名称(通称)", "サブタイトル",
    "概要", "説明", "サブイベント", "イベント種類", "URL", "画像URL", "状態", "対象となる産業", "ステージ",
    "開始日", "終了日", "開始時刻", "終了時刻", "日時備考", "場所名称", "集合場所", "郵便番号", "住所都道府県",
    "住所市区町村", "住所町名", "住所丁目以下", "建物名等", "緯度", "経度", "主催団体", "共催団体",
    "その他関係団体", "対象者", "定員", "料金(基本)", "料金(詳細)", "外国語対応", "申込期限日", "申込期限時刻",
    "申込方法", "アクセス方法", "駐車場情報", "駐輪場情報", "連絡先名称", "連絡先電話番号", "連絡先内線番号",
    "連絡先メールアドレス", "備考",
)  # fmt: skip


@dataclass(frozen=True)
class Publisher:
    """Who publishes: the town, and whom readers may ask."""

    contact: str
    code: str = "464929"  # 肝付町, six digits with the check digit
    prefecture: str = "鹿児島県"
    town: str = "肝付町"


def event_list(sessions: Iterable[Session], publisher: Publisher) -> bytes:
    """Return the list of `sessions`, the earliest first; the instructors' names are not in it."""
    return csv_bytes(
        COLUMNS,
        [
            [_cells(session, number, publisher).get(column, "") for column in COLUMNS]
            for number, session in enumerate(sessions, start=1)
        ],
    )


def _cells(session: Session, number: int, publisher: Publisher) -> dict[str, str]:
    day = session.date.isoformat()
    return {
        "NO": f"{session.fiscal_year}{number:06}",
        "都道府県コード又は市区町村コード": publisher.code,
        "名称": f"子どもプログラミングクラブ {session.venue.name}会場",
        "名称(カナ)": "コドモプログラミングクラブ",
        "名称(英字)": "Children's programming club",
        "サブタイトル": session.lesson,
        "イベント種類": "子育て・教育",
        "開始日": day,
        "終了日": day,
        "開始時刻": session.start,
        "終了時刻": session.end,
        "場所名称": session.venue.name,
        "住所都道府県": publisher.prefecture,
        "住所市区町村": publisher.town,
        "主催団体": publisher.town,
        "対象者": "小学4年生から中学3年生",
        "連絡先名称": publisher.contact,
    }
