"""The marks of attendance lists: ○ × △, ticks and boxes, 出 欠 遅 and words, TRUE and 1."""

from __future__ import annotations

import re
from typing import Any

from ....errors import AttendanceError
from ....language import N_
from ...models import State
from ...names import fold

# Who left early came; whoever is excused has not come.
_SIGNS = {
    State.PRESENT: "○〇◯⚪⭕🔵◎●⚫⬤✓✔✅☑🗹レvo1出参済来早",
    State.LATE: "△▲▵🔺遅",
    State.ABSENT: "×✕✖x❌✗✘❎☓╳⨯0欠休病公忌停☐□/―—-ー–−─━‐_",
}
_WORDS = {
    State.PRESENT: "1.0 true present yes 出席 出席済 参加 来た 来場 レ点 済み 早退 早引き 中抜け 途中退席",
    State.LATE: "late 遅刻 遅参 遅れ 遅早 遅・早 遅刻早退 遅刻・早退",
    State.ABSENT: (
        "0.0 false absent no -- 欠席 不参加 未参加 公欠 病欠 忌引 忌引き 出停 出席停止 事故欠 事欠 家事欠 無断 無断欠席"
        " 欠課 休み お休み 病気"
    ),
}
_MEANT = {fold(word): state for state, words in _WORDS.items() for word in (*_SIGNS[state], *words.split())}
_DASHES = frozenset(fold(sign) for sign in "―—-ー–−─━‐_") | {"--"}
_PLAIN = frozenset(fold(sign) for sign in "○〇◯⭕◎×✕✖❌✗✘△▲✔✓✅☑出欠遅")
_REMARK = re.compile(
    r"[(\[【〔「](?P<inside>.*?)[)\]】〕」]?$|[\s、,:;/]+(?P<behind>\S.*)$|(?<=\D)(?P<number>\d.*)$|[。.]$"
)
_WRAPPED = re.compile(r"^[(\[【〔「](.*)[)\]】〕」]$")
_ERROR_VALUE = re.compile(
    r"#(?:n/a|(?:ref|value|div/0|num|null|spill|calc|field|blocked|unknown|connect|busy|python|external|\.\.\.)!"
    r"|(?:name|名前)\?|getting_data)|err:\d{3}|#{3,}"
)
_CANCELLED = re.compile(
    r"(?<!場合は)(?<!場合)(?<!ときは)(?<!時は)(?:中止|休会|延期|休講|順延|取りやめ|取り止め|開催せず|cancell?ed|postponed)"
    r"(?!せず|しない|しません|でない|なし|無し|の(?:場合|とき|時)|に(?:なら|せ)ず|(?:の)?(?:分|振替|代替|代わり)|の予定だった|して(?:実施|開催))"
)


def mark_of(cell: Any) -> State | None:
    """Return the state that a mark means, or None for what nobody knows. A remark behind it is passed over:
    遅刻(10分), 欠席（連絡あり）.
    """
    if isinstance(cell, bool):
        return State.PRESENT if cell else State.ABSENT
    text = _WRAPPED.sub(r"\1", fold(str(cell)))
    if text in _MEANT:
        return _MEANT[text]
    found = _REMARK.search(text)
    before = text[: found.start()].strip() if found else ""
    # ×風邪 is understood by nobody but its writer; ×(風邪) and 欠席 風邪 are.
    if found is None or (len(before) == 1 and found["inside"] is None and found[0] not in "。."):
        return None
    known, remark = _MEANT.get(before), found["inside"] or found["behind"] or ""
    said = mark_of(remark) if remark else None
    if known is None or said in (None, known):
        return known
    return State.LATE if State.ABSENT not in (known, said) else None  # ○(遅刻) is late, 出席/欠席 is nothing


def parse_state(cell: Any) -> State:
    """Return the state meant by 出席, ○, 遅刻, × and the like. Raises: AttendanceError `bad-cell`."""
    state = mark_of(cell)
    if state is None:
        raise AttendanceError(
            "bad-cell", N_("“%(written)s” is not understood here."), N_("Use one of: %(words)s"),
            written=str(cell)[:40], words="○ 出席 △ 遅刻 × 欠席",
        )  # fmt: skip
    return state


def is_dash(cell: Any) -> bool:
    """Return whether a mark is a mere dash, as stands in many a column that has nothing to do with attendance."""
    return fold(str(cell)) in _DASHES


def is_plain_mark(cell: Any) -> bool:
    """Return whether a mark is one of attendance and nothing else: ○ × △ 出 欠; not 1, 済 or a dash."""
    return not isinstance(cell, bool) and fold(str(cell))[:1] in _PLAIN and mark_of(cell) is not None


def is_error_value(cell: Any) -> bool:
    """Return whether a cell holds an error of Excel's or LibreOffice's: #N/A, #REF!, Err:502."""
    return isinstance(cell, str) and _ERROR_VALUE.fullmatch(fold(cell)) is not None


def is_cancelled(cell: Any) -> bool:
    """Return whether a text says that a session was not held: 台風のため中止, 休会, 延期, 休講."""
    return isinstance(cell, str) and _CANCELLED.search(fold(cell)) is not None
