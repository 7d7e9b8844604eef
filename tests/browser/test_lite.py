"""JupyterLite in a browser, without a network: whole lectures run, and what a reader did stays."""

import re
from urllib.parse import urljoin

import numpy as np
import pytest

from lecturekit import exercises
from lecturekit.exercises.exercise import RECORDS
from tests.browser import expect_none, lab
from tests.browser.live_figures import WATCHING
from tests.browser.quizzes import REASON
from tests.browser.site_pages import served, strangers
from tests.house.lectures import LECTURES, code_cells, read, tags
from tests.publish.test_lite import built_lite

pytestmark = pytest.mark.exhaustive

RIGHT = "exercises.softmax_gradient.function(Z, y)"
# For each lecture one of its exercises, a wrong answer and a right one.
ATTEMPTS = {
    "1-neuron": ("sigmoid", "1 / (1 + np.exp(-z))", "(1 + np.tanh(z / 2)) / 2"),
    "2-networks": ("raw_inputs", "(W / std, b)", "(W / std, b - W / std @ mean)"),
    "3-backprop": ("softmax_gradient", f"len(y) * {RIGHT}", f"1 * {RIGHT}"),
    "4-sgd": (
        "two_workers",
        "(gradient_1 + gradient_2) / 2",
        "(n_1 * gradient_1 + n_2 * gradient_2) / (n_1 + n_2)",
    ),
}
ENDLESS = "def endless(*arguments):\n    while True:\n        pass\n\n"
# What may differ in the digest of a figure: each version of Matplotlib leaves its own gaps in a
# contour for its labels and has its own names; the last digit of an angle or of a filter is free.
FREE = (
    r"(?<=\]); length \[.*\]; centre \[.*\]|checksum \w+|(?<=marker \(3, 0, )[-.\d]+"
    r"|FillBetween(?=PolyCollection)"
)
BIG = (".whl", ".wasm", ".zip")
# On a busy machine a click may be lost; after 200 looks it is made again.
SHOWN = f"one => ({REASON})(one) || void ((one.looks = ~~one.looks + 1) % 200 || one.click())"
CELLS = f"""() => Object.fromEntries({lab.PANEL}.content.widgets
    .filter(cell => cell.model.type === 'code')
    .map(cell => [cell.model.id, cell.model.outputs.toJSON()]))"""
DIRTY = f"{lab.PANEL}.context.model.dirty"
SAVE = f"{lab.PANEL}.context.save().then(() => null)"


@pytest.fixture(scope="module", params=LECTURES, ids=lambda path: path.stem)
def page(request, chromium, tmp_path_factory):
    """A lecture in the page; `page.visit()` opens it, and again."""
    with served(built_lite(tmp_path_factory.getbasetemp()).parent) as address:
        page = lab.new_page(chromium)
        page.lecture, page.site = request.param, address
        page.visit = lambda: _visit(
            page, f"{address}lite/notebooks/index.html?path={request.param.name}"
        )
        yield page
        page.close()


def _visit(page, address):
    page.goto(address)
    _wait_until_open(page)


def _wait_until_open(page):
    page.wait_for_selector(".jp-Notebook .jp-Cell", state="attached")
    lab.wait_for(page, f"() => {lab.PANEL}?.context.isReady && {lab.PANEL}.sessionContext.isReady")
    lab.wait_idle(page)


def test_it_opens_and_says_that_python_is_ready(page):
    page.visit()
    page.get_by_role("status").filter(has_text="Python is ready").wait_for()
    assert not page.evaluate(DIRTY)


def test_it_runs_from_top_to_bottom_with_the_stored_outputs(page):
    lab.run_all(page)
    lab.wait_idle(page)
    expect_none([f"an error: {error}" for error in lab.error_outputs(page)])
    fresh, different = page.evaluate(CELLS), []
    assert "stderr" not in [output.get("name") for shown in fresh.values() for output in shown]
    for cell in code_cells(read(page.lecture)):
        if {"nbval-ignore-output", "colab"}.isdisjoint(tags(cell)):
            stored, here = _text(cell.outputs), _text(fresh[cell.id])
            if stored != here:
                different.append(f"{cell.id}: {stored!r}, here {here!r}")
    expect_none(different)


def _text(outputs):
    """Return what outputs say; of a line that is written anew, what is left in the end."""
    streams = [output["text"] for output in outputs if output.get("name") == "stdout"]
    plain = [output["data"].get("text/plain", "") for output in outputs if "data" in output]
    text = re.sub(r"[^\n]*\r|[ \t]+$", "", "\n".join([*streams, *plain]), flags=re.MULTILINE)
    return re.sub(FREE, "", text).strip()


