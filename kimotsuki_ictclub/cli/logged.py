"""A command that keeps a log: which one it is, on what PC, and how it ended."""

from __future__ import annotations

import locale
import logging
import platform
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from importlib.metadata import version
from pathlib import Path

import click

from ..language import language
from ..log import described, refusal, written_to

_logger = logging.getLogger(__name__)


def logged(place: str, group: click.Group, arguments: Sequence[str], run: Callable[[], int], *, typed: bool) -> int:
    """Run a command line of `group` with a log in the file `place`; return its exit code.

    Where the file cannot be written, a `typed` wish is wrong usage, and the wish of the variable is told and dropped.

    Raises: click.UsageError, and what `run` raises.
    """
    with ExitStack() as stack:
        try:
            stack.enter_context(written_to(Path(place)))
        except (OSError, ValueError) as error:  # ValueError: a NUL in the name
            problem = refusal(place, error)
            if typed:
                raise click.UsageError(problem) from error
            click.echo(problem, err=True)
            return run()
        start = time.monotonic()
        _tell_start(group, arguments)
        try:
            code = run()
        except BaseException as error:
            _logger.info("ended after %.1f s by %s", time.monotonic() - start, described(error))
            raise
        _logger.info("ended after %.1f s with exit code %d", time.monotonic() - start, code)
        return code


def _tell_start(group: click.Group, arguments: Sequence[str]) -> None:
    _logger.info(
        "kimotsuki-ictclub %s, pyserial %s, Python %s, %s, %s, %s: ictclub %s",
        version("kimotsuki-ictclub"),
        version("pyserial"),
        platform.python_version(),
        platform.platform(),
        language(),
        f"{locale.getpreferredencoding(False)}/{getattr(sys.stdout, 'encoding', None)}",
        " ".join(_known_words(group, arguments)),
    )


def _known_words(group: click.Group, arguments: Sequence[str]) -> list[str]:
    """Return the names of commands and options in a command line, without anything else that was typed."""
    command: click.Command = group
    context = click.Context(group)
    words = []
    for argument in arguments:
        if isinstance(command, click.Group) and (below := command.get_command(context, argument)):
            command = below
            words.append(argument)
            continue
        options = {name for one in command.get_params(context) for name in (*one.opts, *one.secondary_opts)}
        known = (argument.partition("=")[0], argument[:2])
        words += [name for name in known if name.startswith("-") and name in options][:1]
    return words
