"""What is wrong with a deck, in sentences with the slide's address in it (``#/cell-id``).

All steps of a slide are shown, every control is worked, and there is no network; deck.js does
the looking.
"""

from functools import partial

from playwright.sync_api import Error

from tests.browser.accessibility import AXE, RULES
from tests.browser.site_pages import visit

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


def problems_with_films(page):
    """Work the slider and the Play button of every moving figure, with mouse and keyboard."""
    return _on_slides(names(page, ".lecture-frames"), page, _problems_with_films)


def problems_with_quizzes(page):
    """Unfold every answer of every quiz, by mouse and by keyboard; the slide must still fit."""
    return _on_slides(names(page, ".quiz"), page, _problems_with_quiz)


def _on_slides(slides, page, check):
    """Show the slides, and say of each what a check finds there."""
    found = []
    for slide in slides:
        show(page, slide)
        found += [f"#/{slide}: {problem}" for problem in check(page, slide)]
    return found


def _problems_with_films(page, slide):
    players = page.locator(f"[id='{slide}'] .lecture-frames").all()
    return [problem for player in players for problem in _problems_with_film(page, slide, player)]


def _problems_with_film(page, slide, player):
    name = player.get_attribute("aria-label")
    slider = player.locator("input[type=range]")
    button = player.get_by_role("button").first
    if not slider.is_visible() or not button.is_visible():
        return [f"“{name}”: no slider and no Play to be seen"]
    box, found = slider.bounding_box(), []
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    ways = {
        "a click into the slider": partial(page.mouse.click, *middle),
        "ArrowRight on the slider": partial(_press, page, slider, "ArrowRight"),
        "End on the slider": partial(_press, page, slider, "End"),
        "Play, with the mouse": button.click,
        "Play, with the keyboard": partial(_press, page, button, "Space"),
    }
    for way, act in ways.items():
        _press(page, slider, "Home")
        before = player.evaluate("player => checks.speaks(player)")
        act()
        if way.startswith("Play"):
            player.evaluate("player => checks.another(player, 2000)")
        if player.evaluate("player => checks.speaks(player)") in (None, before):
            found.append(f"“{name}”: {way} does not change the picture")
        if current(page) != slide:
            found.append(f"“{name}”: {way} leaves the slide")
            show(page, slide)
        # At once, or a film that ends in between would be started again.
        button.evaluate("button => button.textContent.includes('Pause') && button.click()")
        if "Pause" in button.inner_text():
            found.append(f"“{name}”: Pause does not stop it")
    return found


def _press(page, control, key):
    """Press a key on whatever has the focus after the control got it."""
    control.focus(timeout=5000)
    page.keyboard.press(key)


def _problems_with_quiz(page, slide):
    answers = page.locator(f"[id='{slide}'] .quiz details").all()
    found = [] if len(answers) > 1 else ["a quiz without answers"]
    for answer, letter in zip(answers, "ABCDEFGH", strict=False):
        for way in ("a click", "Space"):
            found += _problems_with_answer(page, slide, answer, letter, way)
        outside = page.evaluate(f"checks.outside(checks.current(), {MARGIN})")
        found += [f"with answer {letter} unfolded: {line}" for line in outside]
    return found


def _problems_with_answer(page, slide, answer, letter, way):
    page.evaluate("checks.fold(checks.current())")
    summary = answer.locator("summary")
    try:
        summary.click(timeout=5000) if way == "a click" else _press(page, summary, way)
    except Error:
        return [f"{way} does not reach answer {letter}"]
    found = []
    reason = answer.evaluate("one => one.open && one.innerText.split('\\n').slice(1).join('')")
    if not reason or len(reason) < 20:  # no more than the verdict
        found.append(f"{way} shows no reason for answer {letter}")
    if current(page) != slide:
        found.append(f"{way} on answer {letter} leaves the slide")
        show(page, slide)
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
        check = partial(_problems_with_focus, selector=selector, what=what)
        found += _on_slides(names(page, selector)[:1], page, check)
    return found


def _problems_with_focus(page, slide, selector, what):
    found, control = [], page.locator(f"[id='{slide}'] {selector}").first
    for key, edge in (("PageDown", "isLastSlide"), ("PageUp", "isFirstSlide")):
        show(page, slide)
        before = page.evaluate("Reveal.getIndices()")
        _press(page, control, key)
        stays = page.evaluate("Reveal.getIndices()") == before
        if stays and not page.evaluate(f"Reveal.{edge}()"):
            found.append(f"{key} does not turn while {what} has the focus")
    show(page, slide)
    _press(page, control, "Escape")
    if page.evaluate("document.activeElement != document.body || Reveal.isOverview()"):
        found.append(f"Escape does not take the keys from {what}")
    return found


def problems_with_the_second_window(page, patience=20):
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
