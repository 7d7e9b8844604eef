"""Decks: which cells make which slide, what stays out, and that one file holds everything."""

import re

import nbformat
import pytest

from lecturekit.publish import cells, decks
from lecturekit.publish.__main__ import COVER, README, main
from lecturekit.publish.clock import clock
from lecturekit.publish.decks import columns, prepare, slides
from lecturekit.publish.packages import PackageError
from tests.house.lectures import LECTURES, ROOT, code, markdown, sample

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


def main_part(*shown):
    """Return what a deck of these cells shows."""
    return re.search(r"<main>.*</main>", decks.deck(sample(*shown)), re.S)[0]


def test_cells_become_slides_and_steps():
    found = slides(book())
    assert [slide.name for slide in found] == ["title", "section-1", "below", "later"]
    steps = [[cell.id for cell in step] for step in found[1].steps]
    assert steps == [["section-1", "on"], ["step", "after"]]
    assert [len(column) for column in columns(found)] == [1, 3]


def test_every_slide_of_a_section_has_its_notes_and_its_share_of_the_time():
    quiz = placed(code("exercises.quiz_gate", "quiz-gate", tags=["quiz"]), "fragment")
    opening, *section = slides(sample(*book().cells, quiz))
    assert opening.spoken.startswith("**Opening · 1 min · slide 1 of 1**\n\nAsk: why?")
    assert section[1].spoken.startswith("**1. One · 5 min · slide 2 of 3**\n\nAsk: why?")
    assert "<" not in section[2].spoken
    assert [slide.seconds for slide in section] == [75, 75, 75 + 60]


@pytest.mark.parametrize("path", LECTURES, ids=lambda path: path.stem)
def test_a_deck_takes_as_long_as_the_clock_says_and_every_slide_tells_the_speaker_something(path):
    book = nbformat.read(path, as_version=4)
    found, times = slides(book), clock(book)
    assert sum(slide.seconds for slide in found) == times.all.seconds
    assert sum(s.seconds for s in slides(cells.core(book))) == times.core.seconds
    for slide in found:
        assert re.search(r" · \d+ min · slide .{40}", slide.spoken, re.S), slide.name


def test_the_running_line_says_what_the_heading_does_not():
    found = [slide.running_line("Part 1") for slide in slides(book())]
    assert found == [[], ["Part 1"], ["Part 1", "1. One"], ["Part 1", "1. One"]]
    parts = [
        placed(markdown("## 1. One", "section"), "slide"),
        placed(markdown("**Exercise 3.9 · Bugs** (stretch)", "exercise-bugs-task"), "subslide"),
        placed(markdown("Give numbers.", "exercise-bugs-task-causes"), "subslide"),
    ]
    *_, last = slides(sample(*parts))
    assert last.running_line("Part 3") == ["Part 3", "1. One", "Exercise 3.9, continued"]


def test_a_notebook_with_nothing_to_show_is_refused():
    with pytest.raises(ValueError, match="no cell to show"):
        slides(sample(placed(markdown("out"), "skip")))


def test_of_an_exercise_the_task_stays_and_nothing_that_needs_a_kernel():
    offer = "*Stuck? Each call of `exercises.half.hint()` says a little more.*"
    source = "def half(x):\n    return ...\n\n\nexercises.half.check(half)"
    outputs = [nbformat.v4.new_output("stream", text="○ Not attempted yet.\n")]
    exercise = code(source, outputs=outputs, tags=["exercise"])
    shown = main_part(markdown(f"Write it.\n\n{offer}"), exercise)
    assert "Write it." in shown
    assert "half" in shown
    assert not [word for word in ("Stuck?", "check", "Not attempted") if word in shown]
    assert cells.beginning("A = ...\nB = ...\nexercises.x.check(\n") == "A = ...\nB = ..."
    assert cells.beginning("exercises.x.check()") == ""


