"""What readers see of the lectures, as they are stored, where nothing runs."""

import re

import nbformat
import pytest
from nbconvert.exporters import HTMLExporter
from nbconvert.preprocessors import ExecutePreprocessor
from nbformat import v4

from tests.house.lectures import LECTURES, code, read, sample
from tests.publish.github_preview import DEAD, problems_with_preview, sanitised, words

# GitHub promises previews of small files, "generally less than 2 MB", and names no limit for
# larger ones: so ours at least do not grow beyond what they are.
LARGEST = 5.5e6

each_lecture = pytest.mark.parametrize("path", LECTURES, ids=lambda path: path.stem)


@each_lecture
def test_github_shows_every_output_of_a_small_file(path):
    assert problems_with_preview(read(path)) == []
    assert path.stat().st_size < LARGEST
    # With widgets' state GitHub refuses a notebook, and nbconvert's page asks a CDN for scripts.
    assert "widgets" not in read(path).metadata


def dead(html):
    """List what a page shows of widgets that are not there, and its empty outputs."""
    bodies = re.split(r'<div class="jp-OutputArea-output', html)[1:]
    return DEAD.findall(words(html)) + [body[:80] for body in bodies if not something(body)]


def something(body):
    """Say whether a piece of a page begins with an image, or with words."""
    inside = body[body.index(">") + 1 :]
    return bool(re.match(r"\s*<img\b", inside) or words(inside[:2000]))


@each_lecture
def test_a_plain_export_shows_every_picture_in_its_size_and_unfolds_quizzes(path):
    book = read(path)
    html, _ = HTMLExporter().from_notebook_node(book)
    images = re.findall(r"<img\b[^>]*\bsrc=\"data:image/png[^>]*>", html)
    assert len(images) == sum("image/png" in o.get("data", {}) for o in outputs(book))
    assert all(re.search(r"\bwidth=\"?\d+", image) for image in images)
    unfolding = [cell.source for cell in book.cells if cell.cell_type == "markdown"]
    unfolding += [output.get("data", {}).get("text/html", "") for output in outputs(book)]
    assert html.count("<details") == sum(source.count("<details") for source in unfolding)
    assert dead(html) == []


def outputs(book):
    return [output for cell in book.cells for output in cell.get("outputs", [])]


def test_an_export_that_runs_the_notebook_shows_pictures_if_it_stores_no_widget_state():
    sources = ["from lecturekit import exercises, explore", "explore.neuron()"]
    sources += ["exercises.quiz_separability", "exercises.sigmoid.check(lambda z: ...)"]
    book = v4.new_notebook(cells=[v4.new_code_cell(source) for source in sources])
    silent = ["--IPKernelApp.log_level=ERROR"]
    runner = ExecutePreprocessor(store_widget_state=False, extra_arguments=silent)
    book, _ = runner.preprocess(nbformat.from_dict(book))
    html, _ = HTMLExporter().from_notebook_node(book)
    assert html.count('src="data:image/png') == 1
    assert html.count("<details") == 4
    assert dead(html) == []


def test_github_leaves_no_style_and_no_handler():
    html = '<details open><summary style="color: red" onclick="f()">A</summary>why</details>'
    assert sanitised(html) == "<details><summary>A</summary>why</details>"


def shows(data, **about):
    return code("figure", outputs=[v4.new_output("display_data", data, metadata=about)])


@pytest.mark.parametrize(
    "bad",
    [
        shows({"text/plain": "VBox(children=(Image(value=b''),))"}),
        shows({"text/html": "<style>p { color: red }</style><script>draw()</script>"}),
        shows({"text/html": '<input type="range"><canvas></canvas>', "image/png": "…"}),
        shows({"application/vnd.jupyter.widget-view+json": {"model_id": "0"}}),
        shows({"text/markdown": " "}),
        shows({"text/plain": "<lecturekit.explore.Explorable object at 0x7f>"}),
        code("print()", outputs=[v4.new_output("stream", text="\n")]),
    ],
)
def test_an_output_that_github_would_not_show_is_seen(bad):
    assert problems_with_preview(sample(bad))


def test_a_picture_without_its_size_is_seen():
    drawn = next(o for o in outputs(read(LECTURES[0])) if "image/png" in o.get("data", {}))
    good = code("figure", outputs=[drawn])
    assert problems_with_preview(sample(good)) == []
    drawn.metadata["image/png"]["height"] *= 2
    assert problems_with_preview(sample(good))


def test_an_empty_output_of_a_page_is_seen():
    assert dead('<div class="jp-OutputArea-output">\n</div>')
    assert dead('<div class="jp-OutputArea-output"><pre>VBox(children=())</pre></div>')
    assert dead('<div class="jp-OutputArea-output"><img src="a"></div>') == []
