"""Python in a page: it comes once, from the site alone, and whatever fails leaves a sentence."""

import functools
import threading
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from lecturekit.publish import live

PAGE = '<!doctype html><html lang="en"><meta charset="utf-8"><title>A page</title>'
PAGE += '<link rel="icon" href="data:,"><script defer src="_static/live.js"></script>'
DRAW = """() => livePython.ask('draw', {
    figure: 'sigmoid_threshold', values: {w: 3, b: 0, threshold: 0.5}, dpi: 100, fine: true,
}).then(({picture, size, alt}) => [picture.byteLength, ...size, alt])"""
RUN = """([code, within]) => livePython.ask('run', {name: 'a', code, setup: ''}, {within}).then(
    ({outputs, error}) => error ?? outputs[0].text, ({message, late}) => [message, late])"""
FAILED = "livePython.ask('run').then(() => null, ({message}) => message)"


class Handler(SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        pass

    def do_GET(self):
        self.server.asked.append(self.path)
        if self.path.endswith(self.server.missing):
            self.send_error(404)
        else:
            super().do_GET()


@contextmanager
def served(folder):
    """Serve a folder; yield the server, which remembers what it is asked for."""
    handler = functools.partial(Handler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.asked, server.missing = [], "nothing"
        threading.Thread(target=server.serve_forever).start()
        yield server
        server.shutdown()


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A site with one empty page, in a folder of the server's."""
    folder = tmp_path_factory.mktemp("server") / "a" / "sub-path"
    folder.mkdir(parents=True)
    live.page_scripts(folder / "_static", live.build(folder))
    (folder / "index.html").write_text(PAGE, encoding="utf-8")
    return folder


@pytest.fixture
def server(site):
    with served(site.parents[1]) as server:
        yield server


@pytest.fixture
def visit(chromium, server):
    """Return a function that opens the page; all visits are by the same reader."""
    context = chromium.new_context()

    def visit():
        page = context.new_page()
        page.requests, page.complaints = [], []
        page.on("request", lambda request: page.requests.append(request.url))
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(f"http://127.0.0.1:{server.server_port}/a/sub-path/index.html")
        return page

    yield visit
    context.close()


def test_a_figure_is_drawn_and_the_second_visit_fetches_nothing(visit, server):
    for number in (1, 2):
        server.asked.clear()
        page = visit()
        count, width, height, alt = page.evaluate(DRAW)
        assert count == 4 * width * height > 1e5
        assert "threshold" in alt
        packs = [path for path in server.asked if path.endswith(".pack")]
        assert (packs == []) == (number == 2)
        assert not any("more-" in path for path in packs)
        assert page.complaints == []
        own = f"http://127.0.0.1:{server.server_port}/"
        assert [url for url in page.requests if not url.startswith((own, "data:"))] == []


def test_an_endless_loop_is_ended_and_python_goes_on(visit):
    page = visit()
    assert page.evaluate(RUN, ["print(1 + 1)", None]) == "2\n"
    late = page.evaluate(RUN, ["while True: pass", 0.5])
    assert late == ["It took too long and was stopped.", True]
    assert page.evaluate(RUN, ["print(6 * 7)", None]) == "42\n"
    assert page.evaluate("livePython.generation") == 1


def test_scikit_learn_comes_when_it_is_imported(visit, server):
    page = visit()
    code = "from sklearn.svm import SVC; print(SVC().fit([[0], [1]], [0, 1]).predict([[2]]))"
    assert page.evaluate(RUN, [code, None]) == "[1]\n"
    assert page.complaints == []


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        (".pack", "Python could not be loaded: the server answers 404."),
        (".js", None),
        ("offline", "Python could not be loaded: the server cannot be reached."),
    ],
)
def test_what_cannot_be_fetched_leaves_a_sentence(visit, server, missing, said):
    page = visit()
    server.missing = missing
    if missing == "offline":
        page.route("**/*.pack", lambda route: route.abort())
    assert page.evaluate(FAILED) == (said or "Python could not be started on this page.")
    server.missing = "nothing"
    page.unroute_all()
    assert page.evaluate(RUN, ["print(1)", None]) == "1\n"


def test_a_page_from_a_disk_says_why_it_has_no_python(chromium, site):
    page = chromium.new_page()
    page.goto((site / "index.html").as_uri())
    assert page.evaluate(FAILED).startswith("This page was opened from a disk")
    page.close()
