"""Pages to print: readings by school year, pictures of the program's own run, and clear errors."""

import re
import shutil
from html import unescape

import pytest

from kimotsuki_ictclub import lessons
from kimotsuki_ictclub.errors import LessonError, SetupError
from kimotsuki_ictclub.folders import course_folder
from kimotsuki_ictclub.handout import find_browser, make_course, make_handout, print_pdf, render
from kimotsuki_ictclub.handout.board_svg import board_svg
from kimotsuki_ictclub.handout.listing import listing
from kimotsuki_ictclub.handout.pages import telling_moment

NAME = "04-night-light"


@pytest.fixture
def lesson(tmp_path):
    """A copy of lesson 4 whose worksheet is short."""
    folder = tmp_path / "lessons" / NAME
    shutil.copytree(course_folder("lessons") / NAME, folder)
    text = re.sub(r"(?m)^needs = .*$", "needs = []", (folder / "lesson.toml").read_text("utf-8"))
    (folder / "lesson.toml").write_text(text, "utf-8")
    sheet(folder, "## {部屋|へや}が {暗|くら}い")
    return lessons.load(folder)


def sheet(folder, text):
    (folder / "worksheet.md").write_text(text + "\n", "utf-8")


def block(kind, *lines):
    return "\n".join([f"```{kind}", *lines, "```"])


def lit(page):
    return page.count('class="led lit"')


def test_readings_stand_over_what_the_year_has_not_learned(lesson):
    page = render(lesson, year=3)
    assert "<rt>くら</rt>" in page and "<rt>へや</rt>" in page
    page = render(lesson, year=4)
    assert "<rt>くら</rt>" not in page and "部屋が 暗い" in page
    assert "{" not in re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)


def test_a_page_has_the_lessons_title_promise_and_words(lesson):
    page = render(lesson, year=9)
    assert "<title>4 暗くなると光るライト</title>" in page
    assert "名前" in page and "日付" in page
    for word in lesson.words:
        assert re.sub(r"\{([^|]*)\|[^}]*\}", r"\1", word.word.ja) in page


def test_a_picture_is_what_the_program_shows(lesson):
    dark = block("led", 'program = "main.py"', "after = 1", "light = 10", 'caption = "{暗|くら}い"')
    bright = block("led", 'program = "main.py"', "after = 1", "light = 200")
    sheet(lesson.folder, dark)
    page = render(lesson, year=4)
    assert lit(page) == 17  # the lamp of main.py
    assert "あかるさ 10" in page and "<figcaption>暗い</figcaption>" in page
    sheet(lesson.folder, bright)
    assert lit(render(lesson)) == 0
    sheet(lesson.folder, dark + "\n\n" + bright)
    assert '<div class="row"><figure' in render(lesson)


def test_a_strip_shows_several_moments(lesson):
    (lesson.folder / "blink.py").write_text(
        "from microbit import *\nwhile True:\n    display.set_pixel(0, 0, 9)\n    sleep(1000)\n"
        "    display.clear()\n    sleep(1000)\n"
    )
    sheet(lesson.folder, block("led", 'program = "blink.py"', "after = [0.5, 1.5, 2.5]"))
    page = render(lesson)
    assert page.count('class="board"') == 3 and lit(page) == 2


@pytest.mark.parametrize(
    ("world", "wanted"),
    [('press = "a"', 1), ('press = "b"', 0), ("shake = true", 2), ("temperature = 31", 3), ("board = 'v2'", 0)],
)
def test_the_world_of_a_picture_reaches_the_program(lesson, world, wanted):
    (lesson.folder / "world.py").write_text(
        "from microbit import *\nwhile True:\n    if button_a.is_pressed():\n        display.set_pixel(0, 0, 9)\n"
        "    if accelerometer.was_gesture('shake'):\n        display.set_pixel(1, 1, 9)\n"
        "        display.set_pixel(2, 2, 9)\n    if temperature() > 28:\n        for x in range(3):\n"
        "            display.set_pixel(x, 3, 9)\n    sleep(20)\n"
    )
    sheet(lesson.folder, block("led", 'program = "world.py"', "after = 2", world))
    assert lit(render(lesson)) == wanted


def test_printed_lines_are_the_programs_own(lesson):
    sheet(lesson.folder, block("samples", 'program = "main.py"', "after = 2", "lines = 3", "light = 120"))
    lines = re.findall(r"<span>light:(\d+)</span>", render(lesson))
    assert len(lines) == 3 and all(abs(int(value) - 120) < 5 for value in lines)


def test_a_program_is_listed_line_by_line_in_colour(tmp_path):
    program = tmp_path / "a.py"
    program.write_text("# <いろ>\nTEXT = '''a\nb'''\n\nwhile True:\n    pass\n", "utf-8")
    page = listing(program)
    assert "&lt;いろ&gt;" in page and 'class="py-k"' in page
    lines = re.search(r"<pre>(.*)</pre>", page, re.DOTALL)[1]
    plain = unescape(re.sub(r"<[^>]*>", "", re.sub(r"(?<=</span>)(?=<span>)", "\n", lines)))
    assert plain.splitlines() == program.read_text("utf-8").splitlines()
    for line in lines.split("<span>"):
        assert line.count("<span") + bool(line) == line.count("</span>")


def test_boxes_grids_reflection_and_ticks_are_drawn(lesson):
    sheet(
        lesson.folder,
        "\n\n".join(
            [
                block("box", 'caption = "よそう <b>"', "lines = 4"),
                block("grid", "count = 2"),
                block("reflect", 'question = "わかったこと"'),
                "- [ ] できた",
                "> ヒント",
            ]
        ),
    )
    page = render(lesson)
    assert page.count("<i></i>") >= 6 and "よそう &lt;b&gt;" in page
    assert page.count('class="cell"') == 50
    assert page.count("<svg") == 5 and "わかったこと" in page
    assert 'type="checkbox"' in page and "<blockquote>" in page


