"""The packages that the toolkit needs, and those that these need in turn."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Iterator
from importlib import metadata


def unfit_packages(requirements: Iterable[str], python: str | None = None) -> list[str]:
    """Return the needed packages that are made for another Python than `python` (this one): "name version (>=3.12)".

    pip never installs one; a folder that was copied from another Python has them. One that is not there is left out.
    """
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    unfit = []
    for package in _installed(requirements):
        wanted = (package.metadata.get_all("Requires-Python") or [""])[0]
        try:
            fits = SpecifierSet(wanted).contains(python or platform.python_version(), prereleases=True)
        except InvalidSpecifier:
            continue  # pip takes no notice of such a one either
        if not fits:
            unfit.append(f"{package.name} {package.version} ({wanted})")
    return sorted(unfit)


def _installed(requirements: Iterable[str]) -> Iterator[metadata.Distribution]:
    """Give each needed package that is installed, once, with the extras that were asked of it."""
    from packaging.requirements import InvalidRequirement, Requirement
    from packaging.utils import canonicalize_name

    waiting = [(text, "") for text in requirements]
    seen: set[tuple[str, str]] = set()
    while waiting:
        text, extra = waiting.pop()
        try:
            wanted = Requirement(text)
            if wanted.marker and not wanted.marker.evaluate({"extra": extra}):
                continue
            package = metadata.distribution(wanted.name)
        except (InvalidRequirement, metadata.PackageNotFoundError):
            continue
        name = canonicalize_name(wanted.name)
        if not any(name == known for known, _extra in seen):
            yield package
        for asked in ("", *wanted.extras):
            if (name, asked) not in seen:
                seen.add((name, asked))
                waiting += [(need, asked) for need in package.requires or []]
