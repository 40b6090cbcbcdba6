"""Every text a person sees has its Japanese, with the same places to fill."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from kimotsuki_ictclub import language
from kimotsuki_ictclub.cli import execute
from kimotsuki_ictclub.errors import ClubError
from kimotsuki_ictclub.folders import course_folder
from kimotsuki_ictclub.language import N_, _

PACKAGE = Path(language.__file__).parent
SOURCES = sorted(path for path in PACKAGE.rglob("*.py") if "course" not in path.relative_to(PACKAGE).parts)
CATALOGUES = sorted(
    path for path in (PACKAGE / "locale" / "ja" / "LC_MESSAGES").glob("*.po") if path.stem != "click"
)  # click.po holds what the library click says
PLACE = re.compile(r"%\((\w+)\)([-.\d]*[a-z])")
PAGES = [  # templates and notebooks have texts too
    path
    for folder in (PACKAGE, course_folder("notebooks"))
    for ending in ("*.html", "*.j2", "*.ipynb", "*.md")
    for path in folder.rglob(ending)
]
MARKS = {"_", "N_", "plural"}


def messages_in(path: Path) -> list[tuple[int, str]]:
    """Return (line, text) of every marked message, also those inside f-strings."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MARKS and node.args:
            text = node.args[0]
            if isinstance(text, ast.Constant) and isinstance(text.value, str) and text.value:
                found.append((node.lineno, text.value))
    return found


@cache
def catalogue_messages() -> dict[str, tuple[str, ...]]:
    translations: dict[str, tuple[str, ...]] = {}
    for path in CATALOGUES:
        with path.open("rb") as stream:
            for message in read_po(stream, locale="ja"):
                if message.id:
                    key = message.id if isinstance(message.id, str) else message.id[0]
                    translations[key] = (message.string,) if isinstance(message.string, str) else tuple(message.string)
    return translations


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_message_has_its_japanese(path: Path):
    known = catalogue_messages()
    missing = [f"{line}: {text}" for line, text in messages_in(path) if not all(known.get(text, ("",)))]
    assert not missing


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_a_translation_fills_the_same_places(path: Path):
    with path.open("rb") as stream:
        for message in read_po(stream, locale="ja"):
            if not message.id:
                continue
            source = message.id if isinstance(message.id, str) else message.id[-1]
            for text in [message.string] if isinstance(message.string, str) else message.string:
                assert set(PLACE.findall(text)) == set(PLACE.findall(source)), source


def test_no_catalogue_keeps_messages_that_nobody_shows():
    shown = {text for path in SOURCES for _line, text in messages_in(path)}
    pages = "".join(path.read_text(encoding="utf-8") for path in PAGES)
    assert [text for text in catalogue_messages() if text not in shown and text not in pages] == []


def test_one_message_has_one_japanese():
    found: dict[str, set[str]] = {}
    for path in CATALOGUES:
        with path.open("rb") as stream:
            for message in read_po(stream, locale="ja"):
                if message.id:
                    found.setdefault(str(message.id), set()).add(str(message.string))
    assert {text: japanese for text, japanese in found.items() if len(japanese) > 1} == {}


def test_an_error_speaks_the_readers_language():
    error = ClubError("x", N_("Stopped."), values=3)
    language.set_language("ja")
    assert error.message == "中止しました。"
    language.set_language("en")
    assert error.message == "Stopped."


@pytest.mark.parametrize(("name", "code"), [("ja_JP.UTF-8", "ja"), ("C.UTF-8", "en"), ("en_GB", "en"), ("ja", "ja")])
def test_the_systems_language_is_the_default(name, code, monkeypatch):
    language.set_language(None)
    for variable in ("ICTCLUB_LANG", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("LANG", name)
    language._system_language.cache_clear()
    try:
        assert language.language() == code
        assert _("Error") == {"ja": "エラー", "en": "Error"}[code]
    finally:
        language._system_language.cache_clear()


def test_there_is_no_other_language():
    with pytest.raises(ValueError, match="fr"):
        language.set_language("fr")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--help"], ["使い方：", "オプション", "この説明を表示して終わります。"]),
        (["nothing"], ["nothing というコマンドはありません。"]),
        (["plot", "--no"], ["--no というオプションはありません。"]),
        (["flash"], ["必要な値がありません："]),
    ],
)
def test_usage_and_mistakes_are_in_the_readers_language_too(arguments, words, capsys):
    english, japanese = (execute([*arguments, "--lang", code]) for code in ("en", "ja"))
    assert english == japanese
    shown = "".join(capsys.readouterr())
    assert "Usage:" in shown
    for word in words:
        assert shown.count(word) == 1


def test_another_language_is_wrong_usage(capsys):
    assert execute(["boards", "--lang", "fr"]) == 2
    assert "ja or en" in capsys.readouterr().err
