"""Looks at every slide of a deck in a real browser and lists what is wrong, in sentences.

Authors use it too::

    python -m tests.browser.slides build/decks/1-neuron.html --shots build/shots

prints a line for every problem, with the slide's address in the deck (``#/cell-id``), and
writes a picture of each slide. It shows all steps of a slide, works every control, and never
has a network.
"""

import argparse
import sys
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Error

from tests.browser import lab
from tests.browser.accessibility import AXE, RULES

WIDTH, HEIGHT = 1280, 720
FOCUSED = {
    ".lecture-frames input": "a slider",
    ".lecture-frames button": "Play",
    ".quiz summary": "an answer",
    ".code > summary": "the button of the code",
}
MARGIN = 12  # pixels at each edge that stay free

# JavaScript that all checks share: go to a slide with all its steps, and measure it.
HELPERS = """
window.checks = {
  slides: () => Reveal.getSlides(),
  current: () => Reveal.getCurrentSlide(),
  show(slide) {
    const {h, v} = Reveal.getIndices(slide);
    Reveal.slide(h, v, 999);
    slide.querySelectorAll('details[open]').forEach(open => { open.open = false; });
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
    const kind = element.tagName.toLowerCase() + (element.className.baseVal ?? element.className
      ? '.' + (element.className.baseVal ?? element.className).trim().split(/\\s+/)[0] : '');
    return `${kind} “${words.slice(0, 40)}”` + (cell ? ` in ${cell}` : '');
  },
  // The element that reaches furthest over each edge, and what its box cuts off.
  outside(slide, margin) {
    const frame = document.querySelector('.slides').getBoundingClientRect();
    const scale = Reveal.getScale(), worst = {}, found = [];
    const measure = (box, element) => {
      if (box.width < 1 || box.height < 1) return;
      const over = {right: box.right - frame.right, left: frame.left - box.left,
        bottom: box.bottom - frame.bottom, top: frame.top - box.top};
      for (const edge in over) {
        const pixels = Math.round(over[edge] / scale + margin);
        if (pixels > 1 && pixels >= (worst[edge]?.pixels ?? 0)) worst[edge] = {pixels, element};
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
      const {overflowX, overflowY} = getComputedStyle(element);
      if (overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1)
        found.push(`${this.name(element)} cuts off or scrolls `
          + `${element.scrollWidth - element.clientWidth} px of its width`);
      if (overflowY !== 'visible' && element.scrollHeight > element.clientHeight + 1)
        found.push(`${this.name(element)} cuts off or scrolls `
          + `${element.scrollHeight - element.clientHeight} px of its height`);
    }
    for (const edge in worst)
      found.push(`${worst[edge].pixels} px too far ${{bottom: 'down', top: 'up'}[edge] ?? edge}: `
        + this.name(worst[edge].element));
    return found;
  },
};
"""


