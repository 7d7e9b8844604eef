"""JupyterLite in a browser, as far as it goes without a network: Python starts, NumPy is far away.

Pyodide's address is answered here from its npm package, which holds Python itself and none of
its builds of other packages. So the last thing seen is that Python asks for them.
"""

import pytest

from lecturekit.publish import lite
from lecturekit.publish.packages import PackageError, asset
from tests.browser import lab
from tests.browser.site_pages import served
from tests.house.lectures import LECTURES, ROOT

LOCKED = ROOT / "tests/publish/pyodide"
PYODIDE = "https://cdn.jsdelivr.net/pyodide/"
TYPES = {"mjs": "text/javascript", "json": "application/json", "wasm": "application/wasm"}


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    lite.build(folder / "lite", LECTURES)
    with served(folder) as found:
        yield f"{found}lite"


def test_a_lecture_opens_and_python_starts(chromium, address):
    page = lab.new_page(chromium)
    asked, strangers = [], []

    def pyodide(route):
        name = route.request.url.rsplit("/", 1)[1]
        try:
            body = asset(f"pyodide/{name}", LOCKED)
        except PackageError:
            asked.append(name)
            return route.abort()
        kind = TYPES.get(name.rsplit(".", 1)[1], "application/octet-stream")
        access = {"access-control-allow-origin": "*"}
        return route.fulfill(body=body, content_type=kind, headers=access)

    page.context.route(f"{PYODIDE}**", pyodide)
    page.on(
        "request",
        lambda request: (
            request.url.startswith((address, PYODIDE, "data:", "blob:"))
            or strangers.append(request.url)
        ),
    )
    page.goto(f"{address}/notebooks/index.html?path={LECTURES[0].name}")
    page.locator("h1", has_text="Part 1 · An artificial neuron").wait_for()
    page.locator(".jp-CodeCell", has_text="%pip install -q lecturekit").first.wait_for()
    # Python has started when it looks for the program that installs packages.
    for _ in range(600):
        if asked:
            break
        page.wait_for_timeout(100)
    assert asked[0].startswith("micropip-")
    assert strangers == []
    page.close()
