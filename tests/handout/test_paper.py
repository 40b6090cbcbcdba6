"""What comes out of the printer: each page says whose and which it is, none is nearly empty, nothing is torn apart.

Holds with any font: where there is no Japanese one, a box of the same width stands for each sign.
"""

import re
import shutil
import subprocess

import pytest
from PIL import Image

from kimotsuki_ictclub import lessons
from kimotsuki_ictclub.handout import find_browser, print_pdf, render

pytestmark = [
    pytest.mark.skipif(find_browser() is None, reason="no Chromium, Chrome or Edge"),
    pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no pdftotext"),
]
SHEETS = [(5, "worksheet", 3), (8, "worksheet", 7), (2, "guide", None)]
PAGE_HEIGHT, MARGIN = 842, 48  # points; A4


@pytest.fixture(scope="module", params=SHEETS, ids=lambda sheet: f"{sheet[0]}-{sheet[1]}-{sheet[2]}")
def printed(request, tmp_path_factory):
    """(lesson, sheet, PDF)"""
    number, sheet, year = request.param
    folder = tmp_path_factory.mktemp("paper")
    lesson = lessons.find(number)
    (folder / "a.html").write_text(render(lesson, sheet, year), "utf-8")
    return lesson, sheet, print_pdf(folder / "a.html", folder / "a.pdf")


def pages_of(pdf):
    """Return the words of each page with their place, from the top in points: [[(top, low, text), …], …]."""
    boxes = subprocess.run(["pdftotext", "-bbox", pdf, "-"], capture_output=True, encoding="utf-8", check=True).stdout
    word = re.compile(r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">([^<]*)<')
    pages = boxes.split("<page ")[1:]
    return [[(float(top), float(low), text) for top, low, text in word.findall(page)] for page in pages]


def test_each_page_names_lesson_page_and_child(printed):
    lesson, sheet, pdf = printed
    pages = pages_of(pdf)
    for number, words in enumerate(pages, start=1):
        low = "".join(text for top, _low, text in words if top > PAGE_HEIGHT - MARGIN)
        assert f"{number}/{len(pages)}" in low
        assert "ICT" in low and str(lesson.number) in low
        if sheet == "worksheet" and number > 1:
            high = "".join(text for _top, low, text in words if low < MARGIN)
            assert str(lesson.number) in high and ("名前" in high or "なまえ" in high)


def test_no_page_is_nearly_empty(printed):
    """Drawn room counts as well: something is on the page below its first quarter."""
    _lesson, _sheet, pdf = printed
    subprocess.run(["pdftoppm", "-r", "36", "-gray", pdf, pdf.with_suffix("")], check=True)
    pictures = sorted(pdf.parent.glob("*.pgm"))
    assert len(pictures) == len(pages_of(pdf))
    for picture in pictures:
        page = Image.open(picture)
        below = page.crop((0, page.height // 4, page.width, round(page.height * (1 - MARGIN / PAGE_HEIGHT))))
        assert min(below.convert("L").tobytes()) < 240, picture.name


def test_a_program_stays_on_one_page(printed):
    lesson, sheet, pdf = printed
    if sheet == "worksheet":
        last = str(len((lesson.folder / "main.py").read_text("utf-8").splitlines()))
        words = [[text for _top, _low, text in page] for page in pages_of(pdf)]
        page = next(texts for texts in words if {"main.py", "microbit", "import"} <= set(texts))
        assert {"1", last} <= set(page)
