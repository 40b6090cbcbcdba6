"""Readings are shown by school year."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kimotsuki_ictclub import readings

TEXT = "{部屋|へや}が {暗|くら}いと {光|ひか}る"  # 部 屋 暗 are taught in year 3, 光 in year 2


@pytest.mark.parametrize(
    ("year", "shown"),
    [
        (1, "へやが くらいと ひかる"),
        (2, "へやが くらいと ひかる"),
        (3, "へやが くらいと 光る"),
        (4, "部屋が 暗いと 光る"),
        (9, "部屋が 暗いと 光る"),
    ],
)
def test_a_year_reads_what_the_years_before_it_taught(year, shown):
    assert readings.in_kana(TEXT, year) == shown


def test_ruby_stands_only_over_what_is_not_learned():
    shown = readings.as_ruby(TEXT, 3)
    assert "<ruby>暗<rp>（</rp><rt>くら</rt><rp>）</rp></ruby>い" in shown
    assert "光る" in shown and "ひか" not in shown


def test_kanji_beyond_primary_school_are_for_grown_ups():
    assert readings.in_kana("{闇|やみ}", 9) == "やみ"
    assert readings.in_kana("{闇|やみ}", 10) == "闇"
    assert readings.in_kana("{罠|わな}", 10) == "わな"  # no 常用漢字


def test_a_word_is_one_whole():
    assert readings.in_kana("{光線|こうせん}", 2) == "こうせん"
    assert readings.in_kana("{時々|ときどき}", 3) == "時々"


def test_html_in_a_reading_is_no_html():
    assert "<b>" not in readings.as_ruby("{<b>闇|<b>}", 1)


def test_kanji_without_reading_are_found():
    assert readings.without_reading("{暗|くら}い 夜の{道|みち}") == ["夜"]
    assert readings.without_reading(TEXT) == []


@pytest.mark.parametrize("year", [0, 11])
def test_there_is_no_such_year(year):
    with pytest.raises(ValueError, match="school year"):
        readings.in_kana(TEXT, year)


@given(st.text(), st.integers(1, 10))
def test_text_without_readings_stays_as_it_is(text, year):
    clean = text.replace("{", "").replace("|", "")
    assert readings.in_kana(clean, year) == readings.plain(clean) == readings.as_ruby(clean, year) == clean


@given(st.lists(st.sampled_from(["{暗|くら}", "{光|ひか}", "る", "闇", " "])), st.integers(1, 9))
def test_an_older_child_never_gets_more_kana(parts, year):
    text = "".join(parts)
    younger, older = readings.in_kana(text, year), readings.in_kana(text, year + 1)
    assert len(readings.kanji_in(older)) >= len(readings.kanji_in(younger))


def test_what_stands_between_backticks_becomes_code_but_not_in_a_line_of_a_program() -> None:
    said = "`a&lt;b` は `c`\n    x = `1` + `2`\n  `` は"
    assert readings.as_code(said) == "<code>a&lt;b</code> は <code>c</code>\n    x = `1` + `2`\n  `` は"
