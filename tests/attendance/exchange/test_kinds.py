"""Siblings of the field cases: the same kinds of lists in other writings."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook
from sqlalchemy import select

from kimotsuki_ictclub.attendance import people
from kimotsuki_ictclub.attendance.exchange.importing import import_file, plan_import
from kimotsuki_ictclub.attendance.exchange.plan import Plan
from kimotsuki_ictclub.attendance.models import Session
from kimotsuki_ictclub.attendance.records import Records
from kimotsuki_ictclub.attendance.sessions import sessions_of_year
from kimotsuki_ictclub.errors import AttendanceError

WHO = "番号,ニックネーム"
LIST = "日付,会場,開始,番号,ニックネーム,ふりがな,出欠,到達,受付時刻"


class Files:
    """Plans and imports texts as CSV files into records."""

    def __init__(self, records: Records, folder: Path) -> None:
        self.records = records
        self.file = folder / "list.csv"

    def plan(self, *lines: str, year: int | None = 2020) -> Plan:
        self.file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return plan_import(self.records, self.file, venue="koyama", year=year)

    def bring_in(self, *lines: str) -> Plan:
        assert self.plan(*lines).problems == []
        return import_file(self.records, self.file, venue="koyama", year=2020)

    def refused(self, *lines: str) -> list[tuple[str, str]]:
        return [(problem.place, problem.error.code) for problem in self.plan(*lines).problems]

    def days(self) -> list[str]:
        with self.records.reading() as db:
            return [f"{session.date:%m-%d}" for session in sessions_of_year(db, 2020)]


@pytest.fixture
def files(records: Records, tmp_path: Path) -> Files:
    return Files(records, tmp_path)


@pytest.mark.parametrize(
    ("lines", "days"),
    [
        ((",,第1回,第2回", f"{WHO},6/13,6/20"), "06-13 06-20"),
        ((f"{WHO},第1回,第2回", ",,6/13,6/20"), "06-13 06-20"),
        ((",,６,,７", f"{WHO},13,20,4"), "06-13 06-20 07-04"),
        ((",,6月,6月,7月", f"{WHO},13日,20日,4日"), "06-13 06-20 07-04"),
        ((f"{WHO},6月,,7月,備考", ",,13日,20日,4日,"), "06-13 06-20 07-04"),
        (("令和2年度　出席簿", ",,12月,,1月", f"{WHO},12,19,16"), "12-12 12-19 01-16"),
        ((",,令和2年,,令和3年", ",,12月,,1月", f"{WHO},12,19,16"), "12-12 12-19 01-16"),
        ((f"{WHO},時計をつくる 6/13,計(6/13まで),20/6/20"), "06-13 06-20"),
        ((f"{WHO},6/13 10:00,6/13 14:00"), "06-13 06-13"),
        ((f"{WHO},6/13 高山,6/20 18-20時"), "06-13 06-20"),
    ],
)
def test_days_in_one_two_or_three_rows(files: Files, lines: tuple[str, ...] | str, days: str) -> None:
    headings = (lines,) if isinstance(lines, str) else lines
    files.bring_in(*headings, "1,みかん" + ",○" * (headings[-1].count(",") - 1))
    assert files.days() == days.split()


def test_marks_below_a_heading_that_is_not_understood(files: Files) -> None:
    two_days = ("6/13・6/20", "6/13-20", "6/13、20", "6月13日、20日")
    for heading in (*two_days, "第1回", "13", "6/31", "2019/6/13", "", "写真OK", "出欠のようす"):
        refused = files.refused(f"{WHO},{heading}", "1,みかん,○", "2,りんご,×")
        assert [place for place, _code in refused] == ["C"], heading


def test_columns_of_the_towns_own(files: Files) -> None:
    plan = files.plan(f"{WHO},6/13,計,出席率,備考,班,メモ", "1,みかん,○,1,100%,げんき,1,-", "2,りんご,×,0,0%,,1,-")
    assert plan.problems == []
    assert plan.unused_columns == ["計", "出席率", "備考", "班", "メモ"]
    file = files.file
    file.write_text(f"{WHO},写真OK,6/13\n1,みかん,○,○\n")
    plan = plan_import(files.records, file, venue="koyama", year=2020, leave_out=["写真OK"])
    assert (plan.problems, plan.unused_columns, plan.outcome.new_presences) == ([], ["写真OK"], 1)


ASIDES = [
    ",参加人数,2", "計,,2", ",男子計,1", ",Total,2", ",出席者数（名）,1", "※ 欠席は連絡,,",
    "注）欠席は連絡,,", "以上,,", "○：出席　×：欠席,,", "欠席の場合は連絡してください。,,",
    "曜日,,土", ",,(土)", ",,18:30", ",内容,LED", ",,2",
    "作成：企画調整課,,", "令和2年7月1日現在,,", "(以下余白),,", "以 上,,", "凡例,○,出席", "○出席,△遅刻,×欠席", "1/1,,",
    ",のべ,1", ",出席率,1", ",【合計】,1", ",前月計,1", ",○の数,1", ",トータル,2", ",小学生,2", ",合計人数,1",
    ",平均,0.5", ",欠席,1", "出席,,1", ",男,2", ",欠席者,1",
]  # fmt: skip


def test_rows_that_are_no_data_are_told_and_left_out(files: Files) -> None:
    data = ["1,みかん,○", "2,りんご,×"]
    for row in ASIDES:
        for place, lines in (("2", [row, *data]), ("4", [*data, row])):
            plan = files.plan(f"{WHO},6/13", *lines)
            assert plan.problems == [], row
            assert (plan.outcome.new_people, plan.outcome.new_presences) == (2, 2), row
            assert [left.place for left in plan.left_out] == [place], row


@pytest.mark.parametrize(
    ("lines", "came", "listed"),
    [
        (
            (
                "日付,会場,出席者,欠席者",
                '6/13,高山,"みかん、りんご（2名）","もも(風邪)"',
                "6/20,高山,もも,なし",
                "計,,3,1",
            ),
            3,
            3,
        ),
        (("日付,出席者,遅刻者,欠席者", "6/13,みかん、りんご,りんご,もも"), 2, 3),
        (("日付,出席,欠席", '6/13,"みかん\nりんご",もも'), 2, 3),
        (("日付,参加者", "6/13,みかん、りんご", "6/20,もも"), 3, 3),
        (("令和2年6月13日,", "出席者,欠席者", "みかん,もも", "りんご,"), 2, 3),
    ],
)
def test_names_that_stand_under_who_came_and_who_did_not(
    files: Files, lines: tuple[str, ...], came: int, listed: int
) -> None:
    plan = files.bring_in(*lines)
    assert (plan.after.presences, plan.outcome.new_people) == (came, listed)
    assert files.plan(*lines).outcome.changes == 0


@pytest.mark.parametrize(
    ("lines", "came"),
    [
        (("日付,ニックネーム,出席,欠席,遅刻", "6/13,みかん,○,,", "6/13,りんご,,○,", "6/13,もも,○,,○"), 2),
        (("令和2年6月13日", "ニックネーム,出,欠", "みかん,レ,", "りんご,,レ", "もも,,"), 1),
    ],
)
def test_states_in_a_column_each(files: Files, lines: tuple[str, ...], came: int) -> None:
    plan = files.bring_in(*lines)
    assert (plan.after.presences, plan.outcome.new_people, plan.unused_columns) == (came, 3, [])


def test_totals_behind_the_days_and_numbers_within_a_class(files: Files) -> None:
    plan = files.bring_in(f"{WHO},6/13,出席,欠席,遅", "7,みかん,○,1,0,0", "8,りんご,×,0,1,0")
    assert (plan.after.presences, plan.unused_columns) == (1, ["出席", "欠席", "遅"])
    plan = files.bring_in("学年,組,番号,ニックネーム,6/20", "4,1,1,もも,○", "4,2,1,すもも,○")
    assert (plan.outcome.new_people, plan.unused_columns) == (2, ["組", "番号"])


def test_rows_that_are_kept_for_nobody_and_names_of_parts(files: Files) -> None:
    for row in ("3,,", "3,欠番,", "3,（空き）,-", ",小学生の部,", ",＜高山教室＞,", ",4年生,", "1班,,"):
        plan = files.plan(f"{WHO},6/13", "1,みかん,○", row, "2,りんご,×")
        assert ([left.place for left in plan.left_out], plan.outcome.new_people) == (["3"], 2), row


@pytest.mark.parametrize("title", ["令和2年6月13日(土)　出席簿,,", "日付,6月13日,", "開催日：R2.6.13 18:30～20:00,,"])
def test_the_day_that_a_title_names(files: Files, title: str) -> None:
    plan = files.bring_in(title, f"{WHO},出欠", "1,みかん,○", "2,りんご,×", "3,もも,")
    assert (files.days(), plan.outcome.new_presences, plan.after.presences) == (["06-13"], 2, 1)
    assert files.plan(title, f"{WHO},出欠", "1,みかん,○", "2,りんご,×", "3,もも,").outcome.changes == 0


@pytest.mark.parametrize(
    ("heading", "cell"),
    [("日にち", "6/13"), ("日時", "6/13 18:30"), ("実施日時", "6月13日（土）18:30〜20:00"), ("期日", "R2.6.13")],
)
def test_other_headings_above_days(files: Files, heading: str, cell: str) -> None:
    plan = files.bring_in(f"{heading},教室,ニックネ―ム,出欠", f"{cell},高山教室,みかん,○")
    assert (files.days(), plan.unused_columns, plan.after.presences) == (["06-13"], [], 1)


@pytest.mark.parametrize("lines", [("月,日,ニックネーム", "6,13,みかん"), ("年,月,日,名前", "2020,6月,13日,みかん"),
                                   ("年,月,日,ニックネーム", "令和2,6,13,みかん")])  # fmt: skip
def test_dates_in_several_columns(files: Files, lines: tuple[str, ...]) -> None:
    assert (files.bring_in(*lines).after.presences, files.days()) == (1, ["06-13"])


def test_absence_that_stands_under_remarks(files: Files) -> None:
    plan = files.bring_in("日付,ニックネーム,備考", "6/13,みかん,欠席（風邪）", "6/13,りんご,げんき", "6/13,もも,")
    assert plan.after.presences == 2


@pytest.mark.parametrize("text", ["番号，ニックネーム，6/13\n1，みかん，○\n", "番号|ニックネーム|6/13\n1|みかん|○\n",
                                  "番号;ニックネーム;6/13;備考\n1;みかん;○;a,b,c,d,e\n"])  # fmt: skip
def test_other_signs_between_cells(files: Files, text: str) -> None:
    files.bring_in(text)
    assert files.days() == ["06-13"]


def test_headings_that_are_said_again_on_the_next_page(files: Files) -> None:
    plan = files.plan(f"{WHO},6/13", "1,みかん,○", f"{WHO},6/13", "2,りんご,×")
    assert (plan.outcome.new_presences, [left.place for left in plan.left_out]) == (2, ["3"])


def test_a_child_whose_name_begins_like_a_sum_stays(files: Files) -> None:
    plan = files.bring_in(f"{WHO},6/13", "1,計太,○", "2,合計くん,○", "3,人数さん,×", "4,平均台,○", "5,以上くん,○")
    assert (plan.outcome.new_people, plan.left_out) == (5, [])


REFUSED: list[tuple[tuple[str, ...], str, str]] = [
    (("ニックネーム", "ゆうき", "はな", "ゆうき"), "2, 4", "twice-without-number"),
    (("ニックネーム", "Yuki", "はな", "ｙｕｋｉ"), "2, 4", "twice-without-number"),
    (("ニックネーム,氏名", "ゆうき,肝付 花", "ゆうき,高山 太"), "2, 3", "twice-without-number"),
    ((f"{WHO},6/13", "1,ゆうき,○", ",ゆうき,×"), "2, 3", "twice-without-number"),
    ((f"{WHO},6/13", "1,みかん,○", "1,みかん,×"), "2, 3", "one-presence-two-ways"),
    ((LIST, "6/13,高山,,1,蜜柑,みかん,○", "6/20,高山,,1,蜜柑,みつかん,○"), "2, 3", "one-person-two-ways"),
    ((LIST, "6/13,高山,,1,蜜柑,,○", "6/20,高山,,1,みかん,,○"), "2, 3", "one-person-two-ways"),
    ((LIST, "6/13,高山,,1,蜜柑,,○,ひとりで", "6/13,高山,,1,蜜柑,,○,まだ"), "2, 3", "one-presence-two-ways"),
    ((f"{WHO},6/13,R2.6.13", "1,みかん,○,○"), "C, D", "one-day-two-columns"),
    ((f"{WHO},6/13(中止)", "1,みかん,○"), "C, 2", "cancelled-but-came"),
    ((f"{WHO},6/13", "1,みかん,★"), "2", "bad-cell"),
    ((f"{WHO},6/13", ",,○"), "2", "no-person"),
    ((LIST, ",高山,,1,みかん,,○"), "2", "no-date"),
    (("日付,会場,ニックネーム", "6/13,高山,みかん", ",高山,りんご"), "3", "no-date"),
    (("番号,会員番号,ニックネーム", "1,7,みかん"), "2", "one-row-two-ways"),
    (("日付,日付,ニックネーム", "6/13,6/20,みかん"), "2", "one-row-two-ways"),
    ((f"{WHO},6/13", "1,みかん,○", ",参観,1"), "3", "sum-or-person"),
    (("ニックネーム,6/13,6/20", "みかん,○,×", "りんご,×,○", "印,1,1"), "4", "sum-or-person"),
    ((f"{WHO},6/13,第2回", "1,みかん,○,○", "2,りんご,○,★", "3,もも,×,×"), "D", "marks-under-unknown-heading"),
    ((f"{WHO},6/13,第2回", "1,みかん,○,○", "2,りんご,○,#N/A"), "D", "marks-under-unknown-heading"),
    (("日付,ニックネーム,備考", "6/13,みかん,○", "6/13,りんご,×"), "C", "marks-under-unknown-heading"),
    ((f"{WHO},6/13 内之浦", "1,みかん,○"), "C", "other-venue"),
    ((f"{WHO},会場,6/13 内之浦", "1,みかん,高山,○"), "2", "other-venue"),
    ((f"{WHO},6/13", "【高山】,,", "1,みかん,○", "【内之浦教室】,,", "2,りんご,○"), "4", "other-venue"),
    ((",,高山,内之浦", f"{WHO},6/13,6/20", "1,みかん,○,○"), "D", "other-venue"),
    ((f"{WHO},出欠", "1,みかん,○"), "C", "no-day"),
    (("入会受付 4/1", f"{WHO},出欠", "1,みかん,○"), "C", "no-day"),
    ((f"{WHO},入会4/1,6/13", "1,みかん,○,○"), "C", "marks-under-unknown-heading"),
    ((f"{WHO},4/1現在,6/13", "1,みかん,○,○"), "C", "marks-under-unknown-heading"),
    (("ニックネーム", "みかん", "大人", "りんご", "4年生"), "3, 5", "part-or-person"),
    (("ニックネーム,6/13", "みかん,○", "大人,", "もも,"), "3", "part-or-person"),
    (("日付,出席者,欠席者", "6/13,みかん 他2名,もも"), "2", "not-named"),
    (("日付,ニックネーム,出席,欠席", "6/13,みかん,○,○"), "2", "bad-cell"),
    ((f"{WHO},6/13(日)", "1,みかん,○"), "C", "other-weekday"),
    ((f"{WHO},6/13,出欠", "1,みかん,○,×"), "D", "marks-under-unknown-heading"),
    (("日付,ニックネーム", "6月20日（日曜日）,みかん"), "2", "other-weekday"),
    ((f"{WHO},12/19,3/27,4/3", "1,みかん,○,○,○"), "E", "day-goes-back"),
    (("ニックネーム,6/13", "み かん,○", "みかん,×"), "2, 3", "twice-without-number"),
    (("日付,お子様のお名前", "6/13,肝付 花子"), "B", "full-names"),
    (("日付,出席者,欠席者", "6/13,みかん,全員"), "2", "not-named"),
    (("日付,出席者,欠席者", "6/13,みかん・りんご,もも"), "2", "several-names"),
    (("日付,出席者,欠席者", "6/13,みかん、もも,もも"), "2, 2", "one-presence-two-ways"),
    (("日付,出席者,欠席者", "6/13,肝付 花子、高山 太郎,もも"), "B", "full-names"),
    (("令和2年7月1日現在,,", f"{WHO},受付時刻", "1,みかん,18:31"), "C", "no-day"),
    (("日付,参加者", "6/13,みかん・りんご", "6/20,もも"), "B", "several-names"),
    (("日付,ニックネーム", "6/13,みかん、りんご"), "2", "several-names"),
    (("月,日,ニックネーム", "6,31,みかん"), "2", "bad-date"),
    ((f"{WHO},6.3,6.1,6.17", "1,みかん,○,○,○"), "D", "bad-date"),
    (("ニックネーム", "#名前?"), "2", "error-value"), (("ニックネーム", "＃Ｎ／Ａ"), "2", "error-value"),
    ((LIST, "#NUM!,高山,,1,みかん,,○"), "2", "error-value"),
    ((LIST, "6/13,高山,,1,みかん,,Err:502"), "2", "error-value"),
]  # fmt: skip


def test_contradictions_and_bad_rows(files: Files) -> None:
    for lines, place, code in REFUSED:
        refused = files.refused(*lines)
        assert (", ".join(where for where, _code in refused), {code for _where, code in refused}) == (place, {code}), (
            lines
        )


def test_what_is_no_contradiction(files: Files) -> None:
    same = "6/13,高山,,1,みかん,,○"
    assert files.plan(LIST, same, same).outcome.new_presences == 1
    plan = files.bring_in(f"{WHO},学年,6/13", "1,ゆうき,小4,○", "2,ゆうき,小6,×")
    assert (plan.outcome.new_people, plan.same_names) == (2, {"ゆうき": [1, 2]})
    assert files.refused("ニックネーム,6/20", "ゆうき,○") == [("2", "participant-several")]
    assert files.plan(f"{WHO},備考", "3,もも,#REF!").problems == []
    assert files.plan("ニックネーム,6/13", "あ,○", "い,1", "う,0", "え,○", "お,×").outcome.new_presences == 5
    assert files.plan("ニックネーム,6/13", "あ,0", "い,0", "う,1").outcome.new_presences == 3
    assert files.plan("ニックネーム,6/13", "あ,○", "い,○", "う,○", "え,1").outcome.new_presences == 4
    assert files.plan("日付,開始", "6/13,18:30", "6/20,18:30").outcome.changes == 2


def test_a_full_name_tells_two_children_of_one_nickname_apart(files: Files) -> None:
    files.bring_in(f"{WHO},氏名", "1,ゆうき,肝付 花", "2,ゆうき,高山 太", "3,はな,内之 浦")
    plan = files.bring_in("ニックネーム,氏名,6/13", "ゆうき,高山太,○")
    assert (plan.outcome.new_people, plan.outcome.changed_people, plan.outcome.new_presences) == (0, 0, 1)
    assert files.refused("ニックネーム,氏名", "はな,別の 子") == [("2", "other-full-name")]
    named = files.bring_in("名前,ニックネーム", "別の 子,もも")
    assert (named.full_names_in, named.outcome.new_people) == (["名前"], 1)


def test_numbers_in_the_file_are_given_before_the_others(files: Files) -> None:
    files.bring_in(f"{WHO},6/13", ",りんご,○", "1,みかん,○")
    with files.records.reading() as db:
        assert [(one.number, one.nickname) for one in people.everybody(db)] == [(1, "みかん"), (2, "りんご")]


def test_two_sessions_a_day_need_their_times(files: Files) -> None:
    files.bring_in("日付,会場,開始", "6/13,高山,10:00", "6/13,高山,14:00", "6/20,高山,10:00")
    assert files.refused(f"{WHO},6/13", "1,みかん,○") == [("C", "session-several-there")]
    files.bring_in(f"{WHO},6/20", "1,みかん,○")
    files.bring_in(f"{WHO},6/27", "1,みかん,○")
    assert files.refused("日付,会場,開始", "6/27,高山,10:00", "6/27,高山,14:00") == [
        ("2", "session-several-there"), ("3", "session-several-there"),
    ]  # fmt: skip
    files.bring_in(LIST, "6/27,高山,18:30,1,みかん,,○,,18:31")
    assert files.days() == ["06-13", "06-13", "06-20", "06-27"]


@pytest.mark.parametrize(
    "lines",
    [
        ("日付,会場,状態", "6/13,高山,開催", "6/20,高山,休会"),
        ("日付,会場,内容", "6/13,高山,LED", "6/20,高山,延期（台風）"),
        (f"{WHO},6/13,6/20(中止)", "1,みかん,○,-"), (f"{WHO},6/13,6/20", "1,みかん,○,中止", "2,りんご,×,中止"),
        ("日付,会場,備考", "6/13,高山,中止せず実施", "6/20,高山,講師の都合で休講"),
        ("日付,会場,備考", "6/13,高山,6/6中止分の振替", "6/20,高山,台風で中止→6/27に振替"),
        ("日付,会場,備考", "6/13,高山,雨天の場合は中止", "6/20,高山,取りやめ"),
        ("日付,会場,実施", "6/13,高山,実施", "6/20,高山,中止"),
    ],
)  # fmt: skip
def test_sessions_that_were_called_off(files: Files, lines: tuple[str, ...]) -> None:
    plan = files.bring_in(*lines)
    assert ([one.date for one in plan.cancelled], plan.after.sessions) == (["2020-06-20"], 1)
    with files.records.reading() as db:
        assert [session.cancelled for session in db.scalars(select(Session).order_by(Session.date))] == [False, True]
    assert files.plan(*lines).outcome.changes == 0


def test_the_column_that_is_meant_of_two(files: Files) -> None:
    files.file.write_text("No,会員番号,ニックネーム\n1,7,みかん\n", encoding="utf-8")
    for left_out, number in (("No", 7), ("B", 1)):
        plan = plan_import(files.records, files.file, leave_out=[left_out])
        assert plan.problems == []
        import_file(files.records, files.file, leave_out=[left_out])
        with files.records.reading() as db:
            assert number in [person.number for person in people.everybody(db)]


def test_venues_and_years_that_a_file_names_itself(files: Files) -> None:
    lines = ("{title},,", f"{WHO},6/13", "1,みかん,○")
    wrong_years = ("令和元年度　出席簿", "令和3年6月 出席簿", "高山教室 2020年3月分")
    for title, code in (("内之浦教室　出席簿", "other-venue"), *((title, "other-year") for title in wrong_years)):
        with pytest.raises(AttendanceError) as caught:
            files.plan(lines[0].format(title=title), *lines[1:])
        assert caught.value.code == code
    for title in ("高山教室　令和2年度　出席簿", "担当　内之浦", "令和元年度からの継続　令和2年度", "令和3年1月分",
                  "2018年4月開講"):  # fmt: skip
        assert files.plan(lines[0].format(title=title), *lines[1:]).problems == []

    def fill(book: Workbook) -> None:
        book.remove(book.worksheets[0])
        for venue in ("高山", "内之浦"):
            sheet = book.create_sheet(venue)
            sheet.append(["番号", "ニックネーム", "6/13"])
            sheet.append([1, "みかん", "○"])

    file = files.file.with_suffix(".xlsx")
    file.write_bytes(workbook(fill))
    with pytest.raises(AttendanceError, match="内之浦"):
        plan_import(files.records, file, venue="koyama", year=2020)
    assert import_file(files.records, file, year=2020).outcome.new_sessions == 2
    files.file.write_text(f"{WHO},6/13 高山,6/13 内之浦\n1,みかん,○,○\n", encoding="utf-8")
    assert import_file(files.records, files.file, year=2020).outcome.changes == 0


def workbook(fill: Callable[[Workbook], None]) -> bytes:
    book, stream = Workbook(), io.BytesIO()
    fill(book)
    book.save(stream)
    return stream.getvalue()


def test_merged_hidden_and_uncomputed_cells(records: Records, tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        sheet = book.active
        assert sheet is not None
        sheet.append(["日付", "会場", "番号", "ニックネーム", "出欠", "計"])
        sheet.append([datetime(2020, 6, 13), "高山", 1, "みかん", "○", "=1+1"])
        sheet.append([None, None, 2, "りんご", "×"])
        sheet.append([datetime(2020, 6, 20), "高山", 1, '=A1&"x"', "○"])
        sheet.merge_cells("A2:A3")
        sheet.merge_cells("B2:B3")
        sheet.column_dimensions["E"].hidden = True
        other = book.create_sheet("古い名簿")
        other.append(["ニックネーム"])
        other.append(["もも"])
        other.sheet_state = "veryHidden"

    file = tmp_path / "list.xlsx"
    file.write_bytes(workbook(fill))
    plan = plan_import(records, file)
    assert [(problem.place, problem.error.code) for problem in plan.problems] == [("Sheet 4", "error-value")]
    assert plan.hidden == ["column Sheet E", "古い名簿"]
    assert plan.legend["×"][1] == 1  # the merged day and venue hold for りんご too


def test_three_rows_of_headings_in_merged_cells(records: Records, tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        sheet = book.active
        assert sheet is not None
        sheet.append(["番号", "ニックネーム", "6月", None, "7月"])
        sheet.append([None, None, 13, 20, 4])
        sheet.append([None, None, "土", "土", "土"])
        sheet.append([1, "みかん", "○", "×", "○"])
        for cells in ("A1:A3", "B1:B3", "C1:D1"):
            sheet.merge_cells(cells)

    file = tmp_path / "list.xlsx"
    file.write_bytes(workbook(fill))
    plan = plan_import(records, file, venue="koyama", year=2020)
    assert (plan.problems, plan.after.sessions, plan.after.presences) == ([], 3, 2)


def test_what_is_said_again_by_ditto_marks(files: Files) -> None:
    plan = files.bring_in("日付,会場,ニックネーム,出欠", "6/13,高山,みかん,○", "〃,同上,りんご,〃", "6/20,〃,もも,×")
    assert (files.days(), plan.after.presences, plan.after.people) == (["06-13", "06-20"], 2, 3)


def test_sheets_called_by_their_days(records: Records, tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        book.remove(book.worksheets[0])
        for day in ("6月13日", "R2.6.20"):
            book.create_sheet(day).append(["番号", "ニックネーム", "出欠"])
            book[day].append([1, "みかん", "○"])

    file = tmp_path / "list.xlsx"
    file.write_bytes(workbook(fill))
    plan = plan_import(records, file, venue="koyama", year=2020)
    assert (plan.problems, plan.after.sessions, plan.after.presences) == ([], 2, 2)


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.9])
def test_a_damaged_workbook_is_said(records: Records, tmp_path: Path, cut: float) -> None:
    def fill(book: Workbook) -> None:
        assert book.active is not None
        for row in range(50):
            book.active.append([row, f"なかま{row}"])

    content = workbook(fill)
    at = int(len(content) * cut)
    file = tmp_path / "list.xlsx"
    for damaged in (content[:at], content[:at] + b"\0" * 40 + content[at + 40 :]):
        file.write_bytes(damaged)
        with pytest.raises(AttendanceError) as caught:
            plan_import(records, file)
        assert caught.value.code in ("table-unreadable", "no-header")
