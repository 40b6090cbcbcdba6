"""Write docs/reference.md from the code: commands, environment variables, Python names and error codes.

`make reference` runs it; a test (tests/test_reference.py) fails where the page is stale.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import os
import re
import sys
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

# Before the commands are imported: their helps are read then.
os.environ["ICTCLUB_LANG"] = os.environ["LANGUAGE"] = "en"

import click

import kimotsuki_ictclub
from kimotsuki_ictclub.boards.failures import explain_failure
from kimotsuki_ictclub.cli import command_group
from kimotsuki_ictclub.errors import CANNOT_WRITE

PAGE = Path(__file__).with_name("reference.md")
PACKAGE = Path(kimotsuki_ictclub.__file__).parent
VARIABLES = {
    "ICTCLUB_BROWSER": "the browser that prints PDFs and opens pages, where it is not found by itself",
    "ICTCLUB_DATABASE_URL": "the attendance records' database instead of the file in the data folder",
    "ICTCLUB_GRADE": "the school year (1–10) of who reads charts, tables and notebooks; `ictclub lab --grade` sets it",
    "ICTCLUB_HOME": "the folder for labels, records and virtual boards instead of the user's data folder",
    "ICTCLUB_LANG": "`ja` or `en`; without it the system's language. `--lang` on the command line goes before it",
    "ICTCLUB_LOG": "a file that keeps what went over the serial line and what drives did, as `--log` does",
    "ICTCLUB_MQTT_PASSWORD": "the password for the broker over which venues share samples",
    "ICTCLUB_ONLY_VIRTUAL": "`1`: notebooks touch no board on a cable; set where notebooks run by themselves",
    "ICTCLUB_VENUES": "the address of the venues that `connect_venues()` in a notebook reads, `mqtts://user@host`",
}
# What programs of others may lean on, beside the packages' own `__all__`.
API = (
    "kimotsuki_ictclub",
    "kimotsuki_ictclub.lessons",
    "kimotsuki_ictclub.images",
    "kimotsuki_ictclub.boards",
    "kimotsuki_ictclub.boards.flashing.one",
    "kimotsuki_ictclub.boards.flashing.many",
    "kimotsuki_ictclub.boards.flashing.flashable",
    "kimotsuki_ictclub.boards.files_on_boards",
    "kimotsuki_ictclub.telemetry",
    "kimotsuki_ictclub.plotting",
    "kimotsuki_ictclub.notebook",
    "kimotsuki_ictclub.checking",
    "kimotsuki_ictclub.handout",
    "kimotsuki_ictclub.attendance",
    "kimotsuki_ictclub.work",
    "kimotsuki_ictclub.virtual",
    "kimotsuki_ictclub.doctor",
    "kimotsuki_ictclub.errors",
)


def reference() -> str:
    """Return the whole page."""
    parts = [
        "# Reference\n\nMade from the code by `make reference`; don't edit it by hand.\n",
        "## Commands\n",
        *commands(command_group(), "ictclub"),
        "## Environment variables\n",
        table(("variable", "what it does"), variables()),
        "## Python\n",
        *api(),
        "## Error codes\n",
        "`--json` and `ClubError.code` say the code. It stays as it is; the sentences may change.\n",
        table(("code", "what it says", "what to do"), errors()),
    ]
    return "\n".join(parts)


def table(head: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    """Return a table in Markdown."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines) + "\n"


def commands(command: click.Command, path: str) -> Iterator[str]:
    """Yield a section for `command` and each below it."""
    ctx = click.Context(command, info_name=path)
    usage = " ".join([path, *command.collect_usage_pieces(ctx)])
    yield f"### `{path}`\n\n`{usage}`\n\n{command.help or ''}\n"
    options = [record for option in command.get_params(ctx) if (record := option.get_help_record(ctx))]
    if options:
        yield table(("option", ""), ((f"`{option}`", text) for option, text in options))
    if isinstance(command, click.Group):
        for name in command.list_commands(ctx):
            below = command.get_command(ctx, name)
            if below is not None:
                yield from commands(below, f"{path} {name}")


def variables() -> Iterator[tuple[str, str]]:
    """Yield each variable that the package reads. Raises: KeyError for one without its words above."""
    texts = [path.read_text(encoding="utf-8") for path in sources()]
    for name in sorted({name for text in texts for name in re.findall(r"\bICTCLUB_[A-Z_]+\b", text)}):
        yield f"`{name}`", VARIABLES[name]


