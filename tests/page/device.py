"""A browser on a device, and what its hands do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from axe_playwright_python.sync_playwright import Axe

SECONDS = 100  # that a busy machine may need for anything


class Device:
    """A page in a context of its own; what it complains about comes in `complaints`."""

    def __init__(self, browser: Any, **options: Any) -> None:
        options = {"viewport": {"width": 1366, "height": 768}, "locale": "ja-JP", **options}
        self.touch = bool(options.get("has_touch"))
        self.context = browser.new_context(**options)
        self.page = self.context.new_page()
        self.complaints: list[str] = []
        self.sure = False  # whether it says yes where the page asks
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", self._answer)
        self.page.on("console", self._hear)
        self.page.set_default_timeout(SECONDS * 1000)

    def press(self, selector: str, text: str | None = None) -> None:
        """Touch or click the first that fits."""
        found = self.page.locator(selector, has_text=text).first
        found.tap() if self.touch else found.click()

    def wait(self, selector: str, text: str | None = None, state: str = "visible") -> None:
        """Wait until the first that fits is there (or, with `state`, hidden)."""
        self.page.locator(selector, has_text=text).first.wait_for(state=state)

    def count(self, selector: str) -> int:
        """Return how many there are now."""
        return int(self.page.locator(selector).count())

    def write(self, text: str) -> None:
        """Put `text` in the place of the program, as if it had been pasted."""
        self.page.locator(".cm-content").click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def shows(self, text: str) -> Callable[[], bool]:
        """Return whether the editor shows `text` in its first lines."""
        return lambda: text in self.page.locator(".cm-content").inner_text()

    def barriers(self) -> list[tuple[str, list[str]]]:
        """Return what keeps people out of the page as it is now: axe-core's serious findings, and where they are."""
        found = Axe().run(self.page, options={"runOnly": ["wcag2a", "wcag2aa"]}).response["violations"]
        serious = [one for one in found if one["impact"] in ("serious", "critical")]
        return [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in serious]

    def _answer(self, dialog: Any) -> None:
        if self.sure and dialog.type == "confirm":
            dialog.accept()
            return
        self.complaints.append(dialog.message)
        dialog.dismiss()

    def _hear(self, line: Any) -> None:
        # Chromium styles what is typed over a selection itself, and is told not to.
        if "Content Security" in line.text and not line.text.startswith("Applying inline style"):
            self.complaints.append(line.text)
