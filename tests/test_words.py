"""One word, one spelling: every Japanese text of the house is read, without its readings."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import pytest

from kimotsuki_ictclub.readings import plain

ROOT = Path(__file__).parent.parent
FOLDERS = ("lessons", "notebooks", "firmware", "docs", "kimotsuki_ictclub", "deploy")
SUFFIXES = {".md", ".po", ".toml", ".ipynb", ".j2", ".html", ".js", ".py"}
# They read any spelling, or name every sign.
READS_OTHERS_WORDS = {"exchange", "times_of_day.py", "wrapping.py", "fold.js"}
JAPANESE = re.compile("[ぁ-ヿ一-鿿]")

TERMS = {  # what nobody writes here: what is written instead
    "ブラウザ(?!ー)": "ブラウザー",
    "フォルダ(?!ー)": "フォルダー",
    "コンピュータ(?!ー)": "コンピューター",
    "エディタ(?!ー)": "エディター",
    "サーバ(?!ー)": "サーバー",
    "ユーザ(?!ー)": "ユーザー",
    "プリンタ(?!ー)": "プリンター",
    "モータ(?!ー)": "モーター",
    "センサ(?!ー)": "センサー",
    "スピーカ(?!ー)": "スピーカー",
    "メモリ(?!ー)": "メモリー",
    "こども|子供": "子ども",
    "おとな": "大人",
    "～": "〜",
    "手引き": "指導者用ガイド",
    "光センサー": "明るさセンサー",
    "標本": "データ",
    "サンプル": "データ",
    "初期値|既定|デフォルト|省くと|付けなければ|指定がなければ": "指定しなければ",
    "書きこ|読みこ": "書き込, 読み込",
    "PC ?(?=[のでにをがはと])|[こそ]の ?PC(?=[、。だ])": "パソコン",
    "(?<!協)議会": "協議会",
    "足元灯": "足元の明かり",
    "合図カード": "番号カード, 絵カード",
    "ほすう計|ばしょ調べ": "歩数計, 場所調べ",
    "エラー: ": "エラー：",
    "二重押し": "ダブルクリック",
    "いちじ ていし": "いったん とめる",
    "思考・判断・表現|知識・技能": "思考力・判断力・表現力等, 知識及び技能",
    r"お試しください|ためしてください|もう一度さして": "試してください, 差し直して",
    r"[0-9ds)] (?:人|台|回|枚|行|件|個|秒|時間|倍|種類|文字)": "no blank before what is counted",
}
# Where children read with blanks between the words, and readings over the kanji.
CHILDRENS_TERMS = {
    r"(?<!ま)ちが[いうっえわ]": "{違|ちが}う",
    r"もう \{一度": "もう{一度|いちど}",
    r"\{測\|": "はかる",
    r"\{振\|": "ふる",
    r"\{曲\|": "まがる",
    r"\{四角\|": "しかく",
    r"\{速\|": "はやい",
    r"\{横\|": "よこ",
    r"\{直\|": "なおす",
    r"\{変\|": "かえる",
    r"\{両方\|": "りょうほう",
    r"(?<=[てで])い(?:る|ます|ない)(?=[ 。、？」]|$)": "して いる, with a blank",
    r"どうな": "どう なる",
    r"\{暗\|くら\}く[なす]": "{暗|くら}く なる",
    "うご[かきくけい]|ぜんぶ|(?<![ぁ-ん])おくる|のこ[っる]": "{動|うご}く, {全部|ぜんぶ}, {送|おく}る, {残|のこ}る",
    "ほんもの|みほん|ほすう|ともだち|へや": "{本物|ほんもの} and the like, with readings",
}


@cache
def lines() -> list[tuple[str, str]]:
    """(place, line) of all that is written, without readings."""
    paths = [ROOT / "README.ja.md"]
    for folder in FOLDERS:
        paths += [path for path in (ROOT / folder).rglob("*") if path.suffix in SUFFIXES]
    return [
        (f"{path.relative_to(ROOT)}:{number}", line.strip())
        for path in paths
        if not {"node_modules", *READS_OTHERS_WORDS} & set(path.parts)
        for number, line in enumerate(plain(japanese_of(path)).splitlines(), start=1)
        if JAPANESE.search(line)
    ]


def japanese_of(path: Path) -> str:
    """Return what people read of a file, with the readings; of a catalogue only the translations."""
    text = path.read_text("utf-8")
    if path.suffix == ".po":
        return "\n".join(
            re.findall(r'^(?:msgstr(?:\[\d\])? )?"(.*)"$', re.sub(r"(?m)^msgid.*$", "", text), re.MULTILINE)
        )
    if path.suffix == ".ipynb":
        return "\n".join("".join(cell["source"]) for cell in json.loads(text)["cells"])
    return text


@pytest.mark.parametrize("pattern", TERMS, ids=TERMS.get)
def test_one_spelling_a_word(pattern: str) -> None:
    wrong = re.compile(pattern)
    found = [f"{place}: {line}" for place, line in lines() if wrong.search(line)]
    assert not found, f"write {TERMS[pattern]}"


def childrens_texts() -> list[tuple[str, str]]:
    """(name, Japanese) of what children read with readings: sheets, titles, words, checks, notebooks."""
    found = []
    for folder in sorted((ROOT / "lessons").glob("0*")) + sorted((ROOT / "lessons").glob("1*")):
        toml = re.findall(r'^(?:meaning_)?ja = "(.*\{.*)"$', (folder / "lesson.toml").read_text("utf-8"), re.MULTILINE)
        check = re.findall(r'ja="(.*)"', (folder / "check.py").read_text("utf-8"))
        found.append((folder.name, "\n".join([(folder / "worksheet.md").read_text("utf-8"), *toml, *check])))
    for path in sorted((ROOT / "notebooks").glob("[01]*.ipynb")):
        cells = json.loads(path.read_text("utf-8"))["cells"]
        found.append((path.name, "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")))
    return found


@pytest.mark.parametrize("pattern", CHILDRENS_TERMS, ids=CHILDRENS_TERMS.get)
def test_one_spelling_a_word_for_children(pattern: str) -> None:
    wrong = re.compile(pattern)
    shown = str if "{" in pattern else plain
    found = [
        f"{name}: {line}" for name, text in childrens_texts() for line in text.splitlines() if wrong.search(shown(line))
    ]
    assert not found, f"write {CHILDRENS_TERMS[pattern]}"
