"""What is wrong with a deck, in sentences with the slide's address in it (``#/cell-id``).

All steps of a slide are shown, every control is worked, and there is no network; deck.js does
the looking.
"""

from functools import partial

from playwright.sync_api import Error

from tests.browser import films
from tests.browser.accessibility import AXE, RULES
from tests.browser.lab import PATIENCE
from tests.browser.site_pages import visit
from tests.browser.unfolding import problems_with_folds

MARGIN = 12  # pixels at each edge that stay free
FOCUSED = {  # what may have the focus when the presenter wants to go on
    ".lecture-frames input": "a slider",
    ".lecture-frames button": "Play",
    ".quiz summary": "an answer",
    ".code > summary": "the button of the code",
}


def opened(chromium, path, slide):
    """Open a deck at a slide, from a disk and without a network, with all its formulas set."""
    return visit(chromium, f"{path.as_uri()}#/{slide}", size=(1280, 720), checks="deck.js")


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


def problems_with_fit(page):
    """Say what is outside of the frame or cut off, on every slide, with its code unfolded too."""
    return page.evaluate(f"checks.fit({MARGIN})")


def problems_with_access(page):
    """Say what axe-core objects to on every slide, with an answer and the code unfolded."""
    page.evaluate(f"{AXE}; null")
    return page.evaluate("rules => checks.access(rules)", RULES)


def problems_with_films(page, patience=PATIENCE):
    """Work every film, which must not leave its slide."""
    return _on_slides(
        page,
        ".lecture-frames",
        lambda slide: films.problems_with_films(
            page, f"[id='{slide}']", patience, lambda: _left(page, slide)
        ),
    )


def problems_with_quizzes(page):
    """Unfold every answer of every quiz; the slide must stay, and still fit."""

    def wrong(slide):
        return _left(page, slide) + page.evaluate(f"checks.outside(checks.current(), {MARGIN})")

    return _on_slides(
        page,
        ".quiz",
        lambda slide: problems_with_folds(
            page, f"[id='{slide}'] .quiz", "Space", lambda: wrong(slide)
        ),
    )


def _left(page, slide):
    """Say whether the slide was left, and go back to it."""
    if current(page) == slide:
        return []
    show(page, slide)
    return ["leaves the slide"]


def _on_slides(page, having, check, number=None):
    """Show the slides that hold something, and say of each what a check finds there."""
    found = []
    for slide in names(page, having)[:number]:
        show(page, slide)
        found += [f"#/{slide}: {problem}" for problem in check(slide)]
    return found


def problems_with_keys(page):
    """Try a presenter's keys: a remote's, those of the overview, and both beside a control's."""
    found, ids = [], names(page)
    show(page, ids[0])
    page.keyboard.press("PageDown")
    if len(ids) > 1 and current(page) != ids[1]:
        found.append("PageDown does not turn the first slide")
    if page.evaluate("checks.walk()") != ids:
        found.append("PageDown does not walk through all slides in order")
    for key, then in (("o", True), ("Escape", False), ("Escape", True), ("Escape", False)):
        page.keyboard.press(key)
        if page.evaluate("Reveal.isOverview()") != then:
            found.append(f"{key} does not {'open' if then else 'close'} the overview")
    for selector, what in FOCUSED.items():
        check = partial(_problems_with_focus, page, selector=selector, what=what)
        found += _on_slides(page, selector, check, 1)
    return found


def _problems_with_focus(page, slide, selector, what):
    found, control = [], page.locator(f"[id='{slide}'] {selector}").first
    for key, edge in (("PageDown", "isLastSlide"), ("PageUp", "isFirstSlide")):
        show(page, slide)
        before = page.evaluate("Reveal.getIndices()")
        control.press(key)
        stays = page.evaluate("Reveal.getIndices()") == before
        if stays and not page.evaluate(f"Reveal.{edge}()"):
            found.append(f"{key} does not turn while {what} has the focus")
    show(page, slide)
    control.press("Escape")
    if page.evaluate("document.activeElement != document.body || Reveal.isOverview()"):
        found.append(f"Escape does not take the keys from {what}")
    return found


def problems_with_the_second_window(page, patience=PATIENCE):
    """Open the speaker's view: does it show notes, a clock, the pace and what comes next?"""
    show(page, names(page, "aside.notes")[0])
    try:
        with page.expect_popup(timeout=1000 * patience) as waiting:
            page.keyboard.press("s")
        window = waiting.value
        window.wait_for_function(
            "document.querySelector('.speaker-controls-notes .value')?.innerText.length > 40",
            timeout=1000 * patience,
        )
    except Error:
        return ["the key s opens no speaker's window with notes"]
    words = {"clock": "time", "pace": "pacing", "next slide": "upcoming"}
    seen = window.evaluate("document.body.innerText").lower()
    window.close()
    return [f"the speaker's window shows no {what}" for what in words if words[what] not in seen]


CHECKS = [
    problems_with_fit,
    problems_with_films,
    problems_with_quizzes,
    problems_with_keys,
    problems_with_access,
    problems_with_the_second_window,
]
