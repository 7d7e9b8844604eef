"""Python in a page: it comes once, from the site alone, and whatever fails leaves a sentence."""

import pytest

from lecturekit.publish import live
from tests.browser import lab, site_pages

PAGE = '<!doctype html><html lang="en"><meta charset="utf-8"><title>A page</title>'
PAGE += '<link rel="icon" href="data:,"><script defer src="_static/live.js"></script>'
DRAW = """() => livePython.ask('draw', {
    figure: 'sigmoid_threshold', values: {w: 3, b: 0, threshold: 0.5}, dpi: 100, fine: true,
}).then(({picture, size, alt}) => [picture.byteLength, ...size, alt])"""
RUN = """([code, within]) => livePython.ask('run', {name: 'a', code, setup: ''}, {within}).then(
    ({outputs, error}) => error ?? outputs[0].text, ({message, late}) => [message, late])"""
FETCHED = """performance.getEntriesByType('resource')
    .filter(({name, transferSize}) => name.endsWith('.pack') && transferSize)
    .map(({name}) => name)"""
NOT_LOADED = "Python could not be loaded: the server"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A site with one empty page."""
    folder = tmp_path_factory.mktemp("site")
    live.page_scripts(folder / "_static", live.build(folder))
    (folder / "index.html").write_text(PAGE, encoding="utf-8")
    return folder


@pytest.fixture
def visit(chromium, site):
    """Return a function that opens the page; all visits are by the same reader."""
    context = chromium.new_context()
    with site_pages.served(site) as address:

        def visit():
            page = context.new_page()
            page.goto(f"{address}index.html")
            return page

        visit.address = address
        yield visit
        context.close()


def test_a_figure_is_drawn_and_the_second_visit_fetches_nothing(visit):
    for number in (1, 2):
        page = visit()
        asked, complaints = [], []
        page.context.on("request", lambda request, asked=asked: asked.append(request.url))
        page.on("console", lambda message, said=complaints: said.append(message.text))
        count, width, height, alt = page.evaluate(DRAW)
        assert count == 4 * width * height > 1e5
        assert "threshold" in alt
        assert complaints == []
        assert [url for url in asked if not url.startswith((visit.address, "data:"))] == []
        fetched = page.workers[0].evaluate(FETCHED)
        assert (fetched == []) == (number == 2)
        assert not any("more-" in name for name in fetched)


def test_an_endless_loop_is_ended_and_python_goes_on(visit):
    page = visit()
    assert page.evaluate(RUN, ["print(1 + 1)", None]) == "2\n"
    late = page.evaluate(RUN, ["while True: pass", 0.5])
    assert late == ["It took too long and was stopped.", True]
    assert page.evaluate(RUN, ["print(6 * 7)", None]) == "42\n"
    assert page.evaluate("livePython.generation") == 1


@pytest.mark.exhaustive
def test_scikit_learn_comes_when_it_is_imported(visit):
    code = "from sklearn.svm import SVC; print(SVC().fit([[0], [1]], [0, 1]).predict([[2]]))"
    assert visit().evaluate(RUN, [code, None]) == "[1]\n"


@pytest.mark.parametrize(
    ("files", "fails", "said"),
    [
        ("**/*.pack", lambda route: route.fulfill(status=404), f"{NOT_LOADED} answers 404."),
        ("**/*.pack", lambda route: route.abort(), f"{NOT_LOADED} cannot be reached."),
        ("**/worker*", lambda route: route.abort(), "Python could not be started on this page."),
    ],
)
def test_what_cannot_be_fetched_leaves_a_sentence(visit, files, fails, said):
    page = visit()
    page.route(files, fails)
    assert page.evaluate(RUN, ["", None]) == [said, False]
    page.unroute(files)
    assert page.evaluate(RUN, ["print(1)", None]) == "1\n"


def test_a_page_from_a_disk_says_why_it_has_no_python(chromium, site):
    page = lab.new_page(chromium)
    page.goto((site / "index.html").as_uri())
    message, _ = page.evaluate(RUN, ["", None])
    assert message.startswith("This page was opened from a disk")
