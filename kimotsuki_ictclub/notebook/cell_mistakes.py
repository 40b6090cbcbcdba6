"""A child's own mistake in a cell: one kind sentence with the line, and the traceback folded below it.

`help_with_mistakes` gives this to a kernel; what a program on a *board* does wrong is told by images/.
"""

from __future__ import annotations

import difflib
import inspect
import linecache
import re
from collections.abc import Iterable
from types import TracebackType
from typing import Any, NamedTuple

from ..errors import ClubError
from ..images.mistakes import GENERAL, syntax_mistake
from ..language import N_
from .showing.error_box import show_error

_LOOK = N_("Look at this line together with somebody.")
_ON_THE_PC = {GENERAL: N_("Python doesn't understand this line.")}
_SPELLING = N_("Look at the spelling; capital and small letters matter.")
_NEAR = N_("Did you mean `%(near)s`?")
_WRONG_KEYWORD = re.compile(r"(\w+)\(\) got an unexpected keyword argument '(\w+)'")
_USUAL = (
    "print",
    "round",
    "range",
    "input",
    "len",
    "int",
    "str",
    "sum",
    "max",
    "min",
    "sorted",
    "True",
    "False",
    "None",
)
_SENTENCES: dict[type[BaseException], tuple[str, str]] = {
    KeyboardInterrupt: (N_("This cell was stopped."), N_("Press ▶ to run it again.")),
    ZeroDivisionError: (
        N_("A number is divided by 0 here."),
        N_("Ask with if whether the number is 0 before you divide."),
    ),
    IndexError: (
        N_("The list has no place of this number."),
        N_("Places are counted from 0: a list of 3 has the places 0, 1 and 2."),
    ),
    KeyError: (N_("There is nothing under this name."), _SPELLING),
    ImportError: (N_("There is nothing called `%(name)s` to import."), _SPELLING),
    FileNotFoundError: (
        N_("There is no file `%(name)s` here."),
        N_("Look at the list of files on the left. The name must be the same."),
    ),
    TypeError: (
        N_("Things are put together here that don't fit."),
        N_("To join a number to a text, write str( ) around the number. Count what is in the brackets."),
    ),
    RecursionError: (
        N_("The program calls itself again and again here."),
        N_("A def must not call itself without an end; use while True: instead."),
    ),
}


class Place(NamedTuple):
    """The line of a cell (from 1) where something went wrong, and its text; 0 and "" where it is unknown."""

    line: int = 0
    text: str = ""


class CellError(ClubError):
    """A mistake in a cell, said to the child: `place` is its line."""

    def __init__(self, place: Place, message: str, hint: str, **values: object) -> None:
        super().__init__("cell-mistake", message, hint, **values)
        self.place = place


def help_with_mistakes(shell: Any) -> None:
    """Let the notebook's kernel `shell` (IPython's) say every mistake kindly."""
    shell.set_custom_exc((Exception, KeyboardInterrupt), _show_mistake)


def explain(error: BaseException, names: dict[str, Any], cell: str = "") -> ClubError:
    """Return what to say about `error`, which a cell with the text `cell` raised; `names` are the notebook's."""
    if isinstance(error, ClubError):
        return error
    place = _place_in_cell(error.__traceback__, names)
    if isinstance(error, SyntaxError) and not place.line:  # the cell itself, not a file that it reads
        return _syntax(error, cell)
    if isinstance(error, NameError):
        return _unknown_name(error, place, names)
    if isinstance(error, AttributeError):
        return _unknown_attribute(error, place)
    wrong = _WRONG_KEYWORD.search(str(error)) if isinstance(error, TypeError) else None
    if wrong:
        return _wrong_keyword(wrong[2], place)
    for kind, (sentence, hint) in _SENTENCES.items():
        if isinstance(error, kind) and (kind is not TypeError or _ends_in_cell(error.__traceback__, names)):
            return CellError(place, sentence, hint, name=_named(error))
    says = f"{type(error).__name__}: {error}"
    return CellError(place, N_("The cell stopped here: %(says)s"), _LOOK, says=says)