@contextmanager
def opened(chromium, path, slide="", sharpness=1):
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
        All formulas are set.
    complaints : list of str
        Fills with errors in the console, and with requests for anything but the file.
    """
    address = Path(path).resolve().as_uri()
    context = chromium.new_context(
        viewport={"width": WIDTH, "height": HEIGHT}, offline=True, device_scale_factor=sharpness
    )
    page = context.new_page()
    complaints = lab.console_errors(page)

    def note(request):
        if not request.url.startswith((address, "data:", "blob:", "about:")):
            complaints.append(f"a request for {request.url[:100]}")

    context.on("request", note)
    page.goto(address + (f"#/{slide}" if slide else ""))
    page.evaluate("window.deckComplete")
    page.evaluate(HELPERS)
    try:
        yield page, complaints
    finally:
        context.close()


def names(page):
    """List the ids of all slides, in order."""
    return page.evaluate("checks.slides().map(slide => slide.id)")


def problems_with_fit(page):
    """Say what is outside of the frame or cut off, on every slide, with its code unfolded too."""
    return page.evaluate(
        """margin => checks.slides().flatMap(slide => {
            checks.show(slide);
            const found = checks.outside(slide, margin);
            for (const panel of slide.querySelectorAll('details.code')) {
                panel.open = true;
                found.push(...checks.outside(slide, margin).filter(line => !found.includes(line))
                    .map(line => `with its code unfolded: ${line}`));
                panel.open = false;
            }
            return found.map(line => `#/${slide.id}: ${line}`);
        })""",
        MARGIN,
    )


def problems_with_notes(page):
    """Name the slides that tell the speaker nothing, or not how long."""
    return page.evaluate(
        """() => checks.slides().flatMap(slide => {
            const notes = slide.querySelector(':scope > aside.notes')?.textContent.trim() ?? '';
            const found = [];
            if (notes.length < 40) found.push('no notes');
            else if (!/\\d+ min/.test(notes)) found.push('notes without a time');
            return found.map(line => `#/${slide.id}: ${line}`);
        })"""
    )


def problems_with_access(page):
    """Say what axe-core objects to on every slide, with an answer and the code unfolded."""
    page.evaluate(f"{AXE}; null")
    return page.evaluate(
        """async rules => {
            const found = [], options = {
                runOnly: {type: 'tag', values: rules},
                rules: {region: {enabled: false}},
                resultTypes: ['violations'],
            };
            for (const slide of checks.slides()) {
                checks.show(slide);
                slide.querySelectorAll('details').forEach(one => { one.open = true; });
                const {violations} = await axe.run(
                    checks.slides()[0] === slide ? document : slide, options);
                for (const {id, help, nodes} of violations)
                    found.push(`#/${slide.id}: axe: ${id} (${help}), ${nodes.length} ×: `
                        + nodes[0].html.slice(0, 120));
                slide.querySelectorAll('details').forEach(one => { one.open = false; });
            }
            return found;
        }""",
        RULES,
    )


def problems_with_films(page):
    """Work the slider and the Play button of every moving figure, with mouse and keyboard."""
    found = []
    for slide in page.evaluate(
        "checks.slides().filter(one => one.querySelector('.lecture-frames')).map(one => one.id)"
    ):
        _show(page, slide)
        players = page.locator(f"[id='{slide}'] .lecture-frames")
        for place in range(players.count()):
            player = players.nth(place)
            found += [f"#/{slide}: {problem}" for problem in _film(page, player)]
    return found


def _film(page, player):
    name = player.get_attribute("aria-label")
    slider, button = player.locator("input[type=range]"), player.get_by_role("button")
    if not slider.is_visible() or not button.is_visible():
        return [f"“{name}”: no slider and Play to be seen"]
    before = page.evaluate("checks.current().id")
    found, box = [], slider.bounding_box()
    middle = box["y"] + box["height"] / 2

    def tried(how, action, back=lambda: None):
        """Do something, and see that one other picture is there and the slide still the same."""
        old = _picture(player)
        action()
        new = _picture(player)
        if new is None or new == old:
            found.append(f"“{name}”: {how} does not change the picture")
        if page.evaluate("checks.current().id") != before:
            found.append(f"“{name}”: {how} leaves the slide")
            _show(page, before)
        back()

    def press(key):
        slider.focus()
        page.keyboard.press(key)

    press("Home")
    tried("a click into the slider", lambda: page.mouse.click(box["x"] + box["width"] / 2, middle))
    press("Home")
    tried("ArrowRight on the slider", lambda: press("ArrowRight"))
    tried("End on the slider", lambda: press("End"))
    for how, start in (
        ("Play, with the mouse", button.click),
        ("Play, with the keyboard", lambda: (button.focus(), page.keyboard.press("Space"))),
    ):
        press("Home")
        tried(how, lambda start=start: (start(), _wait_for_another(page, player)))
        if "Pause" in button.inner_text():
            button.click()
        if "Pause" in button.inner_text():
            found.append(f"“{name}”: Pause does not stop")
    return found


def _wait_for_another(page, player):
    old, waited = _picture(player), 0
    while _picture(player) == old and waited < 2000:
        page.wait_for_timeout(25)
        waited += 25


def _picture(player):
    """Return the place of the one picture that is shown, or None."""
    shown = player.evaluate(
        """player => Array.from(player.querySelectorAll('img'), (image, place) =>
            image.checkVisibility({visibilityProperty: true}) && image.complete
                && image.naturalWidth > 0 ? place : -1).filter(place => place >= 0)"""
    )
    return shown[0] if len(shown) == 1 else None


def problems_with_quizzes(page):
    """Unfold every answer of every quiz, by mouse and by keyboard; the slide must still fit."""
    found = []
    for slide in page.evaluate(
        "checks.slides().filter(one => one.querySelector('.quiz')).map(one => one.id)"
    ):
        _show(page, slide)
        answers = page.locator(f"[id='{slide}'] .quiz details")
        if answers.count() < 2:
            found.append(f"#/{slide}: a quiz without answers")
        for place in range(answers.count()):
            answer, summary = answers.nth(place), answers.nth(place).locator("summary")
            letter = "ABCDEFGH"[place]
            for how, unfold in (
                ("a click", summary.click),
                ("Space", lambda summary=summary: (summary.focus(), page.keyboard.press("Space"))),
            ):
                _show(page, slide)
                try:
                    unfold()
                except Error:
                    found.append(f"#/{slide}: {how} does not reach answer {letter}")
                    continue
                if not answer.locator("p").first.is_visible():
                    found.append(f"#/{slide}: {how} shows no reason for answer {letter}")
                if page.evaluate("checks.current().id") != slide:
                    found.append(f"#/{slide}: {how} on answer {letter} leaves the slide")
            found += page.evaluate(
                """([margin, letter]) => checks.outside(checks.current(), margin).map(line =>
                    `#/${checks.current().id}: with answer ${letter} unfolded: ${line}`)""",
                [MARGIN, letter],
            )
    return found


def problems_with_keys(page):
    """Try the keys of a presenter: a remote's, the overview's, and who gets them."""
    found = []
    ids = names(page)
    _show(page, ids[0])
    page.keyboard.press("Home")
    seen = [page.evaluate("checks.current().id")]
    while seen[-1] != ids[-1] and len(seen) < 10 * len(ids):
        page.keyboard.press("PageDown")
        now = page.evaluate("checks.current().id")
        if now != seen[-1]:
            seen.append(now)
    if seen != ids:
        found.append("PageDown does not walk through all slides in order")
    page.keyboard.press("o")
    if not page.evaluate("Reveal.isOverview()"):
        found.append("o opens no overview")
    page.keyboard.press("Escape")
    if page.evaluate("Reveal.isOverview()"):
        found.append("Escape does not close the overview")
    page.keyboard.press("Escape")
    if not page.evaluate("Reveal.isOverview()"):
        found.append("Escape opens no overview")
    page.keyboard.press("Escape")
    return found + _problems_with_focus(page)


def _problems_with_focus(page):
    found = []
    for selector, what in FOCUSED.items():
        slide = page.evaluate(
            """selector => checks.slides().slice(1, -1)
                .find(slide => slide.querySelector(selector))?.id""",
            selector,
        )
        if slide is None:
            continue
        control = page.locator(f"[id='{slide}'] {selector}").first
        for key in ("PageDown", "PageUp"):
            _show(page, slide)
            before = page.evaluate("Reveal.getIndices()")
            control.focus()
            page.keyboard.press(key)
            if page.evaluate("Reveal.getIndices()") == before:
                found.append(f"#/{slide}: {key} does not turn while {what} has the focus")
        _show(page, slide)
        control.focus()
        page.keyboard.press("Escape")
        if page.evaluate("document.activeElement != document.body || Reveal.isOverview()"):
            found.append(f"#/{slide}: Escape does not take the keys from {what}")
    return found


def problems_with_the_speakers_window(page):
    """Open the speaker's view: does it show notes, a clock, and the pace?"""
    found = []
    with page.expect_popup() as waiting:
        page.keyboard.press("s")
    popup = waiting.value
    try:
        popup.wait_for_function(
            "document.querySelector('.speaker-controls-notes .value')?.innerText.length > 40",
            timeout=20_000,
        )
        seen = popup.evaluate("document.body.innerText")
        found += [
            f"the speaker's window shows no {what}"
            for what, word in {"clock": "Time", "pace": "Pacing", "next slide": "Upcoming"}.items()
            if word.lower() not in seen.lower()
        ]
    except Error:
        found.append("the speaker's window shows no notes")
    popup.close()
    return found


