"""Compile the message catalogues (.po to .mo) when a wheel or an editable install is built."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CATALOGUES = Path(__file__).parent / "kimotsuki_ictclub" / "locale"


def compile_catalogues(folder: Path = CATALOGUES) -> list[Path]:
    """Write a .mo beside every .po below `folder`; return the files written."""
    written = []
    for source in sorted(folder.rglob("*.po")):
        with source.open("rb") as stream:
            catalogue = read_po(stream, locale=source.parts[-3])
        target = source.with_suffix(".mo")
        with target.open("wb") as output:
            write_mo(output, catalogue)
        written.append(target)
    return written


class CatalogueHook(BuildHookInterface):  # type: ignore[type-arg]
    """Hatch calls this before it collects the files of the package."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile before the build; hatchling then packs the .mo files as artifacts."""
        compile_catalogues()


if __name__ == "__main__":
    for path in compile_catalogues():
        print(path.relative_to(CATALOGUES.parent.parent))