def _show_mistake(
    shell: Any, kind: type[BaseException], error: BaseException, trace: Any, tb_offset: Any = None
) -> Any:
    """Show `error` in the page; what IPython calls instead of its own traceback. Returns the traceback's lines."""
    lines: list[str] = shell.InteractiveTB.structured_traceback(kind, error, trace, tb_offset=tb_offset)
    told = explain(error, shell.user_ns, shell.history_manager.input_hist_raw[-1])
    show_error(told, "" if isinstance(error, ClubError) else "\n".join(lines))
    shell._last_traceback = lines  # the answer to the page: "Run all" stops here
    return lines


def _syntax(error: SyntaxError, cell: str) -> ClubError:
    mistake = syntax_mistake("", cell, error.lineno or 1)
    values = {key: value for key, value in mistake.values.items() if key not in ("line", "text", "file")}
    place = Place(int(str(mistake.values["line"])), str(mistake.values["text"]))
    sentence, hint = mistake.untranslated
    return CellError(place, _ON_THE_PC.get(sentence, sentence), hint, **values)


def _unknown_name(error: NameError, place: Place, names: dict[str, Any]) -> CellError:
    name = error.name or _named(error)
    own = [known for known in names if not known.startswith("_")]
    near = _nearest(name, own) or _nearest(name, _USUAL, cutoff=0.75)
    sentence = N_("There is no `%(name)s` yet.")
    if near:
        return CellError(place, sentence, _NEAR, name=name, near=near)
    hint = N_("Did the cell run that makes it? Go to the top and press ▶ cell by cell.")
    return CellError(place, sentence, hint, name=name)


def _unknown_attribute(error: AttributeError, place: Place) -> CellError:
    name = error.name or _named(error)
    if error.obj is None:
        hint = N_("There is nothing in it. Look at the cell that makes it.")
        return CellError(place, N_("Nothing here has a `%(name)s`."), hint, name=name)
    public = [known for known in dir(error.obj) if not known.startswith("_")]
    near = _nearest(name, public)
    sentence = N_("There is no `.%(name)s` here.")
    if near:
        return CellError(place, sentence, _NEAR, name=name, near=near)
    ours = type(error.obj).__module__.startswith("kimotsuki_ictclub")
    hint = N_("You can write: %(names)s") if ours else _SPELLING
    return CellError(place, sentence, hint, name=name, names=", ".join(f".{known}" for known in public))


def _wrong_keyword(name: str, place: Place) -> CellError:
    """Tell of `secnds=`, where our functions take `seconds=`."""
    from .club_board import ClubBoard
    from .connection import connect
    from .showing.shown_recording import Recording, compare

    ours = (connect, compare, ClubBoard.record, ClubBoard.live_plot, Recording.plot)
    near = _nearest(name, {argument for function in ours for argument in inspect.signature(function).parameters})
    return CellError(place, N_("`%(name)s=` is not known here."), _NEAR if near else _SPELLING, name=name, near=near)


def _nearest(name: str, known: Iterable[str], cutoff: float = 0.65) -> str:
    """Return which of `known` was meant by `name`, "" where none is near; "_" and capitals count little."""
    bare = {one.replace("_", "").lower(): one for one in known if one != name}
    same = bare.get(name.replace("_", "").lower())
    return same or "".join(difflib.get_close_matches(name, bare.values(), n=1, cutoff=cutoff))


def _named(error: BaseException) -> str:
    """Return the name or file that `error` is about."""
    if isinstance(error, OSError):
        return str(error.filename)
    return str(getattr(error, "name", None) or "".join(re.findall(r"'([^']*)'", str(error))[-1:]) or error)


def _place_in_cell(trace: TracebackType | None, names: dict[str, Any]) -> Place:
    """Return the deepest line that the child wrote: what runs with the notebook's own names."""
    place = Place()
    while trace is not None:
        if trace.tb_frame.f_globals is names:
            line = linecache.getline(trace.tb_frame.f_code.co_filename, trace.tb_lineno)
            place = Place(trace.tb_lineno, line.strip())
        trace = trace.tb_next
    return place


def _ends_in_cell(trace: TracebackType | None, names: dict[str, Any]) -> bool:
    """Whether the child's own line raised it, not something that the line calls."""
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return trace is None or trace.tb_frame.f_globals is names
