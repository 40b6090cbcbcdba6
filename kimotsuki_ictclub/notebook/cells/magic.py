"""`%%microbit`: the cell is a program. It goes on a board or the bench, and what it says stands below."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from ...errors import ClubError
from ...language import _
from ..bench import Bench
from ..readers import note_reader
from ..still import page_is_live
from .asked import Asked, asked_in
from .cell_program import in_cell, program_for, source_of
from .checked import check_source, told_report
from .place import bench_with, chosen_board, flashed, versions_for
from .program_run import ProgramRun
from .shown import Buttons, Kept, told_run

if TYPE_CHECKING:
    from ...boards import Board
    from ...images import Program
    from ..club_board import ClubBoard

_STILL_SECONDS = 4.0  # how long a board on a cable is read where no page can show it


def microbit(line: str, cell: str, shell: Any) -> None:
    """Run the program in `cell` as `line` asks for; `board` is then, in the next cell, the board on which it runs.

    Raises: ClubError where the program or the line has a mistake, or the board cannot take it.
    """
    asked = asked_in(line)
    source = source_of(cell, _lines_above(shell, cell))
    on_cable = chosen_board(asked.board)
    version, program = program_for(source, asked.lesson, versions_for(on_cable, asked.board, asked.lesson))
    board = _place(on_cable, program, version, asked)
    shell.user_ns["board"] = board
    report = _Report(source, asked, version)
    bench = board.bench
    if page_is_live():
        _run_live(program, on_cable or bench, board, report)
    else:
        if bench is not None:
            _run_still(program, bench, board)
        else:
            _read_for_a_while(program, on_cable)
        if asked.check:
            report.make()


def _lines_above(shell: Any, cell: str) -> int:
    """Return how many lines of the cell as it stands in the page are above the program: `%%microbit`, blank ones."""
    before, mark, after = (shell.history_manager.input_hist_raw or [""])[-1].partition("%%microbit")
    found = mark and after.partition("\n")[2].strip() == cell.strip()
    return before.count("\n") + 1 if found else 1


def _place(on_cable: Board | None, program: Program, version: str, asked: Asked) -> ClubBoard:
    """Put the program where it runs; a real board's progress is shown."""
    if on_cable is None:
        return bench_with(program, version, asked.lesson, asked=asked.board is not None)
    progress = Kept()
    board = flashed(on_cable, program, asked.lesson, lambda doing: progress.show(*told_run([], doing)))
    progress.show("", "")
    return board


def _run_live(program: Program, place: Any, board: ClubBoard, report: _Report) -> None:
    """Start the program and return; below the cell its words follow."""

    def show(run: ProgramRun) -> None:
        mistake = run.mistake if run.state == "mistake" else run.trouble
        shown.show(*told_run(run.printed.lines(), run.status, mistake, run.printed.traceback))
        buttons.can_stop(run.can_stop)

    run = ProgramRun(program, place, show)
    board.show_benches()
    buttons = report.buttons = Buttons(run.press_stop, report.begin if report.possible else None)
    shown, report.place = Kept(), Kept()
    shown.show(*told_run([], run.status))
    run.start()
    note_reader(run)
    if report.asked.check:
        report.begin()


def _run_still(program: Program, bench: Bench, board: ClubBoard) -> None:
    from .fast_run import run_still, show_leds

    printed, rows = run_still(bench, program, walks="steps" in board.channel_names)
    show_leds(rows)
    mistake = in_cell(printed.mistake) if printed.mistake is not None else None
    Kept().show(*told_run(printed.lines(), "", mistake, printed.traceback))


def _read_for_a_while(program: Program, on_cable: Any) -> None:
    run = ProgramRun(program, on_cable, lambda run: None)
    run.start()
    run.wait(_STILL_SECONDS)
    run.stop()
    run.wait()
    Kept().show(*told_run(run.printed.lines(), "", run.mistake or run.trouble, run.printed.traceback))


class _Report:
    """The lesson's check of one cell's program, and where in the page it stands."""

    def __init__(self, source: str, asked: Asked, version: str) -> None:
        self.asked = asked
        self.place: Kept | None = None
        self.buttons: Buttons | None = None
        self._source, self._version = source, version

    @property
    def possible(self) -> bool:
        """Whether there is a lesson that has a check."""
        return self.asked.lesson is not None and self.asked.lesson.has_program

    def begin(self) -> None:
        """Begin the check beside the notebook, which stays usable."""
        if self.buttons is not None:
            self.buttons.can_check(False)
        threading.Thread(target=self.make, daemon=True).start()

    def make(self) -> None:
        """Make the check and show what it found."""
        assert self.asked.lesson is not None
        place = self.place or Kept()
        place.show(*told_run([], _("A virtual board tries your program …")))
        try:
            place.show(*told_report(check_source(self._source, self.asked.lesson, self._version)))
        except ClubError as error:
            place.show(*told_run([], "", error))
        finally:
            if self.buttons is not None:
                self.buttons.can_check(True)
