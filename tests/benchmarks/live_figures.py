"""How fast a live figure follows the hand, beside `interact` with the same picture.

Both figures sit in one notebook in a real JupyterLab, in a real browser, and are moved in
turns, so that a busy moment of the machine meets both.
"""

import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import nbformat
import numpy as np

from lecturekit import explore
from lecturekit.draw import show
from lecturekit.draw.scenes.logistic_descent import LogisticDescent
from lecturekit.publish.handouts import NO_BROWSER, browser, browser_found
from tests.benchmarks.rows import Measurement, race
from tests.browser.lab import new_page, open_notebook, run_all, server, wait_idle

ROUNDS = 40  # single moves of each slider
PLAYING = 5  # seconds under Play
OURS = """
from lecturekit import explore

live = explore.logistic_descent()
live.plays["t"].interval = 20  # as fast as it can
live
"""
INTERACT = """
import ipywidgets as widgets
from IPython.display import display
from matplotlib_inline.backend_inline import set_matplotlib_formats

from lecturekit.draw.scenes.logistic_descent import LogisticDescent

set_matplotlib_formats("png")


def redraw(t):
    scene = LogisticDescent()
    scene.update(t=t, step_size=0.3, data="hard")
    display(scene.figure)


slider, play = widgets.IntSlider(10, 0, 150), widgets.Play(value=10, max=150, interval=20)
widgets.jslink((play, "value"), (slider, "value"))
display(play)
widgets.interact(redraw, t=slider);
"""
# JavaScript: watch the pictures of one cell; log when each has been painted.
WATCH = """cell => {
  const area = () => document.querySelectorAll('.jp-CodeCell')[cell];
  const find = () => [...area().querySelectorAll('img')].find(
    image => image.src && !image.src.startsWith('data:image/gif'));
  let last = find()?.src;
  window.painted = [];
  window.watcher?.disconnect();
  window.watcher = new MutationObserver(() => {
    const image = find();
    if (!image || image.src === last) return;
    last = image.src;
    image.decode().then(() => requestAnimationFrame(() =>
      setTimeout(() => window.painted.push(performance.now())))).catch(() => {});
  });
  window.watcher.observe(document.querySelector('.jp-Notebook'), {
    subtree: true, childList: true, attributes: true, attributeFilter: ['src']});
  if (!('pressed' in window)) {
    window.pressed = 0;
    document.addEventListener('keydown', () => { window.pressed = performance.now(); }, true);
  }
}"""


def live_figures():
    """From a key on a slider to the painted picture; frames under Play."""
    yield kernel_time()
    if not browser_found():
        print(NO_BROWSER)
        return

    def beside(what, ours, other):
        return Measurement(what, ours, "interact, same picture", other)

    with lab() as (address, chromium):
        page = new_page(chromium)
        open_notebook(page, address, "both.ipynb")
        run_all(page)
        wait_idle(page)
        time.sleep(3)
        seconds = moves(page)
        for name, share in (("median", 50), ("95th percentile", 95)):
            pair = map(float, np.percentile(seconds, share, axis=1))
            yield beside(f"slider to pixels, {name} of {ROUNDS}", *pair)
        yield beside("from picture to picture under Play", *(playing(page, k) for k in (0, 1)))


def kernel_time():
    """What one move costs in the kernel: drawing and encoding, without any browser."""
    figure = explore.logistic_descent()
    stage, steps = figure._screen.warm(), iter(np.tile(np.arange(150), 1000))

    def draw_anew():
        scene = LogisticDescent()
        values = {"t": int(next(steps)), "step_size": 0.3, "data": "hard"}
        scene.update(**values)
        show(scene.figure, scene.describe(**values))

    ours, other = race(
        lambda: stage.jpeg(**figure.values | {"t": int(next(steps))}), draw_anew, rounds=3
    )
    return Measurement("one move, drawn and encoded", ours, "a new figure as PNG", other)


@contextmanager
def lab():
    """Serve a notebook with both figures; yields the server and a browser."""
    cells = [nbformat.v4.new_code_cell(cell.strip()) for cell in (OURS, INTERACT)]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    with tempfile.TemporaryDirectory() as folder:
        notebook = nbformat.v4.new_notebook(cells=cells, metadata=kernel)
        nbformat.write(notebook, Path(folder) / "both.ipynb")
        with server(folder) as address, browser() as chromium:
            yield address, chromium


def moves(page):
    """Press an arrow key on both sliders in turns.

    Returns the seconds from the key to the painted picture, one row for each figure.
    """
    seconds = np.empty((2, ROUNDS))
    for i in range(ROUNDS):
        for cell in (0, 1):
            slider(page, cell).focus()
            page.evaluate(WATCH, cell)
            page.keyboard.press("ArrowRight" if i < ROUNDS / 2 else "ArrowLeft")
            page.wait_for_function("window.painted.length > 0", polling=5)
            seconds[cell, i] = page.evaluate("window.painted[0] - window.pressed") / 1000
            time.sleep(0.8)  # until the fine picture has come, too
    return seconds


def playing(page, cell):
    """Press Play and return the seconds from one picture to the next, the median."""
    buttons = page.locator(".jp-CodeCell").nth(cell).locator(".widget-play button")
    slider(page, cell).scroll_into_view_if_needed()
    page.evaluate(WATCH, cell)
    buttons.nth(0).click()
    time.sleep(PLAYING)
    buttons.nth(1).click()
    time.sleep(2)
    return float(np.median(np.diff(page.evaluate("window.painted")))) / 1000


def slider(page, cell):
    return page.locator(".jp-CodeCell").nth(cell).locator(".noUi-handle").first
