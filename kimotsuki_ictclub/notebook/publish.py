"""The notebooks of the course as web pages: executed on virtual boards, for parents and the town's page."""

from __future__ import annotations

import html
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import SetupError, writing_to
from ..files import make_folder, write_whole
from ..language import N_, _, language
from ..readings import OLDEST, YOUNGEST
from .connection import ONLY_VIRTUAL
from .course_notebooks import copy_for_reader, course_notebooks, read_notebook, title_of
from .notebook_folder import with_ruby

if TYPE_CHECKING:
    from nbformat import NotebookNode

_READING = re.compile(r"<rp>.*?</rp>|<rt>.*?</rt>")
_TAG = re.compile(r"<[^>]+>")
_PATIENCE = 300  # seconds for one cell; the PC may be busy
_INDEX = """<!doctype html>
<html lang="{language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>body {{ font: 18px/1.8 sans-serif; max-width: 40em; margin: 2em auto; padding: 0 1em; color: #222 }}
a {{ color: #0072b2 }} rt {{ font-size: 55% }}</style>
<h1>{title}</h1><p>{note}</p>
<ul>
{links}
</ul></html>
"""


def publish_notebooks(out: Path, year: int = OLDEST, done: Callable[[Path], None] | None = None) -> list[Path]:
    """Run every notebook of the course on virtual boards and write it as a page to `out`; return the pages.

    year: readings stand over the kanji that this school year (1–10) has not learned. The last page is index.html.
    done: told of each page.

    Raises: SetupError `notebook-failed` where a cell ends in an error.
    """
    make_folder(out)
    pages, links = [], []
    for path in course_notebooks():
        notebook = execute(copy_for_reader(read_notebook(path), year), path.stem, year)
        page = out / f"{path.stem}.html"
        write_whole(page, _page(notebook, path.stem))
        pages.append(page)
        links.append(f'<li><a href="{page.name}">{title_of(notebook) or html.escape(path.stem)}</a></li>')
        if done:
            done(page)
    index = out / "index.html"
    title, note = _("Sensor data with the micro:bit"), _("These pages were made with virtual boards.")
    write_whole(index, _INDEX.format(language=language(), title=title, note=note, links="\n".join(links)))
    return [*pages, index]


def execute(text: str, name: str, year: int = YOUNGEST) -> NotebookNode:
    """Run a notebook (the text of its file) in an empty folder on virtual boards; return it with what it showed.

    Raises: SetupError `notebook-failed`.
    """
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    notebook: NotebookNode = nbformat.reads(text, as_version=4)
    with tempfile.TemporaryDirectory() as folder, _kernels_alone(year):
        client = NotebookClient(
            notebook, timeout=_PATIENCE, kernel_name="python3", resources={"metadata": {"path": folder}}
        )
        try:
            client.execute()
        except CellExecutionError as error:
            raise SetupError(
                "notebook-failed",
                N_("The notebook %(name)s stopped with an error: %(cause)s"),
                N_("Open it with ictclub lab and run it cell by cell."),
                name=name,
                cause=f"{error.ename}: {error.evalue}",
            ) from error
    return notebook


def own_page(path: Path, out: Path | None = None) -> Path:
    """Write the notebook in `path` as it is, with what its cells have shown, as a page to print; nothing is run.

    out: the page, beside the notebook by default. The page loads nothing from elsewhere. Returns it.

    Raises: SetupError `notebook-unreadable`, `cannot-write`.
    """
    import nbformat

    out = out or path.with_suffix(".html")
    try:
        notebook = nbformat.read(path, as_version=4)
    except Exception as error:  # nbformat and json raise many kinds
        raise SetupError(
            "notebook-unreadable",
            N_("The notebook %(name)s can't be read."),
            N_("Save it in JupyterLab (Ctrl+S), then try again."),
            name=path.name,
        ) from error
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = with_ruby(cell.source)
    with writing_to(out.name, SetupError, "cannot-write"):
        write_whole(out, _page(notebook, path.stem))
    return out


def _page(notebook: NotebookNode, name: str) -> str:
    from nbconvert import HTMLExporter

    exporter = HTMLExporter(
        template_name="lab", exclude_input_prompt=True, exclude_output_prompt=True, language_code=language()
    )
    exporter.mathjax_url = exporter.require_js_url = exporter.jquery_url = ""  # nothing is loaded from elsewhere
    exporter.mermaid_js_url = exporter.jupyter_widgets_base_url = ""
    notebook.metadata["title"] = _TAG.sub("", _READING.sub("", title_of(notebook))) or name
    notebook.metadata.pop("widgets", None)  # their state is for a page that moves
    body, _resources = exporter.from_notebook_node(notebook, {"metadata": {"name": name}})
    return str(body)


@contextmanager
def _kernels_alone(year: int) -> Iterator[None]:
    """Let kernels that start meanwhile speak the reader's language and touch no board on a cable."""
    wanted = {ONLY_VIRTUAL: "1", "ICTCLUB_LANG": language(), "ICTCLUB_GRADE": str(year)}
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
