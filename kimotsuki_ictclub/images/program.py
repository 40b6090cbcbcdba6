"""What is to go on a board: files that were read and found good, and what they are called to a person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import LessonError, ProgramError, system_words
from ..folders import course_folder
from ..language import N_
from ..lessons import Lesson
from ..readings import plain
from .hex_files import files_in_hex, looks_like_hex
from .source_text import lines_of, unix_lines

MAIN = "main.py"
LONGEST_NAME = 120  # bytes: MicroPython's micro:bit filesystem, MAX_FILENAME_LENGTH of micropython_microbit_fs
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
_IMPORT = re.compile(r"^[ \t]*(?:import|from)[ \t]+([A-Za-z_][A-Za-z0-9_]*)", re.MULTILINE)
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_NOTEBOOK = re.compile(rb'\s*\{\s*"(?:cells|metadata|nbformat)"')
_OTHER_KINDS = re.compile(  # HTML, RTF, zip (also docx, xlsx), PDF, PNG, JPEG, GIF, old Office
    rb"(?:\xef\xbb\xbf)?\s*<(?:!|html|\?xml)|\{\\rtf|PK\x03\x04|%PDF|\x89PNG|\xff\xd8\xff|GIF8|\xd0\xcf\x11\xe0",
    re.IGNORECASE,
)
_MODULE_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\.py")


@dataclass(frozen=True)
class Program:
    """Files for a board (`files`, "main.py" first), and what the person calls each of them (`shown`).

    `own_files` are those that somebody wrote just now; modules that came with the toolkit are proven already.
    """

    files: dict[str, bytes]
    shown: dict[str, str] = field(default_factory=dict)
    own_files: tuple[str, ...] = (MAIN,)
    lesson: Lesson | None = None

    def text(self, name: str = MAIN) -> str:
        """Return one file as text, its lines ended by LF as the board reads them."""
        return unix_lines(self.files[name].decode())

    def shown_name(self, name: str) -> str:
        """Return what the person calls the file."""
        return self.shown.get(name, name)

    def must_run_on(self, version: str) -> None:
        """Raise LessonError "lesson-not-on-board" where the lesson says that this board can't."""
        if self.lesson is not None and version not in self.lesson.boards:
            raise LessonError(
                "lesson-not-on-board",
                N_("Lesson %(number)s does not run on a %(board)s board: %(reason)s"),
                N_("Use one of: %(boards)s."),
                number=self.lesson.number,
                board=version.upper(),
                reason=plain(self.lesson.not_on[version].shown()),
                boards=", ".join(board.upper() for board in self.lesson.boards),
            )


def program_of(
    source: Lesson | Path | str,
    modules: Sequence[Path | str] = (),
    version: str | None = None,
    *,
    text: str | None = None,
) -> Program:
    """Read a lesson's program, or the one at a path (a .py, or the hex an editor saved), with `modules` beside it.

    version: whose part of a universal hex is read, "v1" or "v2" (the other's where it has none); None: of a hex in
    which both are the same. text: what stands in the .py, where it is no file (yet).

    A module of firmware/ that the program at a path imports (`import robot`) comes along by itself; one that is in a
    hex stays what it is there.

    Raises: ProgramError "program-unreadable", "program-not-utf8", "program-empty", "program-not-text",
        "file-name-wrong", "file-name-twice", and what `files_in_hex` raises; LessonError "lesson-has-no-program".
    """
    if isinstance(source, Lesson):
        if not source.has_program:
            raise LessonError(
                "lesson-has-no-program",
                N_("Lesson %(number)s has no program of its own."),
                N_("It uses the programs of lesson %(uses)s."),
                number=source.number,
                uses=", ".join(map(str, source.uses)),
            )
        path, lesson = source.main, source
        modules = [*source.modules, *modules]
        files, shown = {MAIN: read_source(path)}, {MAIN: f"{lesson.name}/{path.name}"}
    else:
        path, lesson = Path(source), None
        if text is not None:
            files, shown = {MAIN: _checked_source(text.encode(), path.name)}, {MAIN: path.name}
        elif looks_like_hex(content := _read(path)) or path.suffix.lower() == ".hex":
            files, shown = _from_hex(path, content, version)
        else:
            files, shown = {MAIN: _checked_source(content, path.name)}, {MAIN: path.name}
        modules = [*modules, *_imported_firmware(files[MAIN].decode(), {Path(module).name for module in modules})]
    own = [name for name in files if name.endswith(".py")]
    inside = set(files)
    for module in map(_module_path, modules):
        shipped = module.parent == course_folder("firmware")
        if shipped and module.name in inside:
            continue
        if module.name in files:
            raise ProgramError(
                "file-name-twice",
                N_("Two files would be called %(name)s on the board."),
                N_("Rename one of them."),
                name=module.name,
            )
        _check_name(module.name)
        files[module.name] = read_source(module) if module.suffix == ".py" else _read(module)
        shown[module.name] = module.name
        if module.suffix == ".py" and not shipped:
            own.append(module.name)
    return Program(files, shown, tuple(own), lesson)


