"""The columns of tables that towns send and get: their names in Japanese and English, and what cells mean."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TypeVar

from ...errors import AttendanceError
from ...language import N_, language
from ..models import Kind, LessonProgress, Role, State
from ..names import fold, without_unseen

_Word = TypeVar("_Word", bound=StrEnum)


class Column(StrEnum):
    """What a column holds."""

    NUMBER = "number"
    NICKNAME = "nickname"
    READING = "reading"
    KIND = "kind"
    FULL_NAME = "full name"
    SCHOOL_YEAR = "school year"
    CONTACT = "guardian's contact"
    CONSENT = "consent"
    DATE = "date"
    VENUE = "venue"
    START = "start"
    END = "end"
    LESSON = "lesson"
    INSTRUCTORS = "instructors"
    STATE = "presence"
    TIME = "check-in time"
    PROGRESS = "lesson progress"
    ROLE = "role"
    MINUTES = "minutes"


PERSON = (Column.NUMBER, Column.NICKNAME, Column.READING, Column.KIND)
DETAILS = (Column.FULL_NAME, Column.SCHOOL_YEAR, Column.CONTACT, Column.CONSENT)
SESSION = (Column.DATE, Column.VENUE, Column.START, Column.END, Column.LESSON, Column.INSTRUCTORS)
PRESENCE = (Column.STATE, Column.TIME, Column.PROGRESS)
DUTY = (Column.ROLE, Column.MINUTES, Column.TIME)

# The first name is the one that is written; the others are read as well.
_JAPANESE: dict[Column, tuple[str, ...]] = {
    Column.NUMBER: ("番号", "No", "No.", "会員番号", "参加者番号", "整理番号", "会員no", "会員no.", "会員id"),
    Column.NICKNAME: (
        "ニックネーム",
        "愛称",
        "呼び名",
        "呼称",
        "あだ名",
        "通称",
        "ハンドルネーム",
        "名前",
        "なまえ",
        "お名前",
        "参加者",
        "参加者名",
        "お子様の名前",
        "お子様のお名前",
        "お子さまのお名前",
        "お子さんの名前",
        "お子さんのお名前",
        "子どもの名前",
    ),
    Column.READING: ("ふりがな", "フリガナ", "よみ", "読み", "よみがな", "カナ", "氏名カナ", "氏名(カナ)", "カナ氏名"),
    Column.KIND: ("区分", "子ども・大人", "種別"),
    Column.FULL_NAME: ("氏名", "本名", "児童氏名", "児童生徒氏名", "児童名", "生徒名", "お子様氏名", "フルネーム"),
    Column.SCHOOL_YEAR: ("学年",),
    Column.CONTACT: ("保護者連絡先", "連絡先", "保護者の連絡先", "電話番号"),
    Column.CONSENT: ("同意日", "同意", "保護者同意日"),
    Column.DATE: (
        "日付",
        "開催日",
        "実施日",
        "年月日",
        "月日",
        "日にち",
        "期日",
        "日程",
        "日時",
        "開催日時",
        "実施日時",
        "開催年月日",
        "実施年月日",
        "活動日",
        "開講日",
        "教室日",
        "出席日",
        "参加日",
        "受講日",
    ),
    Column.VENUE: ("会場", "場所", "開催場所", "会場名", "教室", "教室名", "開催会場", "実施場所", "開催地"),
    Column.START: ("開始", "開始時刻", "開始時間", "開催時間", "実施時間", "開催時刻"),
    Column.END: ("終了", "終了時刻", "終了時間"),
    Column.LESSON: ("レッスン", "内容", "テーマ", "回", "レッスン名", "指導内容", "学習内容", "活動内容", "タイトル"),
    Column.INSTRUCTORS: ("講師", "指導者", "講師名", "担当講師", "指導者名"),
    Column.STATE: (
        "出欠",
        "出席",
        "出欠席",
        "参加",
        "出欠状況",
        "出席状況",
        "参加状況",
        "出欠確認",
        "出席確認",
        "参加の有無",
    ),
    Column.TIME: ("受付時刻", "受付時間", "来場時刻"),
    Column.PROGRESS: ("到達", "到達度", "進み具合", "達成"),
    Column.ROLE: ("役割", "メンターの役割"),
    Column.MINUTES: ("分数", "従事分数"),
}
_ENGLISH: dict[Column, tuple[str, ...]] = {
    Column.NUMBER: ("no", "no.", "id", "member number", "#"),
    Column.NICKNAME: ("name", "participant"),
    Column.READING: ("furigana", "kana"),
    Column.KIND: ("child or grown-up",),
    Column.FULL_NAME: ("fullname", "real name"),
    Column.SCHOOL_YEAR: ("grade",),
    Column.CONTACT: ("contact", "guardian contact", "phone"),
    Column.CONSENT: ("consent on", "consent date"),
    Column.DATE: ("day", "session date", "date and time"),
    Column.VENUE: ("place",),
    Column.START: ("start time", "begin"),
    Column.END: ("end time",),
    Column.LESSON: ("topic",),
    Column.INSTRUCTORS: ("instructor", "teacher"),
    Column.STATE: ("attendance", "state", "status"),
    Column.TIME: ("checked in at", "check-in"),
    Column.PROGRESS: ("progress",),
    Column.ROLE: ("mentor's role",),
    Column.MINUTES: ("mentor's minutes",),
}


def header(column: Column) -> str:
    """Return the name that is written above `column`, in the reader's language."""
    return _JAPANESE[column][0] if language() == "ja" else column.value


