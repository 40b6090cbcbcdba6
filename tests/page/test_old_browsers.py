"""What a school's Chromebook or iPad of 2019 does not know (Chrome 88, Safari 14) is not in the page's own files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kimotsuki_ictclub import page
from kimotsuki_ictclub.page.editor_files import editor_folder

OURS = Path(page.__file__).parent
SCRIPTS = sorted(OURS.rglob("*.js"))
STYLES = sorted(OURS.rglob("*.css"))
# What stops a whole script, or ends in an error where it is reached, and since when Chrome and Safari know it.
TOO_NEW = {
    r"\(\?<[=!]": "looking back in a pattern: Safari 16.4",
    r"\bstatic\s*\{": "static blocks: Chrome 94, Safari 16.4",
    r"^await |\n(?:const|let) [^\n=]+= await ": "await outside of functions: Chrome 89, Safari 15",
}
TOO_NEW_OURS = TOO_NEW | {
    r"\.#\w+\(|^\s+(?:async )?#\w+\(": "methods with #: Safari 15",
    r"\.at\(-?\d|\.at\(\w+\)\.": "Array.at: Chrome 92, Safari 15.4",
    r"\.findLast(?:Index)?\(|\.to(?:Sorted|Reversed|Spliced)\(": "Chrome 97, Safari 15.4, and later",
    r"\bstructuredClone\(|Object\.hasOwn\(|Object\.groupBy\(": "Chrome 93, Safari 15.4, and later",
    r"randomUUID": "on https only",
    r"AbortSignal\.timeout\(": "Chrome 103, Safari 16: only behind ?.",
}


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_our_scripts_use_what_these_browsers_know(script: Path):
    text = script.read_text("utf-8")
    assert not {why for pattern, why in TOO_NEW_OURS.items() if re.search(pattern, text, re.MULTILINE)}


def test_the_editors_modules_can_be_read_by_these_browsers():
    text = "\n".join(path.read_text("utf-8") for path in editor_folder().glob("index*.js"))
    assert len(text) > 100_000
    assert not {why for pattern, why in TOO_NEW.items() if re.search(pattern, text)}


@pytest.mark.parametrize("style", STYLES, ids=lambda path: path.name)
def test_sizes_that_these_browsers_do_not_know_have_another_before_them(style: Path):
    text = style.read_text("utf-8")
    for name, value in re.findall(r"([\w-]+):[^;{}]*?([\d.]+)dvh", text):
        assert re.search(rf"{name}: [^;]*{value}vh; {name}: [^;]*{value}dvh", text), f"{name}: {value}dvh"
    assert not re.search(r"[{;]\s*(?:inset|aspect-ratio)\s*:", text)