def _from_hex(path: Path, content: bytes, version: str | None) -> tuple[dict[str, bytes], dict[str, str]]:
    """Return the files in a hex, main.py first, and what a person calls them."""
    found = files_in_hex(path, content, version)
    files, shown = {}, {}
    for name in sorted(found, key=lambda name: (name != MAIN, name)):
        _check_name(name)
        shown[name] = f"{path.name}/{name}"
        files[name] = _checked_source(found[name], shown[name]) if name.endswith(".py") else found[name]
    if MAIN not in files:
        raise ProgramError(
            "hex-without-main",
            N_("There is no %(name)s in %(file)s."),
            N_("Save the program in your editor again."),
            name=MAIN,
            file=path.name,
        )
    return files, shown


def _imported_firmware(text: str, given: set[str]) -> list[str]:
    """Return the modules of firmware/ that `text` imports and that were not given."""
    names = dict.fromkeys(f"{name}.py" for name in _IMPORT.findall(text))
    return [name for name in names if name not in given and (course_folder("firmware") / name).is_file()]


def read_source(path: Path) -> bytes:
    """Return the UTF-8 source at `path`, without the byte order mark that some editors write.

    Raises: ProgramError "program-unreadable", "program-not-utf8", "program-empty", "program-not-text".
    """
    return _checked_source(_read(path), path.name)


def _checked_source(content: bytes, shown: str) -> bytes:
    if _NOTEBOOK.match(content):
        raise ProgramError(
            "program-not-text",
            N_("%(file)s is a notebook, no program."),
            N_("Copy the program out of its cell into a .py file."),
            file=shown,
        )
    if _OTHER_KINDS.match(content):
        raise ProgramError(
            "program-not-text",
            N_("%(file)s is no program, but a web page, a picture or a file of another program."),
            N_("Choose the .py file."),
            file=shown,
        )
    while content.startswith(_BYTE_ORDER_MARK):  # a file that was saved twice with a mark has two
        content = content.removeprefix(_BYTE_ORDER_MARK)
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        raise ProgramError(
            "program-not-utf8",
            N_("%(file)s, line %(line)s: the file is not written in UTF-8."),
            N_("Open it in your editor and save it again with the encoding UTF-8."),
            file=shown,
            line=len(lines_of(content[: error.start].decode())),
        ) from error
    if not text.strip():
        raise ProgramError(
            "program-empty",
            N_("%(file)s is empty."),
            N_("Write the program first, and save it."),
            file=shown,
        )
    if "\0" in text:
        raise ProgramError(
            "program-not-text",
            N_("%(file)s is no program: there are zero bytes in it."),
            N_("Choose the .py file."),
            file=shown,
        )
    return content


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        hidden = path.with_name(f"{path.name}.txt")
        if not path.exists() and hidden.is_file():
            raise ProgramError(
                "program-unreadable",
                N_("There is no %(file)s, but there is %(other)s."),
                N_("Windows hides the .txt at the end. Name it %(other)s here, or save it again as a .py file."),
                file=path.name,
                other=hidden.name,
            ) from error
        raise ProgramError(
            "program-unreadable",
            N_("%(file)s cannot be read: %(reason)s."),
            N_("Check that the name is right and the file is there."),
            file=path,
            reason=system_words(error),
        ) from error


def _module_path(module: Path | str) -> Path:
    """Return the path of a module: one of firmware/ by its bare name, any other by its path."""
    shipped = course_folder("firmware") / module
    return shipped if Path(module).name == str(module) and shipped.is_file() else Path(module)


def _check_name(name: str) -> None:
    rule = _MODULE_NAME if name.endswith(".py") else _NAME
    if len(name.encode()) > LONGEST_NAME:
        raise ProgramError(
            "file-name-wrong",
            N_("The file name %(name)s has %(size)s bytes; a board takes at most %(limit)s."),
            N_("Give the file a shorter name."),
            name=name,
            size=len(name.encode()),
            limit=LONGEST_NAME,
        )
    if not rule.fullmatch(name):
        raise ProgramError(
            "file-name-wrong",
            N_("A file on the board cannot be called %(name)s."),
            N_("Use the letters a-z, digits and _ ; the name must not start with a digit."),
            name=name,
        )