def column_of(written: object) -> Column | None:
    """Return the column that a heading names, or None; blanks, line breaks and a remark in brackets are passed over."""
    name = _folded(written)
    return _BY_NAME.get(name) or _BY_NAME.get(_REMARK.sub("", name))


def is_ambiguous_name(heading: str) -> bool:
    """Return whether real names may stand under `heading` as well as nicknames: 名前, 参加者, name."""
    return _AMBIGUOUS.fullmatch(_REMARK.sub("", _folded(heading))) is not None


def is_own_heading(written: object) -> bool:
    """Return whether a heading is one of the town's own that has no attendance in it, whatever marks stand below:
    計, 出席率, 備考, 班.
    """
    name = _REMARK.sub("", _folded(written))
    return is_total(name) or _OWN.fullmatch(name) is not None


def is_remark_heading(heading: str) -> bool:
    """Return whether remarks about a session stand under `heading`: 備考, 状態."""
    return _REMARK.sub("", _folded(heading)).rstrip("0123456789") in _REMARKS


def is_total(written: object) -> bool:
    """Return whether a label stands beside sums: 合計, 出席者数, 男子計, 平均, total; not 計太, who is a child."""
    return _TOTAL.fullmatch(_folded(written).strip("【】《》<>[]→")) is not None


def _folded(written: object) -> str:
    name = re.sub(r"[\s_'*:]+", "", fold(without_unseen(str(written))))
    return re.sub("(?<=[ァ-ヶ])[-\u2014]", "ー", name)  # ニックネ―ム


_REMARK = re.compile(r"(?<=.)[(\[【〔].*$")
_AMBIGUOUS = re.compile("(?:お子(?:様|さま|さん)の|子どもの)?(?:お?名前|なまえ)|参加者名?|name|participant")
_REMARKS = frozenset(
    {"備考", "備考欄", "メモ", "摘要", "特記事項", "状態", "状況", "実施状況", "remarks", "notes", "note"}
)
_TOTAL = re.compile(
    r"(?:本日の?|前月の?|今月の?|当月の?|総|新規|○の?|各回の?|この日の|月|年間?|全体|男女?|女|男子|女子|児童|生徒|小学生|中学生|子ども|子供|こども|大人|保護者"
    r"|会員|参加者?|出席者?|欠席者?|遅刻者?|早退者?|来場者?|延べ?|実|人数|回数)*"
    r"(?:合計人?数?|小計|総計|累計|総数|計|人数|(?<=.)数|平均|平均値)(?:[(\[].*|\d*[名人]?)?"
    r"|(?:のべ|延べ)|トータル|(?:出席|参加|欠席)率"
    r"|(?:sub|grand)?-?totals?(?:\(.*)?|sum|average|avg\.?|count",
)
_OWN = re.compile(
    r"(?:備考欄?|メモ|摘要|特記事項|所見|ひとこと|感想)\d*|班|組|番|クラス|グループ|チーム|学級|学校名?|所属|性別|年齢|住所|担当者?|兄弟.*"
    r"|きょうだい.*|.*(?:率|数|番号|コード|順)|[%id]|remarks?|notes?|memo|group|team|class|school|age|sex|gender|rate"
)
_BY_NAME: dict[str, Column] = {
    _folded(name): column for column in Column for name in (column.value, *_JAPANESE[column], *_ENGLISH[column])
}

