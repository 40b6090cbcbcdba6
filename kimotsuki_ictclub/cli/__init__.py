"""`ictclub`: one file a command group, and no logic: each command calls the package and shows the answer."""

from __future__ import annotations

import gettext
import os
import sys

import click

from ..errors import ClubError, SetupError, system_words
from ..language import CATALOGUES, LANGUAGES, N_, _, language, set_language
from .endings import ends_as_ctrl_c
from .groups import Group, LazyGroup

# Shown in this order. Each module has a click command of the same name; it is imported when it is needed.
COMMANDS = (
    "page",
    "demo",
    "doctor",
    "lessons",
    "build",
    "boards",
    "flash",
    "files",
    "collect",
    "run",
    "check",
    "stream",
    "record",
    "share",
    "plot",
    "lab",
    "handout",
    "classroom",
    "hub",
    "work",
    "attendance",
)
_HELP = N_("The toolkit of the programming club: lessons, boards, sensor data, attendance.")


def main(arguments: list[str] | None = None) -> None:
    """Run `ictclub` and leave the process with 0 (done and verified), 1 (failed) or 2 (wrong usage)."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a console of another code page shows "?" and goes on
    sys.exit(execute(sys.argv[1:] if arguments is None else arguments))


def execute(arguments: list[str]) -> int:
    """Run one command line and return its exit code; an error is shown as message and hint."""
    try:
        arguments = _choose_language(arguments)
        _let_click_speak()
        with ends_as_ctrl_c():
            return _run(arguments)
    except click.ClickException as wrong:
        wrong.show()
        return 2
    except (click.Abort, KeyboardInterrupt):
        click.echo(_("Stopped."), err=True)
        return 130
    except ClubError as error:
        show_error(error)
        return 1
    except BrokenPipeError:
        sys.stderr.close()
        return 1
    except OSError as error:  # a folder or file of the person's own choice, wherever a command looks at it or writes it
        show_error(_refused(error))
        return 1


def _run(arguments: list[str]) -> int:
    """Run one command line, with a log where one is wanted; return its exit code."""
    place, arguments = _taken_out("--log", arguments)
    if place is not None and (not place or place.startswith("-")):
        raise click.UsageError(_("Name the file of the log: --log evening.log."))
    group = command_group()

    def run() -> int:
        # Click answers with the code where a command raised `click.exceptions.Exit(code)`; commands return None.
        return group.main(args=arguments, prog_name="ictclub", standalone_mode=False) or 0

    wanted = place or os.environ.get("ICTCLUB_LOG")
    if not wanted:
        return run()
    from .logged import logged

    return logged(wanted, group, arguments, run, typed=place is not None)


def command_group() -> Group:
    """Return `ictclub` with all its commands; each is imported when it is used or listed."""
    return LazyGroup(
        {name: (f"{__name__}.{name}", name) for name in COMMANDS},
        name="ictclub",
        help=_(_HELP) + "\n\n" + _("Any command takes --lang ja or --lang en, --log FILE, and --help."),
        context_settings={"help_option_names": ["-h", "--help"]},
        params=[
            click.Option(["--version"], is_flag=True, is_eager=True, expose_value=False, callback=_show_version,
                         help=_("Show the version and exit.")),
        ],
    )  # fmt: skip


def show_error(error: ClubError) -> None:
    """Print message and hint to standard error."""
    click.echo(_("Error") + ": " + error.message, err=True)
    if error.hint:
        click.echo(f"  → {error.hint}", err=True)


def _refused(error: OSError) -> ClubError:
    if error.filename is None:
        return SetupError(
            "system-refused",
            N_("This PC refused something that the command needs: %(reason)s."),
            N_("Try once more; if it comes again, run the command with --log evening.log and keep that file."),
            reason=system_words(error),
        )
    return SetupError(
        "file-unusable",
        N_("%(file)s cannot be used: %(reason)s."),
        N_("Choose another folder, or close the program that has the file open."),
        file=os.fsdecode(error.filename) if isinstance(error.filename, (str, bytes)) else error.filename,
        reason=system_words(error),
    )


def _choose_language(arguments: list[str]) -> list[str]:
    """Take `--lang ja` out, wherever it stands: help texts need the language before anything is parsed.

    Raises: click.UsageError for another language.
    """
    code, arguments = _taken_out("--lang", arguments)
    if code is not None:
        if code not in LANGUAGES:
            raise click.UsageError(_("The language is ja or en: --lang ja."))
        set_language(code)
    return arguments


def _taken_out(option: str, arguments: list[str]) -> tuple[str | None, list[str]]:
    """Return the value of `option`, wherever it stands before `--`, and the other arguments; None where it is not."""
    rest = arguments[: arguments.index("--")] if "--" in arguments else arguments
    for index, argument in enumerate(rest):
        if argument == option or argument.startswith(f"{option}="):
            one = "=" in argument
            value = argument.partition("=")[2] if one else "".join(rest[index + 1 : index + 2])
            return value, arguments[:index] + arguments[index + (1 if one else 2) :]
    return None, arguments


def _let_click_speak() -> None:
    """Let click say its own words (usage, options, mistakes) in the reader's language: it asks the system's gettext."""
    os.environ["LANGUAGE"] = language()
    gettext.bindtextdomain("click", CATALOGUES)
    gettext.textdomain("click")


def _show_version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value:
        from importlib.metadata import version

        click.echo(version("kimotsuki-ictclub"))
        ctx.exit()