def test_of_code_that_shows_source_only_the_source_is_shown():
    source = "from lecturekit import network\n\ndraw.show_source(network.Network.forward)"
    data = {"text/markdown": "```python\ndef forward(self): ...\n```", "text/plain": "forward"}
    output = nbformat.v4.new_output("execute_result", data, execution_count=1)
    cell = code(source, "look", outputs=[output])
    assert cells.kind(cell) == "source"
    _, slide = main_part(cell).split('<div class="run" data-cell="look">')
    assert "forward" in slide
    assert "show_source" not in slide


def test_an_answer_comes_one_step_after_its_question_and_deeper_slides_say_so():
    printed = [nbformat.v4.new_output("stream", text="four")]
    film = nbformat.v4.new_output("display_data", {"image/png": "…", "text/html": "<i>film</i>"})
    heading = markdown("### Deeper: sums\n\n**Before you run this:** what?", tags=["deeper"])
    tried = markdown("<details><summary>Answers</summary>\n\n(1) Two.\n\n</details>", "tried")
    book = sample(
        placed(heading, "slide"),
        code("print(2 + 2)", "sum", printed, tags=["answer", "deeper"]),
        markdown("Four.", "after", tags=["deeper"]),
        placed(markdown("more", "more", tags=["deeper"]), "subslide"),
        placed(code("draw.show(f)", "drawn", [film], tags=["answer"]), "subslide"),
        tried,
    )
    first, second, third, fourth = slides(book)
    assert [slide.deeper for slide in (first, second, third)] == ["Deeper: sums"] * 2 + [""]
    assert second.running_line("Part 1") == ["Part 1", "Deeper: sums"]
    for slide in (first, third, fourth):
        prepare(slide)
    question, (output, after) = first.steps[0][-1], first.steps[1]
    assert (question.source, question.outputs) == ("print(2 + 2)", [])
    assert (output.outputs, output.metadata.deck.kind, after.id) == (printed, "output", "after")
    assert [[cell.id for cell in step] for step in third.steps] == [["drawn"]]
    assert [cell.source for cell in fourth.steps[0]] == ["**Answers.** (1) Two."]


def test_a_deck_loads_nothing_and_hides_no_end_of_a_script():
    html = decks.deck(book())
    page, scripts = re.subn(r"<script(?: [^>]*)?>.*?</script>", "", html, flags=re.S)
    assert scripts == html.count("</script>") == 6
    assert not re.search(r"<(?:link|iframe|script)\b|@import|\ssrc=\"(?!data:)", page)
    assert decks._script("'</script><!-- '") == r"'<\/script><\!-- '"


def test_notes_and_what_is_skipped_are_not_on_a_slide():
    shown = main_part(*book().cells)
    assert "Ask: why?" in shown
    assert "Ask: why?" not in re.sub(r"<aside.*?</aside>", "", shown, flags=re.S)
    assert "For the instructor" not in shown
    assert ">out<" not in shown


def test_each_notebook_becomes_one_file_or_none(tmp_path, capsys, monkeypatch):
    nbformat.write(book(), tmp_path / "small.ipynb")
    written = tmp_path / "decks" / "small.html"
    arguments = ["decks", str(tmp_path / "small.ipynb"), "--to", str(written.parent)]

    def missing(path):
        raise PackageError("no network here")

    with monkeypatch.context() as patch:
        patch.setattr(decks, "asset", missing)
        assert main(arguments) == 1
    assert capsys.readouterr().err == "no network here\n"
    assert not written.exists()
    assert main(arguments) == 0
    assert capsys.readouterr().out.startswith(f"{written} (")
    assert written.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_the_readme_shows_the_opening_figure_of_part_1_and_the_times(tmp_path, monkeypatch, capsys):
    assert str(COVER) in (ROOT / "README.md").read_text(encoding="utf-8")
    stored = (ROOT / README).read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    README.write_text(re.sub(r"\d+ minutes", "75 minutes", stored), encoding="utf-8")
    assert main(["readme", *map(str, LECTURES)]) == 0
    assert (ROOT / COVER).read_bytes() == COVER.read_bytes()
    assert README.read_text(encoding="utf-8") == stored, "run `make notebooks`"
    nbformat.write(sample(code("1")), "fresh.ipynb")
    assert main(["readme", "fresh.ipynb"]) == 1
    assert "make notebooks" in capsys.readouterr().err
