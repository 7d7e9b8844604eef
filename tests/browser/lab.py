"""A real JupyterLab or Notebook 7, and a real Chromium in front of it::

    with server(folder) as address, browser() as chromium:
        page = new_page(chromium)
        open_notebook(page, address, "1-neuron.ipynb")
        run_all(page)
        wait_idle(page)

Server and browser live in temporary folders of their own: nobody's settings play a part,
and nothing is left behind. The server listens on this machine only and wants its token.
"""

import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import NamedTuple

PATIENCE = 120  # seconds for whatever must come: a busy machine is no mistake of ours

SETTINGS = {  # no pop-up with news covers the page, no autosave changes a file under test
    "@jupyterlab/apputils-extension/notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
        "doNotDisturbMode": True,
    },
    "@jupyterlab/docmanager-extension/plugin": {"autosave": False},
}

HERE = ("--ip=127.0.0.1", "--ServerApp.root_dir=.")
JUPYTER = (
    "--allow-root",
    "--ServerApp.port_retries=0",
    "--LabApp.expose_app_in_browser=True",
    "--JupyterNotebookApp.expose_app_in_browser=True",
)
STARTS = {
    "lab": (sys.executable, "-m", "jupyterlab", *HERE, *JUPYTER),
    "slides": ("sh", ".ci/slides", sys.prefix, *JUPYTER),
    "notebook": (sys.executable, "-m", "notebook", *HERE, *JUPYTER),
}
PLACES = {"lab": "lab/tree", "slides": "lab/tree", "notebook": "notebooks"}

# JavaScript: the notebook that is open, in either application.
PANEL = "Array.from(window.jupyterapp.shell.widgets('main')).find(w => w.content?.model?.cells)"


class Server(NamedTuple):
    """Where a server answers: its address, its token, and which application it shows."""

    url: str
    token: str
    app: str

    def page(self, path):
        """Return the address that opens `path`, relative to the served folder, and nothing else."""
        # JupyterLab would open the notebooks of the last page again, beside this one.
        return f"{self.url}{PLACES[self.app]}/{path}?token={self.token}&reset"


@contextmanager
def server(root, app="lab", home=None):
    """Serve the folder `root` with an application of STARTS, and yield its `Server`.

    What a notebook writes lands in `root`, so give it a copy; for "slides" it is a checkout, and
    its ``notebooks/`` are served. A folder `home` for all that the server remembers outlives it.
    """
    token = secrets.token_hex(16)
    with nullcontext(home) if home else tempfile.TemporaryDirectory(prefix="jupyter-") as home:
        log = Path(home) / "server.log"
        port = _free_port()
        process = _start(app, root, port, token, Path(home), log)
        try:
            _wait_for_answer(port, process, log)
            yield Server(f"http://127.0.0.1:{port}/", token, app)
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def new_page(chromium, width=1400, height=1000, **options):
    """Open an empty page of `width` × `height` pixels.

    It keeps what it complains about from now on, and which addresses it asks for.
    """
    page = chromium.new_page(viewport={"width": width, "height": height}, **options)
    page.set_default_timeout(1000 * PATIENCE)
    page.complaints, page.requests = [], []
    page.on("console", lambda it: it.type == "error" and page.complaints.append(it.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.context.on("request", lambda request: page.requests.append(request.url))
    return page


def open_notebook(page, address, name):
    """Open the notebook `name` and wait until its kernel is ready."""
    page.goto(address.page(name))
    page.wait_for_selector(".jp-Notebook .jp-Cell", state="attached")
    wait_for(page, f"() => {PANEL}?.context.isReady && {PANEL}.sessionContext.isReady")
    wait_idle(page)


def unfold(page):
    """Show what is folded away at first: cells under a heading, code, and outputs."""
    for command in ("expand-all-headings", "show-all-cell-code", "show-all-cell-outputs"):
        page.evaluate(f"window.jupyterapp.commands.execute('notebook:{command}').then(() => null)")


def run_all(page):
    """Run all cells, as the menu does; `wait_idle` waits for the end."""
    page.evaluate(
        "window.everythingRan = false;"
        "window.jupyterapp.commands.execute('notebook:run-all-cells')"
        ".finally(() => { window.everythingRan = true; }); null"
    )


def run_cell(page, place):
    """Run one cell, counted from 0, and wait until it has run; an error is no reason to stop."""
    page.evaluate(
        f"""async place => {{
            {PANEL}.content.activeCellIndex = place;
            await window.jupyterapp.commands.execute('notebook:run-cell').catch(() => null);
        }}""",
        place,
    )


def drag(page, picture, grip, value, to):
    """Drag what `Scene.grips` tells of from one value of its slider to another, by mouse."""
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    # Taken beside its centre, it does not jump; a mouse is at whole pixels.
    x = round(box["x"] + box["width"] * grip["x"]) + 3
    y = round(box["y"] + box["height"] * (grip["zero"] + grip["unit"] * value)) + 3
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + round(box["height"] * grip["unit"] * (to - value)), steps=6)
    page.mouse.up()


@contextmanager
def only_cells_with(page, selector):
    """Fold away all cells but those that show `selector`: half the work for the browser."""
    fold = f"""([selector, folded]) => {{
        for (const {{node}} of {PANEL}.content.widgets)
            node.style.display = folded && !node.querySelector(selector) ? 'none' : '';
    }}"""
    page.evaluate(fold, [selector, True])
    try:
        yield
    finally:
        page.evaluate(fold, [selector, False])


def wait_idle(page):
    """Wait until every cell has run and the kernel has nothing left to do."""
    wait_for(
        page,
        f"() => window.everythingRan !== false"
        f" && {PANEL}?.sessionContext.session?.kernel?.status === 'idle'",
        patience=5 * PATIENCE,
    )


def wait_for(page, condition, value=None, patience=PATIENCE):
    """Wait until a JavaScript function of `value` says true; Playwright's TimeoutError, if never.

    Asking at every frame, as is usual, would keep the page painting.
    """
    page.wait_for_function(condition, arg=value, polling=50, timeout=1000 * patience)


def error_outputs(page):
    """List the errors that the cells show, as "name: message"."""
    return page.evaluate(
        f"""() => Array.from({PANEL}.content.model.cells)
            .filter(cell => cell.type === 'code')
            .flatMap(cell => cell.outputs.toJSON())
            .filter(output => output.output_type === 'error')
            .map(output => `${{output.ename}}: ${{output.evalue}}`)"""
    )


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _start(app, root, port, token, home, log):
    for name, values in SETTINGS.items():
        file = home / "settings" / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(values), encoding="utf-8")
    places = {
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "IPYTHONDIR": "ipython",
        "TMPDIR": ".",
    }
    command = [*STARTS[app], "--no-browser", f"--port={port}"]
    environment = os.environ | {name: str(home / folder) for name, folder in places.items()}
    with log.open("wb") as file:
        return subprocess.Popen(
            command,
            env=environment | {"JUPYTER_TOKEN": token},  # not on the command line, where all see it
            cwd=root,
            stdout=file,
            stderr=subprocess.STDOUT,
        )


def _wait_for_answer(port, process, log):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.1)
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:]
    raise RuntimeError("\n".join(["the Jupyter server did not start; its last lines:", *lines]))