def api() -> Iterator[str]:
    """Yield a section a package: its public names with their signatures and docstrings."""
    for name in API:
        module = importlib.import_module(name)
        yield f"### `{name}`\n\n{first(module)}\n"
        public = getattr(module, "__all__", None) or [
            one for one, value in vars(module).items() if getattr(value, "__module__", "") == name and one[0] != "_"
        ]
        for one in sorted(public):
            yield from entry(one, getattr(module, one))
        yield ""


def entry(name: str, value: Any) -> Iterator[str]:
    """Yield the lines for one public name."""
    if inspect.isfunction(value):
        yield f"- `{name}{signature(value)}`: {words(value)}"
    elif inspect.isclass(value):
        yield f"- **`{name}`**: {words(value)}"
        for own, member in vars(value).items():
            target = member.fget if isinstance(member, property) else getattr(member, "__func__", member)
            if own[0] == "_" or not (inspect.isfunction(target) and target.__doc__):
                continue
            yield f"  - `{own}{'' if isinstance(member, property) else signature(target)}`: {words(target)}"
    elif inspect.ismodule(value):
        yield f"- `{name}`: {first(value)}"


def signature(function: Any) -> str:
    """Return the arguments as they are written, without self."""
    node = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    assert isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    if node.args.args and node.args.args[0].arg in ("self", "cls"):
        del node.args.args[0]
    returns = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    return f"({ast.unparse(node.args)}){returns}"


def words(value: Any) -> str:
    """Return the whole docstring on one line."""
    return " ".join((inspect.getdoc(value) or "").split())


def first(value: Any) -> str:
    """Return the first paragraph of a docstring, on one line."""
    return " ".join((inspect.getdoc(value) or "").partition("\n\n")[0].split())


def sources() -> list[Path]:
    """Return the package's own files."""
    return [path for path in sorted(PACKAGE.rglob("*.py")) if "course" not in path.relative_to(PACKAGE).parts]


def errors() -> Iterator[tuple[str, str, str]]:
    """Yield every error: code, message, hint."""
    found: set[tuple[str, str, str]] = set()
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in sources()]
    kinds = error_classes(trees)
    for tree in trees:
        texts = texts_in(tree.body)
        for part in tree.body:
            known = texts | texts_in(ast.walk(part)) if isinstance(part, ast.FunctionDef | ast.ClassDef) else texts
            for node in ast.walk(part):
                if not isinstance(node, ast.Call):
                    continue
                name, code = getattr(node.func, "id", ""), node.args[-1] if node.args else None
                if name == "writing_to" and isinstance(code, ast.Constant):
                    found.add((code.value, *map(plain, CANNOT_WRITE)))
                elif name in kinds and node.args:
                    code = node.args[0]
                    if isinstance(code, ast.Constant) and isinstance(code.value, str):
                        message, hint = ([sentence(one, known) for one in node.args[1:3]] + ["", ""])[:2]
                        found.add((code.value, message, hint))
    for number in range(500, 600):
        failure = explain_failure(str(number))
        if "text" not in failure.values:
            found.add((failure.code, *failure.untranslated))
    said = {code for code, message, _hint in found if message}
    for code, message, hint in sorted(found):
        if message or code not in said:
            yield f"`{code}`", message or "(a sentence for each cause)", hint


def error_classes(trees: list[ast.Module]) -> set[str]:
    """Return the names of ClubError and all classes below it."""
    names = {"ClubError"}
    classes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    while more := {
        one.name for one in classes if {getattr(base, "id", "") for base in one.bases} & names and one.name not in names
    }:
        names |= more
    return names


def texts_in(nodes: Iterable[ast.AST]) -> dict[str, str]:
    """Return the sentences that are given to names; several of one name stand beside each other."""
    texts: dict[str, str] = {}
    for node in nodes:
        if isinstance(node, ast.Assign) and (said := sentence(node.value, {})):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    texts[target.id] = f"{texts[target.id]} / {said}" if target.id in texts else said
    return texts


def sentence(node: ast.expr, texts: dict[str, str]) -> str:
    """Return the English text of `N_("…")`, or of the name of one; "" where it is known only when it happens."""
    if isinstance(node, ast.Name):
        return texts.get(node.id, "")
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "N_" and node.args:
        text = node.args[0]
        if isinstance(text, ast.Constant):
            return plain(str(text.value))
    if isinstance(node, ast.IfExp):
        return " / ".join(filter(None, (sentence(node.body, texts), sentence(node.orelse, texts))))
    return ""


def plain(text: str) -> str:
    """Return a sentence on one line, with what is filled in as ‹name›."""
    return re.sub(r"%\((\w+)\)[-.\d]*[a-z]", r"‹\1›", " ".join(text.split()))


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else PAGE
    target.write_text(reference(), encoding="utf-8", newline="\n")
