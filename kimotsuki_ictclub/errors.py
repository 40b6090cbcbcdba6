"""Everything that can go wrong, as one small tree with one base."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager

from .language import N_, _
from .visible import visible

# What the system says about files, in words of our own: its own are in English, or in the PC's language.
_SYSTEM_WORDS = {
    errno.ENOENT: N_("there is no such file or folder"),
    errno.EACCES: N_("it is not allowed"),
    errno.EPERM: N_("it is not allowed"),
    errno.EISDIR: N_("it is a folder"),
    errno.ENOTDIR: N_("a part of the path is no folder"),
    errno.EEXIST: N_("a file of this name is there already"),
    errno.ENOSPC: N_("the disk is full"),
    errno.EDQUOT: N_("the disk is full"),
    errno.EROFS: N_("nothing can be written there"),
    errno.ENAMETOOLONG: N_("the name is too long"),
    errno.EINVAL: N_("the name is not possible"),
    errno.EBUSY: N_("another program uses it"),
    errno.EIO: N_("the disk or the cable does not answer"),
    errno.ENODEV: N_("it is not there any more"),
    errno.ENXIO: N_("it is not there any more"),
    errno.EMFILE: N_("too many files are open"),
    errno.ETIMEDOUT: N_("there was no answer"),
    errno.EADDRINUSE: N_("another program uses it"),
}


def system_words(error: OSError) -> str:
    """Return why the system refused something, in the reader's language where it is one of the usual reasons."""
    words = _SYSTEM_WORDS.get(error.errno or 0)
    return _(words) if words else error.strerror or str(error)


class ClubError(Exception):
    """A problem that a person can do something about.

    `code` is stable (scripts and tests may read it); `message` and `hint` are in the reader's language.
    The English texts are marked with `N_` where the error is raised; `values` fill their `%(name)s` places:
    what a board or a file said there is shown, not obeyed.
    The original error, where there is one, is kept as `__cause__` (`raise … from error`).
    """

    def __init__(self, code: str, message: str, hint: str = "", **values: object) -> None:
        super().__init__(code, message, hint, values)
        self.code = code
        self.values = values
        self._message = message
        self._hint = hint

    @property
    def message(self) -> str:
        """What went wrong, in the reader's language."""
        return visible(_(self._message) % self.values)

    @property
    def hint(self) -> str:
        """What to do about it, in the reader's language; "" where nothing can be said."""
        return visible(_(self._hint) % self.values) if self._hint else ""

    @property
    def untranslated(self) -> tuple[str, str]:
        """Message and hint as they stand in the code, for an error that says the same elsewhere."""
        return self._message, self._hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()

    def _render_traceback_(self) -> list[str]:
        """Return what a notebook shows instead of a traceback: IPython looks for this name."""
        return [f"⚠ {self.message}", *([f"→ {self.hint}"] if self.hint else [])]

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.code, self._message, self._hint, self.values)

    def to_dict(self) -> dict[str, str]:
        """Return code, message and hint, for `--json`."""
        return {"code": self.code, "message": self.message, "hint": self.hint}


CANNOT_WRITE = (
    N_("%(file)s cannot be written: %(reason)s."),
    N_("Close it if another program has it open, or choose another folder or name."),
)


@contextmanager
def writing_to(file: str | os.PathLike[str], kind: type[ClubError], code: str) -> Iterator[None]:
    """Turn what the system refuses in a block that writes `file` into an error of `kind` with `code` and the reason."""
    try:
        yield
    except OSError as error:
        raise kind(code, *CANNOT_WRITE, file=os.fspath(file), reason=system_words(error)) from error


def _rebuild(kind: type[ClubError], code: str, message: str, hint: str, values: dict[str, object]) -> ClubError:
    return kind(code, message, hint, **values)


class LessonError(ClubError):
    """A lesson folder, or the choice of a lesson, is wrong."""


class ProgramError(ClubError):
    """A program cannot become an image: a mistake in it, too large, a bad name."""


class ImageError(ClubError):
    """A hex is damaged, is no MicroPython, or is for another board."""


class BoardError(ClubError):
    """A board, its port or its drive does not do what was asked."""


class VirtualBoardError(BoardError):
    """A virtual board was given an impossible input, or its firmware stopped."""


class TelemetryError(ClubError):
    """Samples or a recording cannot be read or written."""


class ShareError(ClubError):
    """Samples cannot go to other venues, or come from them; or a person should know something about it."""


class PlotError(ClubError):
    """A plot cannot be drawn."""


class AttendanceError(ClubError):
    """The club's records, or what was asked of them, are wrong."""


class WorkError(ClubError):
    """A child's kept program, or the way to it, is not as was asked."""


class SetupError(ClubError):
    """This PC lacks something that the work needs."""


def not_kept(folder: object, error: OSError) -> SetupError:
    """Return what it means that the system refuses to keep the club's data in `folder`."""
    return SetupError(
        "data-folder",
        N_("The club's data cannot be kept in %(folder)s: %(reason)s."),
        N_("Allow writing there, or set the variable ICTCLUB_HOME to a folder that can be written."),
        folder=folder,
        reason=system_words(error),
    )
