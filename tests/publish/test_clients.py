"""What readers see of the lectures, as they are stored, where nothing runs.

GitHub turns notebooks into HTML with nbconvert, runs no script, and sanitises what remains: of
style sheets, classes, handlers and form controls nothing is left. Its elements are those that
html-pipeline, the sanitiser it has published, lets pass; of attributes fewer are kept here.
"""

import base64
import io
import re
import subprocess
import sys
import tomllib

import nbformat
import nh3
import pytest
from nbconvert.exporters import HTMLExporter
from nbconvert.preprocessors import ExecutePreprocessor
from nbformat import v4
from PIL import Image

from tests.house.lectures import LECTURES, ROOT, code, code_cells, read, sample

ELEMENTS = """
    h1 h2 h3 h4 h5 h6 br b i strong em a pre code img tt div ins del sup sub p ol ul table thead
    tbody tfoot blockquote dl dt dd kbd q samp var hr ruby rt rp li tr td th s strike summary
    details caption figure figcaption abbr bdo cite dfn mark small span time wbr
"""
ATTRIBUTES = {"a": {"href"}, "img": {"src", "alt", "width", "height"}}
NO_WIDGETS = {"application/vnd.jupyter.widget-view+json", "application/javascript"}
KINDS = HTMLExporter().default_config.NbConvertBase.display_data_priority
ORDER = [kind for kind in KINDS if kind not in NO_WIDGETS]
DEAD = re.compile(r"\w+Box\(children=|<[\w.]+ object at 0x|Error displaying widget")


def sanitised(html):
    """Return HTML as GitHub lets it pass."""
    return nh3.clean(html, tags=set(ELEMENTS.split()), attributes=ATTRIBUTES, link_rel=None)


def words(html):
    """Return the text of a piece of HTML, without what stands in tags."""
    return " ".join(nh3.clean(html, tags=set()).split())


def shown(output):
    """Return kind and content of what is shown of an output, as (str, str)."""
    if output.output_type == "stream":
        return "text/plain", output.text
    if output.output_type == "error":
        return "text/plain", "\n".join(output.traceback)
    kind = next((kind for kind in ORDER if kind in output.data), "nothing")
    return kind, output.data.get(kind, "")


def problems_with_preview(book):
    """List the cells of which a reader of the preview would see nothing, or nothing useful."""
    found = ((cell.id, output) for cell in book.cells for output in cell.get("outputs", []))
    return [f"{name}: {problem}" for name, output in found for problem in _wrong(output)]


def _wrong(output):
    kind, content = shown(output)
    if kind == "image/png":
        width, height = Image.open(io.BytesIO(base64.b64decode(content))).size
        about = output.metadata.get("image/png", {})
        if abs(about.get("width", 0) * height - about.get("height", 0) * width) > width + height:
            yield "the picture's size is missing, or distorts it"
        return
    visible = content
    if kind == "text/html":
        visible = words(sanitised(content))
        for reason in re.findall(r"<details\b.*?</details>", content, re.S):
            if words(reason) not in visible:
                yield "an answer that unfolds is lost"
    if not visible.strip():
        yield f"nothing is left of {kind}"
    if DEAD.search(visible):
        yield f"{kind} says {DEAD.search(visible)[0]}…"


each_lecture = pytest.mark.parametrize("path", LECTURES, ids=lambda path: path.stem)


@each_lecture
def test_github_shows_every_output(path):
    assert problems_with_preview(read(path)) == []
    # With widgets' state GitHub refuses a notebook, and nbconvert's page asks a CDN for scripts.
    assert "widgets" not in read(path).metadata


def dead(html):
    """List what a page shows of widgets that are not there, and its empty outputs."""
    bodies = re.split(r'<div class="jp-OutputArea-output[^>]*>', html)[1:]
    without_image = [body for body in bodies if not re.match(r"\s*<img\b", body)]
    empty = [body[:80] for body in without_image if not words(body[:2000])]
    return DEAD.findall(words(html)) + empty


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


@each_lecture
def test_only_on_colab_the_first_cell_installs_the_package(path, monkeypatch):
    ran, source = [], code_cells(read(path))[0].source
    monkeypatch.setattr(subprocess, "run", lambda command, check: ran.append(command))
    exec(source, {})
    assert ran == []
    monkeypatch.setitem(sys.modules, "google.colab", None)
    exec(source, {})
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert ran[0][-1] == f"git+{project['urls']['Repository']}"


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