def _show(page, slide):
    page.evaluate("id => checks.show(document.getElementById(id))", slide)


CHECKS = [
    problems_with_fit,
    problems_with_notes,
    problems_with_films,
    problems_with_quizzes,
    problems_with_keys,
    problems_with_access,
    problems_with_the_speakers_window,
]


def shots(page, folder):
    """Write a picture of each slide, with all its steps."""
    folder.mkdir(parents=True, exist_ok=True)
    for place, slide in enumerate(names(page), start=1):
        _show(page, slide)
        page.screenshot(path=folder / f"{place:03}-{slide}.png")


def main(arguments=None):
    """Check decks from the command line; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.browser.slides", description=__doc__)
    parser.add_argument("decks", nargs="+", type=Path)
    parser.add_argument("--shots", type=Path, help="write a PNG of each slide to this folder")
    parser.add_argument("--fit", action="store_true", help="only what does not fit, in seconds")
    options = parser.parse_args(arguments)
    status = 0
    with lab.browser() as chromium:
        for path in options.decks:
            with opened(chromium, path) as (page, complaints):
                for check in CHECKS[:1] if options.fit else CHECKS:
                    for problem in check(page):
                        print(f"{path.stem}{problem if problem[0] == '#' else ': ' + problem}")
                        status = 1
                for complaint in complaints:
                    print(f"{path.stem}: {complaint}")
                    status = 1
                if options.shots:
                    shots(page, options.shots)
    return status


if __name__ == "__main__":
    sys.exit(main())
