"""What a child is told about a mistake in a cell: one kind sentence, its line, and a name that was meant."""

from __future__ import annotations

import linecache
from typing import Any

import pytest

from kimotsuki_ictclub import language
from kimotsuki_ictclub.errors import BoardError, ClubError
from kimotsuki_ictclub.notebook import ClubBoard
from kimotsuki_ictclub.notebook.bench import Bench
from kimotsuki_ictclub.notebook.cell_mistakes import explain
from kimotsuki_ictclub.notebook.showing.error_box import error_html, error_text
from kimotsuki_ictclub.readings import kanji_in


def said(cell: str, **names: Any) -> ClubError:
    """Run `cell` as a kernel does and return what is said about its mistake."""
    linecache.cache["cell"] = (len(cell), None, cell.splitlines(keepends=True), "cell")
    names |= {"board": ClubBoard([Bench("v1", {})]), "__name__": "__main__"}
    try:
        exec(compile(cell, "cell", "exec"), names)
    except BaseException as error:
        return explain(error, names, cell)
    raise AssertionError("the cell has no mistake")


@pytest.mark.parametrize(
    ("cell", "line", "words"),
    [
        ("bord.live_plot()", 1, "`board` の ことかな"),
        ("Board.live_plot()", 1, "`board` の ことかな"),
        ("x = 1\npront(x)", 2, "`print` の ことかな"),
        ("recording", 1, "いちばん うえから"),
        ("sun.plot()", 1, "いちばん うえから"),
        ("board.liveplot()", 1, "`live_plot` の ことかな"),
        ("board.LivePlot()", 1, "`live_plot` の ことかな"),
        ("board.recrd(10)", 1, "`record` の ことかな"),
        ("board.zzz()", 1, ".live_plot, .record"),
        ("board.live_plot(secnds=60)", 1, "`seconds` の ことかな"),
        ("'a'.uper()", 1, "`upper` の ことかな"),
        ("nothing = None\nnothing.plot()", 2, "なかみが ない"),
        ("prediction = １００", 1, "ぜんかく"),
        ("x = 1\nboard.record（seconds=3）", 2, "ぜんかく"),
        ("while True：\n    pass", 1, "ぜんかく"),
        ("print('a'\nx = 1", 1, "とじて いません"),
        ("if 1\n    print(1)", 1, "コロン"),
        ("x = 1\n  y = 2", 2, "みぎ"),
        ("1 +* 2", 1, "Python は この ぎょう"),
        ("def f():\n    return 1 / 0\n\nf()", 2, "0で わって"),
        ("[1][3]", 1, "0から"),
        ("{}['a']", 1, "その なまえ"),
        ("'a' + 1", 1, "str( )"),
        ("import micorbit", 1, "`micorbit`"),
        ("open('sun.csv')", 1, "`sun.csv`"),
        ("int('x')", 1, "ValueError"),
        ("raise KeyboardInterrupt", 1, "とめました"),
    ],
)
def test_a_mistake_is_said_with_its_line(cell: str, line: int, words: str) -> None:
    language.set_language("ja")
    told = said(cell)
    assert told.place.line == line  # type: ignore[attr-defined]
    assert told.place.text == cell.splitlines()[line - 1].strip()  # type: ignore[attr-defined]
    text = error_text(told)
    assert text.startswith(f"⚠ {line}ぎょうめ：") and words in text
    assert not kanji_in(text)  # no reading can stand over it


def test_what_our_own_tools_do_wrong_is_not_called_the_child_s(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_board: ClubBoard) -> None:
        len(3)  # type: ignore[arg-type]

    monkeypatch.setattr(ClubBoard, "close", broken)
    assert "TypeError" in said("board.close()").message


def test_an_error_of_the_club_stays_as_it_is() -> None:
    error = BoardError("board-gone", "The board is away.", "Plug it in.")
    assert explain(error, {}) is error
    assert error_text(error) == "⚠ The board is away.\n→ Plug it in."


def test_the_box_folds_the_traceback_and_runs_nothing() -> None:
    language.set_language("en")
    box = error_html(said("bord['<script>']"), "\x1b[31mTraceback\x1b[0m <b>")
    assert "<script>" not in box and "&lt;script&gt;" in box
    assert "<details><summary" in box and "Traceback &lt;b&gt;" in box and "\x1b" not in box
    assert "<details>" not in error_html(said("bord"))
