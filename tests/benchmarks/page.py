"""How fast a page of the site comes alive, and how fast its figures follow the hand.

It measures the site in ``build/site``, which `make site` writes.
"""

import tempfile
import time
from contextlib import contextmanager

import numpy as np
import psutil
from playwright.sync_api import sync_playwright

from lecturekit.publish.handouts import OPTIONS, chromium_path
from lecturekit.publish.live import bytes_to_start
from tests.benchmarks.rows import ROOT, Measurement
from tests.browser.site_pages import served

SITE = ROOT / "build" / "site"
MOVES = 15  # of the first control of each figure
# JavaScript: when pictures are on the screen; and when a figure's first one is.
WATCH = """() => {
  window.painted = [];
  window.firsts = new Map();
  const put = CanvasRenderingContext2D.prototype.putImageData;
  CanvasRenderingContext2D.prototype.putImageData = function (...what) {
    put.apply(this, what);
    const canvas = this.canvas;
    requestAnimationFrame(() => setTimeout(() => {
      painted.push([canvas, performance.now()]);
      if (!firsts.has(canvas)) firsts.set(canvas, performance.now());
    }));
  };
  document.addEventListener('input', () => { window.keyed = performance.now(); }, true);
}"""
FIRST = """film => new Promise(resolve => {
  const start = performance.now(), look = () => {
    const found = [...firsts].find(([canvas]) => film.contains(canvas));
    found ? resolve(Math.max(0, found[1] - start) / 1000) : setTimeout(look, 5); // 0: it was near
  };
  film.querySelector('.offer:not([hidden]) button')?.click();
  film.scrollIntoView({block: 'center'});
  look();
})"""
TURN = """(input, key) => {
  if (Number(input.value) >= Number(input.max)) return 'ArrowLeft';
  return Number(input.value) <= Number(input.min) ? 'ArrowRight' : key;
}"""
MOVE = """() => new Promise(resolve => {
  const look = () => painted.length ? resolve((painted[0][1] - keyed) / 1000) : setTimeout(look, 2);
  look();
})"""


def page():
    """From the touch to the first live figure, cold and warm; further figures; every slider."""
    parts = sorted(path.stem for path in SITE.glob("[0-9]-*.html"))
    if not parts:
        print("There is no site to measure yet: run `make site` first.")
        return
    yield Measurement("bytes until a figure is live", bytes_to_start(SITE) / 1e6, unit="MB")
    with tempfile.TemporaryDirectory() as profile, served(SITE) as address:
        for what in ("cold", "warm"):
            with visit(profile, f"{address}{parts[0]}.html") as found:
                seconds = found.locator(".film[data-figure]").first.evaluate(FIRST)
                yield Measurement(f"first live figure after the touch, {what}", seconds)
        for part in parts:
            with visit(profile, f"{address}{part}.html") as found:
                yield from figures(part[0], found, profile)


def figures(part, found, profile):
    """Measure all figures of a page, and at last its memory."""
    films = found.locator(".film[data-figure]")
    for place, film in enumerate(films.all()):
        name = f"Part {part}, {film.get_attribute('data-figure')}"
        film.evaluate("film => film.closest('details')?.setAttribute('open', '')")
        seconds = film.evaluate(FIRST)
        if place:
            yield Measurement(f"{name}: ready, when scrolled to", seconds)
        times = sorted(moves(found, film.locator(".controls input[type=range]").first))
        yield Measurement(f"{name}: slider to pixels, median", float(np.median(times)))
        yield Measurement(f"{name}: slider to pixels, p95", float(np.percentile(times, 95)))
    heap = found.workers[0].evaluate("self.python._module.HEAP8.length") / 1e6
    yield Measurement(f"Part {part}: memory of Python", heap, unit="MB")
    yield Measurement(f"Part {part}: memory of the tab", renderer_memory(profile), unit="MB")


def moves(found, slider):
    """Return the seconds from each move of a slider to its picture on the screen."""
    seconds, key = [], "ArrowRight"
    found.wait_for_function("performance.now() - painted.at(-1)[1] > 3000")  # others are prepared
    for _ in range(MOVES):
        key = slider.evaluate(TURN, key)
        slider.focus()
        found.wait_for_timeout(700)  # until the fine picture has come
        found.evaluate("painted.splice(0)")
        found.keyboard.press(key)
        seconds.append(found.evaluate(MOVE))
    return seconds


def renderer_memory(profile):
    """Return the megabytes that only the largest renderer of the browser holds."""
    sizes = [0]
    for process in psutil.process_iter(["cmdline"]):
        if f"--user-data-dir={profile}" in (process.info["cmdline"] or []):
            for part in process.children(recursive=True):
                sizes += [part.memory_full_info().uss / 1e6] * ("--type=renderer" in part.cmdline())
    return max(sizes)


@contextmanager
def visit(profile, address):
    """Open a page in a browser that remembers earlier visits, once the machine is quiet again."""
    with sync_playwright() as playwright:
        path = chromium_path(playwright)
        context = playwright.chromium.launch_persistent_context(
            profile, executable_path=path, args=OPTIONS, viewport={"width": 1280, "height": 900}
        )
        found = context.new_page()
        found.goto(address)
        time.sleep(5)
        found.evaluate(WATCH)
        yield found
        context.close()
