"""Decks: which cells make which slide, what stays out, and that one file holds everything."""

import re

import nbformat
import pytest

from lecturekit.publish import cells, decks
from lecturekit.publish import slides as plan
from lecturekit.publish.__main__ import main
from lecturekit.publish.packages import PackageError
from tests.house.lectures import LECTURES, code, markdown, sample

NOTES = "<details><summary>For the instructor · {} min</summary>\n\nAsk: why?\n\n</details>"


def placed(cell, kind):
    cell.metadata["slideshow"] = {"slide_type": kind} if kind else {}
    return cell


def book():
    return sample(
        placed(markdown("# Title", "title"), "slide"),
        placed(markdown(NOTES.format(2), "notes-opening"), "notes"),
        placed(markdown("## 1. One", "section-1"), "slide"),
        placed(markdown("goes on", "on"), ""),
        placed(markdown("appears", "step"), "fragment"),
        placed(markdown("after it", "after"), ""),
        placed(markdown("below", "below"), "subslide"),
        placed(markdown(NOTES.format(5), "notes-1"), "notes"),
        placed(markdown("out", "references"), "skip"),
        placed(markdown("later", "later"), "subslide"),
    )


def ids(slide):
    return [[cell.id for cell in step] for step in slide.steps]


def test_cells_become_slides_and_steps():
    found = plan.slides(book())
    assert [slide.name for slide in found] == ["title", "section-1", "below", "later"]
    assert ids(found[1]) == [["section-1", "on"], ["step", "after"]]
    assert [len(column) for column in plan.columns(found)] == [1, 3]


def test_every_slide_of_a_section_has_its_notes_and_its_share_of_the_time():
    opening, *section = plan.slides(book())
    assert opening.spoken.startswith("**Opening · 2 min · slide 1 of 1**\n\nAsk: why?")
    assert section[1].spoken.startswith("**1. One · 5 min · slide 2 of 3**\n\nAsk: why?")
    assert "<" not in section[2].spoken
    assert [slide.seconds for slide in section] == [100, 100, 100]


def test_seconds_add_up_whatever_the_number_of_slides():
    more = [placed(markdown("x", f"x-{k}"), "subslide") for k in range(4)]
    slides = plan.slides(sample(*book().cells[2:8], *more))
    assert len(slides) == 6
    assert sum(slide.seconds for slide in slides) == 300
    assert max(slide.seconds for slide in slides) - min(slide.seconds for slide in slides) <= 1


@pytest.mark.parametrize("path", LECTURES, ids=lambda path: path.stem)
def test_a_lecture_takes_75_minutes(path):
    slides = plan.slides(nbformat.read(path, as_version=4))
    assert sum(slide.seconds for slide in slides) == 75 * 60


def test_the_running_line_says_what_the_heading_does_not():
    found = [slide.running_line("Part 1") for slide in plan.slides(book())]
    assert found == [[], ["Part 1"], ["Part 1", "1. One"], ["Part 1", "1. One"]]


def test_a_task_that_goes_on_says_of_which_exercise_it_is():
    parts = [
        placed(markdown("## 1. One", "section"), "slide"),
        placed(markdown("**Exercise 3.9 · Bugs** (stretch)", "exercise-bugs-task"), "subslide"),
        placed(markdown("Give numbers.", "exercise-bugs-task-causes"), "subslide"),
    ]
    *_, last = plan.slides(sample(*parts))
    assert last.running_line("Part 3") == ["Part 3", "1. One", "Exercise 3.9, continued"]


def test_a_task_offers_no_help_that_only_a_kernel_can_give():
    offer = "*Stuck? Each call of `exercises.half.hint()` says a little more.*"
    html = decks.deck(sample(markdown(f"Write `half`.\n\n{offer}")))
    assert "Write" in html
    assert "Stuck?" not in html


def test_a_notebook_with_nothing_to_show_is_refused():
    with pytest.raises(ValueError, match="no cell to show"):
        plan.slides(sample(placed(markdown("out"), "skip")))


def test_of_an_exercise_the_task_stays_and_no_dead_input():
    source = "def half(x):\n    return ...\n\n\nexercises.half.check(half)"
    outputs = [nbformat.v4.new_output("stream", text="○ Not attempted yet.\n")]
    html = decks.deck(sample(code(source, outputs=outputs, tags=["exercise"])))
    main = re.search(r"<main>.*</main>", html, re.S)[0]
    assert "half" in main
    assert "check" not in main
    assert "Not attempted" not in main


def test_the_code_that_an_exercise_hands_out():
    assert cells.beginning("A = ...\nB = ...\nexercises.x.check(\n") == "A = ...\nB = ..."
    assert cells.beginning("exercises.x.check()") == ""


def test_a_deck_loads_nothing_and_hides_no_end_of_a_script():
    html = decks.deck(book())
    page, scripts = re.subn(r"<script(?: [^>]*)?>.*?</script>", "", html, flags=re.S)
    assert scripts == html.count("</script>") == 6
    assert not re.search(r"<(?:link|iframe|script)\b|@import|\ssrc=\"(?!data:)", page)
    assert decks._script("'</script><!-- '") == r"'<\/script><\!-- '"


def test_notes_and_what_is_skipped_are_not_on_a_slide():
    main = re.search(r"<main>.*</main>", decks.deck(book()), re.S)[0]
    assert "Ask: why?" in main
    assert "Ask: why?" not in re.sub(r"<aside.*?</aside>", "", main, flags=re.S)
    assert "For the instructor" not in main
    assert ">out<" not in main


def test_main_writes_one_deck_for_each_notebook(tmp_path, capsys):
    path = tmp_path / "small.ipynb"
    nbformat.write(book(), path)
    assert main(["decks", str(path), "--to", str(tmp_path / "decks")]) == 0
    written = tmp_path / "decks" / "small.html"
    assert capsys.readouterr().out.startswith(f"{written} (")
    assert written.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_without_its_packages_nothing_is_written(tmp_path, capsys, monkeypatch):
    def missing(path):
        raise PackageError("no network here")

    monkeypatch.setattr(decks, "asset", missing)
    path = tmp_path / "small.ipynb"
    nbformat.write(book(), path)
    assert main(["decks", str(path), "--to", str(tmp_path / "decks")]) == 1
    assert capsys.readouterr().err == "no network here\n"
    assert not (tmp_path / "decks").exists()


def test_of_code_that_shows_source_only_the_source_is_shown():
    cell = code(
        "from lecturekit import network\n\ndraw.show_source(network.Network.forward)", "look"
    )
    assert cells.kind(cell) == "source"
    shown = {"text/markdown": "```python\ndef forward(self): ...\n```", "text/plain": "forward"}
    cell.outputs = [nbformat.v4.new_output("execute_result", shown, execution_count=1)]
    html = decks.deck(sample(placed(cell, "slide")))
    slide = re.search(r'<div class="run" data-cell="look">(.*?)</section>', html, re.S)[1]
    assert "forward" in slide
    assert "show_source" not in slide
