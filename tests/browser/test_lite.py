"""JupyterLite in a browser, as far as it goes without a network: Python starts, NumPy is far away.

Pyodide's address is answered here from its npm package, which holds Python itself and none of
its builds of other packages. So the last thing seen is that Python asks for them.
"""

from urllib.parse import urljoin

import pytest

from lecturekit.publish.packages import PackageError, asset
from tests.browser import lab
from tests.browser.site_pages import served
from tests.house.lectures import LECTURES, ROOT
from tests.publish.test_lite import built_lite

pytestmark = pytest.mark.exhaustive

LOCKED = ROOT / "tests/publish/pyodide"
PYODIDE = "https://cdn.jsdelivr.net/pyodide/"
TYPES = {"mjs": "text/javascript", "json": "application/json", "wasm": "application/wasm"}


def test_a_lecture_opens_and_python_starts(chromium, tmp_path_factory):
    page = lab.new_page(chromium)
    requests, missing = [], []

    def pyodide(route):
        name = route.request.url.rsplit("/", 1)[1]
        try:
            body = asset(f"pyodide/{name}", LOCKED)
        except PackageError:
            missing.append(name)
            return route.abort()
        kind = TYPES.get(name.rsplit(".", 1)[1], "application/octet-stream")
        access = {"access-control-allow-origin": "*"}
        return route.fulfill(body=body, content_type=kind, headers=access)

    page.context.route(f"{PYODIDE}**", pyodide)
    page.on("request", lambda request: requests.append(request.url))
    with served(built_lite(tmp_path_factory.getbasetemp()).parent) as address:
        page.goto(f"{address}lite/notebooks/index.html?path={LECTURES[0].name}")
        page.locator("h1", has_text="Part 1 · An artificial neuron").wait_for()
        page.locator(".jp-CodeCell", has_text="%pip install -q lecturekit").first.wait_for()
        for _ in range(600):  # it looks for the program that installs packages when it has started
            if missing:
                break
            page.wait_for_timeout(100)
    assert missing[0].startswith("micropip-")
    # After 20 seconds the page looks after its service worker, whatever the path of the site is.
    heartbeat = urljoin(address, "/api/service-worker-heartbeat")
    ours = (f"{address}lite", PYODIDE, "data:", "blob:", heartbeat)
    assert [url for url in requests if not url.startswith(ours)] == []
