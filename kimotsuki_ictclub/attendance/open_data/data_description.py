"""The description that goes with the data, Japanese first; readers of open data are not only in Japan."""

from __future__ import annotations

from datetime import date

from ..fiscal_year import japanese_name
from .editions import Published
from .event_list import STANDARD, Publisher

EVENTS, PRESENCES, PEOPLE, DESCRIPTION = (
    "events.csv",
    "attendance-by-month.csv",
    "participants.csv",
    "data-description.md",
)
SUPPRESSED = "X"  # as official statistics of Japan mark a number that is kept back (秘匿)


def describe(year: int, publisher: Publisher, day: date, threshold: int, published: Published | None) -> str:
    """Return the data description of fiscal year `year`, written on `day`."""
    if published is None:
        files = "\n出席の人数は、年度が終わってから公開します。 / Attendance is published after the fiscal year.\n"
        edition = ""
    else:
        files = (
            f"| `{PRESENCES}` | 会場・月ごとの開催回数と延べ人数 / Sessions and presences by venue and month |\n"
            f"| `{PEOPLE}` | 受講者数（実人数）：合計、子ども・大人、新規・継続 / People, by kind, new or not |\n"
        )
        edition = (
            f"- 人数の版 / Edition of the counts: {published.number}（{published.published_on.isoformat()}）\n"
            "  小さな訂正は、差から人数が分かってしまうため、次の版まで反映しないことがあります。\n"
            "  Small corrections may wait for a later edition: their difference would tell small counts.\n"
        )
    return f"""# 子どもプログラミングクラブ {japanese_name(year)} オープンデータ / Open data, FY{year}

| ファイル / File | 内容 / Content |
|---|---|
| `{EVENTS}` | 開催日の一覧（{STANDARD}、2021年3月の定義） / Sessions |
{files}
- 作成者 / Publisher: {publisher.prefecture}{publisher.town}（{publisher.code}）
- 問い合わせ先 / Contact: {publisher.contact}
- 作成日 / Date: {day.isoformat()}
{edition}- ライセンス / Licence: CC BY 4.0（クリエイティブ・コモンズ 表示 4.0 国際）
  https://creativecommons.org/licenses/by/4.0/deed.ja
- 文字コード / Encoding: UTF-8（BOM付き / with BOM）

## 数え方 / What is counted

- 受講者数：年度（4月1日〜3月31日）に1回以上参加した人の数。何回来ても1人。
  People: everybody who came at least once in the fiscal year, counted once.
- 延べ人数：参加した回数の合計。 / Presences: each coming.
- 開催回数：中止になった回は数えません。 / Sessions: cancelled ones are not counted.
- 新規：この年度に初めて来た人。継続：前の年度までにも来ていた人。
  New: came first in this fiscal year. Returning: came in an earlier one already.
- 「{SUPPRESSED}」は秘匿です。1人〜{threshold - 1}人の数と、その数が分かってしまう数を伏せています。0は0と表示します。
  “{SUPPRESSED}” is suppressed: counts of 1 to {threshold - 1}, and those that would give them away.
- 会場ごとの受講者数は、両方の会場に来た人の数が分かってしまうため、公開しません。
  People by venue are not published: they would tell how few came to both.
- NO は一度付けたら変わらず、ほかの回に付けることもありません。
  A session keeps its NO for good; no other session gets it.
"""