def test_a_library_that_was_loaded_is_held_once(page):
    """By the browser; its file is empty, and Python has no copy of it."""
    files = "{module.__file__ for module in sys.modules.values() if hasattr(module, '__file__')}"
    sizes = f"[os.path.getsize(file) for file in {files} if str(file).endswith('.so')]"
    name, *_ = ATTEMPTS[page.lecture.stem]
    assert _run(page, name, f"import os, sys\nsizes = {sizes}\nlen(sizes) > 20, sum(sizes)") == (
        "(True, 0)"
    )


def test_two_figures_move(page):
    page.evaluate(WATCHING)
    with lab.only_cells_with(page, "img.widget-image"):
        figures = page.locator(".lecture-figure:visible").element_handles()
        assert len(figures) >= 2
        for figure in (figures[0], figures[-1]):
            figure.scroll_into_view_if_needed()
            figure.evaluate("async figure => { await watching.start(figure); }")
            figure.query_selector("[role='slider']").press("End")
            lab.wait_for(page, "figure => figure.watch.coarse.length > 0", figure)


def test_a_quiz_gives_its_reasons(page):
    with lab.only_cells_with(page, ".lecturekit-quiz"):
        shown = page.locator(".lecturekit-quiz:visible").first  # others may be folded away
        for button in shown.locator("button").element_handles():
            button.click()
            lab.wait_for(page, SHOWN, button)


def test_attempts_are_judged_as_on_the_desktop(page):
    name, wrong, right = ATTEMPTS[page.lecture.stem]
    exercise = getattr(exercises, name)
    head = f"lambda {', '.join(exercise.parameters)}: "
    for attempt in (wrong, wrong, right):
        code = f"exercises.{name}.check({head}{attempt})"
        expected = repr(eval(code, {"np": np, "exercises": exercises}))
        assert _run(page, name, code) == expected
    assert RECORDS[name].done


def test_an_endless_loop_is_stopped(page):
    name, *_ = ATTEMPTS[page.lecture.stem]
    code = f"{ENDLESS}exercises.{name}.check(endless)"
    assert "It was stopped after 5 seconds" in _run(page, name, code)
    assert _run(page, name, "6 * 7") == "42"


def _run(page, name, code):
    """Run code in the starter cell of an exercise; return what the cell says."""
    page.evaluate(
        f"""async ([name, code]) => {{
            const {{content}} = {lab.PANEL};
            const place = content.widgets.findIndex(cell =>
                cell.model.type === 'code' && (cell.exercise ?? cell.model.sharedModel.source)
                    .includes(`exercises.${{name}}.check(`));
            content.widgets[place].exercise = `exercises.${{name}}.check(`;
            content.widgets[place].model.sharedModel.setSource(code);
            content.activeCellIndex = place;
            window.ran = content.widgets[place].model.id;
            await window.jupyterapp.commands.execute('notebook:run-cell');
        }}""",
        [name, code],
    )
    lab.wait_idle(page)
    return _text(page.evaluate(CELLS)[page.evaluate("window.ran")])


def test_a_second_visit_fetches_nothing_and_shows_pictures(page):
    page.evaluate(SAVE)
    before = len(page.requests)
    page.visit()
    assert [url for url in page.requests[before:] if url.endswith(BIG)] == []
    assert not page.evaluate(DIRTY)
    outputs = [output for shown in page.evaluate(CELLS).values() for output in shown]
    kinds = [kind for output in outputs for kind in output.get("data", {})]
    assert kinds.count("image/png") > 10
    assert "application/vnd.jupyter.widget-view+json" not in kinds
    assert page.locator("text=Loading widget").count() == 0


def test_a_newer_edition_takes_the_place_of_a_copy_which_is_kept(page):
    page.evaluate(f"{lab.PANEL}.context.model.setMetadata('edition', 'old')")
    page.evaluate(SAVE)
    page.visit()
    with page.expect_navigation():
        page.get_by_role("button", name="Open the new edition").click()
    _wait_until_open(page)
    assert page.evaluate(f"{lab.PANEL}.context.model.getMetadata('edition')") != "old"
    files = page.evaluate(
        "window.jupyterapp.serviceManager.contents.get('')"
        ".then(folder => folder.content.map(file => file.path))"
    )
    assert f"{page.lecture.stem} (copy).ipynb" in files


def test_no_request_leaves_the_site(page):
    # After 20 seconds the page looks after its service worker, whatever the path of the site is.
    # And Chromium now and then asks the host itself, not the page, for an icon.
    own = {urljoin(page.site, path) for path in ("../api/service-worker-heartbeat", "/favicon.ico")}
    assert [url for url in strangers(page, page.site) if url not in own] == []
