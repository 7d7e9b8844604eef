"""A deck that is open in Chromium, and a few words of JavaScript to go about in it."""

from contextlib import contextmanager
from pathlib import Path

from tests.browser import lab
from tests.browser.orphans import ORPHANS

WIDTH, HEIGHT = 1280, 720

HELPERS = """
window.checks = {
  slides: () => Reveal.getSlides(),
  current: () => Reveal.getCurrentSlide(),
  // Go to a slide, with all its steps shown and everything folded.
  show(slide) {
    const {h, v} = Reveal.getIndices(slide);
    Reveal.slide(h, v, 999);
    this.fold(slide);
  },
  fold(slide) {
    slide.querySelectorAll('details[open]').forEach(open => { open.open = false; });
  },
  // Visit all slides one by one, with the others empty: a hundred times less for the browser.
  async each(visit) {
    const slides = this.slides(), contents = new Map();
    const empty = slide => contents.set(slide, Array.from(slide.childNodes))
      && slide.replaceChildren();
    const fill = slide => slide.replaceChildren(...contents.get(slide));
    slides.forEach(empty);
    const found = [];
    for (const slide of slides) {
      fill(slide);
      this.show(slide);
      for (const line of await visit(slide)) found.push(`#/${slide.id}: ${line}`);
      empty(slide);
    }
    slides.forEach(fill);
    return found;
  },
  // All elements of a slide that can be seen; a drawing counts as one.
  *seen(element) {
    for (const child of element.children) {
      if (child.matches('mjx-assistive-mml, aside.notes')) continue;
      if (!child.checkVisibility({visibilityProperty: true, opacityProperty: true})) continue;
      yield child;
      if (child.tagName !== 'svg') yield* this.seen(child);
    }
  },
  name(element) {
    const cell = element.closest('[data-cell]')?.dataset.cell;
    const words = (element.textContent || element.alt || '').trim().replace(/\\s+/g, ' ');
    const kind = [element.localName, ...element.classList].slice(0, 2).join('.');
    return `${kind} “${words.slice(0, 40)}”` + (cell ? ` in ${cell}` : '');
  },
  // What reaches furthest over each edge of the frame, and what cuts something off.
  outside(slide, margin) {
    const frame = document.querySelector('.slides').getBoundingClientRect();
    const scale = Reveal.getScale(), worst = {}, found = [];
    const measure = (box, element) => {
      if (box.width < 1 || box.height < 1) return;
      const over = {down: box.bottom - frame.bottom, up: frame.top - box.top,
        right: box.right - frame.right, left: frame.left - box.left};
      for (const way in over) {
        const pixels = Math.round(over[way] / scale + margin);
        if (pixels > 1 && pixels >= (worst[way]?.pixels ?? 0)) worst[way] = {pixels, element};
      }
    };
    for (const element of this.seen(slide)) {
      if (element.matches('.slide')) continue;
      measure(element.getBoundingClientRect(), element);
      for (const node of element.childNodes) {
        if (node.nodeType !== Node.TEXT_NODE || !node.data.trim()) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        measure(range.getBoundingClientRect(), element);
      }
      const style = getComputedStyle(element);
      const more = {width: style.overflowX === 'visible' ? 0
          : element.scrollWidth - element.clientWidth,
        height: style.overflowY === 'visible' ? 0 : element.scrollHeight - element.clientHeight};
      for (const side in more)
        if (more[side] > 1)
          found.push(`${more[side]} px of its ${side} cut off: ${this.name(element)}`);
    }
    found.push(...orphans(slide));
    for (const way in worst)
      found.push(`${worst[way].pixels} px too far ${way}: ${this.name(worst[way].element)}`);
    return found;
  },
};
"""


@contextmanager
def opened(chromium, path, slide=""):
    """Open a deck without a network, as from a memory stick.

    Parameters
    ----------
    chromium : playwright.sync_api.Browser
    path : path
    slide : str
        Where to begin: the id of a slide.

    Yields
    ------
    page : playwright.sync_api.Page
        All its formulas are set.
    complaints : list of str
        Fills with errors in the console and with requests for anything but the file.
    """
    address = Path(path).resolve().as_uri()
    context = chromium.new_context(viewport={"width": WIDTH, "height": HEIGHT}, offline=True)
    page = context.new_page()
    complaints = lab.console_errors(page)

    def note(request):
        if not request.url.startswith((address, "data:", "blob:", "about:")):
            complaints.append(f"a request for {request.url[:100]}")

    context.on("request", note)
    page.goto(address + (f"#/{slide}" if slide else ""))
    page.evaluate("window.deckComplete")
    page.evaluate(ORPHANS + HELPERS)
    try:
        yield page, complaints
    finally:
        context.close()


def names(page, having="*"):
    """List the ids of the slides that hold something, as a CSS selector says, in order."""
    return page.evaluate(
        """having => checks.slides().filter(slide => slide.querySelector(having))
            .map(slide => slide.id)""",
        having,
    )


def show(page, slide):
    """Go to a slide, with all its steps shown and everything folded."""
    page.evaluate("id => checks.show(document.getElementById(id))", slide)


def current(page):
    """Return the id of the slide on the screen."""
    return page.evaluate("checks.current().id")