def test_another_lessons_program_can_be_shown(lesson):
    (lesson.folder / "worksheet.md").write_text(block("program", f"{NAME}/starter.py") + "\n")
    assert "starter.py" in render(lesson)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (block("led", 'program = "main.py"'), "after"),
        (block("led", 'program = "main.py"', "after = 1", "lihgt = 3"), "lihgt"),
        (block("led", 'program = "main.py"', "after = 99"), "99"),
        (block("led", 'program = "main.py"', "after = 1", "light = 300"), "300"),
        (block("led", 'program = "nothing.py"', "after = 1"), "nothing.py"),
        (block("led", 'program = "main.py'), "led"),
        (block("program", "nothing.py"), "nothing.py"),
        (block("box", "lines = 3"), "caption"),
        (block("box", 'caption = "x"', 'paper = "lined"'), "lined"),
    ],
)
def test_a_wrong_block_is_said_with_the_file(lesson, text, reason):
    sheet(lesson.folder, text)
    with pytest.raises(LessonError) as error:
        render(lesson)
    assert error.value.code == "sheet-block-wrong"
    assert "worksheet.md" in error.value.message and reason in error.value.message


def test_the_board_shows_brightness_and_buttons():
    picture = board_svg([[0] * 5] * 4 + [[1, 9, 0, 0, 0]], pressed=["a"])
    opacities = [float(value) for value in re.findall(r'fill-opacity="([\d.]+)"', picture)]
    assert len(opacities) == 2 and opacities[0] < opacities[1] == 1
    assert picture.count('class="button pressed"') == 1


def test_a_course_has_an_index_that_leads_to_every_page(lesson, tmp_path):
    out = tmp_path / "out"
    written = [path for _name, paths in make_course([lesson], out, 3) for path in paths]
    index = (out / "index.html").read_text("utf-8")
    links = re.findall(r'href="([^"]+)"', index)
    assert sorted(links) == [f"{NAME}-guide.html", f"{NAME}-worksheet.html"]
    assert all((out / link).is_file() for link in links)
    assert set(written) == set(out.iterdir())
    assert lit(index) == 17


@pytest.mark.parametrize("number", [5, 7, 9])
def test_the_index_shows_a_moment_at_which_something_shines(number):
    """Main programs of these lessons show nothing by themselves."""
    assert any(map(any, telling_moment(lessons.find(number))))


def test_a_loop_to_follow_has_a_row_a_turn_with_only_the_first_filled_in(lesson):
    (lesson.folder / "trace.py").write_text("n = 0\nfor i in [3, 4, 5]:\n    n = n + i\n    print(i, n)\n")
    sheet(lesson.folder, block("trace", 'program = "trace.py"', 'columns = ["i", "n"]'))
    table = re.search(r"<table>(.*?)</table>", render(lesson), re.DOTALL)[1]
    assert re.findall(r"<td>(.*?)</td>", table) == ["3", "3", "", "", "", ""]


def test_drawing_gets_squares_or_empty_paper_and_blanks_become_room(lesson):
    boxes = [block("box", 'caption = "え"', f'paper = "{paper}"') for paper in ("squared", "blank")]
    sheet(lesson.folder, "\n\n".join([*boxes, "| a |\n|---|\n| 　　度 |"]))
    page = render(lesson)
    assert 'class="squared"' in page and 'class="blank"' in page and "<i></i>" not in page.partition("<main>")[2]
    assert '<span class="room" style="width: 2em"></span>度' in page


def test_from_middle_school_on_a_sheet_is_in_ordinary_writing(lesson):
    sheet(lesson.folder, "> {手|て}を はなさないでね。 `a b` を {見|み}よう。 なぜ？ どうして？")
    assert "手を はなさないでね。 <code>a b</code> を 見よう。 なぜ？ どうして？" in render(lesson, year=6)
    assert "手をはなさないでください。<code>a b</code>を見よう。なぜ？　どうして？" in render(lesson, year=7)


def test_without_a_browser_it_is_said_and_the_pages_are_there(lesson, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("ICTCLUB_BROWSER", "no-such-browser")
    assert find_browser() is None
    with pytest.raises(SetupError) as error:
        make_handout(lesson, tmp_path / "out", pdf=True)
    assert error.value.code == "browser-missing"
    from kimotsuki_ictclub.cli import execute

    assert execute(["handout", str(lesson.folder), "-o", str(tmp_path / "cli")]) == 0
    assert sorted(path.suffix for path in (tmp_path / "cli").iterdir()) == [".html", ".html"]
    assert "no PDF" in capsys.readouterr().out


def test_a_browser_that_fails_is_said(tmp_path, monkeypatch):
    monkeypatch.setenv("ICTCLUB_BROWSER", "false")
    page = tmp_path / "a.html"
    page.write_text("x")
    with pytest.raises(SetupError) as error:
        print_pdf(page, tmp_path / "a.pdf")
    assert error.value.code == "browser-failed" and not (tmp_path / "a.pdf").exists()


@pytest.mark.skipif(find_browser() is None, reason="no Chromium, Chrome or Edge")
def test_a_sheet_becomes_a_pdf_in_a4(lesson, tmp_path):
    page = tmp_path / "a.html"
    page.write_text(render(lesson, year=3), "utf-8")
    content = print_pdf(page, tmp_path / "a.pdf").read_bytes()
    assert content.startswith(b"%PDF")
    width, height = map(float, re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", content).groups())
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (210, 297)