_KINDS = {
    Kind.CHILD: (
        "子ども", "子供", "こども", "児童", "生徒", "児童生徒", "児童・生徒", "小学生", "中学生", "小中学生",
        "小・中学生", "幼児", "園児", "未就学児", "child",
    ),
    Kind.GROWN_UP: (
        "大人",
        "おとな",
        "保護者",
        "一般",
        "成人",
        "grown_up",
        "grown-up",
        "grown up",
        "adult",
    ),
    Kind.MENTOR: (
        "メンター", "講師", "先生", "指導者", "サポーター", "ボランティア",
        "mentor", "instructor", "teacher", "volunteer",
    ),
    Kind.STAFF: ("職員", "スタッフ", "事務局", "担当者", "役場", "staff"),
}  # fmt: skip
_PROGRESS = {
    LessonProgress.NOT_YET: ("まだ", "△", "未", "not yet", "not_yet"),
    LessonProgress.WITH_HELP: ("手伝ってもらって", "手伝い", "ヒントで", "○", "〇", "with help", "with_help"),
    LessonProgress.ALONE: ("ひとりで", "一人で", "自力", "◎", "alone"),
}

_ROLES: dict[Role, tuple[str, ...]] = {
    Role.TAUGHT: ("指導", "講師", "主", "taught"),
    Role.HELPED: ("補助", "手伝い", "サポート", "helped"),
}


def state_word(state: State) -> str:
    """Return the word that is written for `state`: 出席, 遅刻, 欠席."""
    japanese = {State.PRESENT: "出席", State.LATE: "遅刻", State.ABSENT: "欠席"}
    return japanese[state] if language() == "ja" else state.value


def kind_word(kind: Kind) -> str:
    """Return the word that is written for `kind`: 子ども, 大人, メンター, 職員."""
    return _KINDS[kind][0] if language() == "ja" else kind.value.replace("_", "-")


def progress_word(progress: LessonProgress) -> str:
    """Return the word that is written for `progress`: まだ, 手伝ってもらって, ひとりで."""
    return _PROGRESS[progress][0] if language() == "ja" else progress.value.replace("_", " ")


def role_word(role: Role) -> str:
    """Return the word that is written for `role`: 指導, 補助."""
    return _ROLES[role][0] if language() == "ja" else role.value


def parse_role(written: str) -> Role:
    """Return the role meant by 指導, 補助 and the like. Raises: AttendanceError `bad-cell`."""
    return _meant(written, _ROLES)


def parse_kind(written: str) -> Kind:
    """Return the kind meant by 子ども, 大人, 講師 and the like. Raises: AttendanceError `bad-cell`."""
    return _meant(written, _KINDS)


def parse_progress(written: str) -> LessonProgress:
    """Return the progress meant by まだ, ひとりで and the like. Raises: AttendanceError `bad-cell`."""
    return _meant(written, _PROGRESS)


def _meant(written: str, words: dict[_Word, tuple[str, ...]]) -> _Word:
    text = fold(written)
    for meaning, names in words.items():
        if text in map(fold, names):
            return meaning
    raise AttendanceError(
        "bad-cell",
        N_("“%(written)s” is not understood here."),
        N_("Use one of: %(words)s"),
        written=written[:40],
        words=" ".join(name for names in words.values() for name in names[:3]),
    )
