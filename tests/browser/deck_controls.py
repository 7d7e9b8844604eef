"""Works what can be worked in a deck: films, quizzes, a presenter's keys and second window."""

from playwright.sync_api import Error

from tests.browser.deck_page import current, names, show

FOCUSED = {  # what may have the focus when the presenter wants to go on
    ".lecture-frames input": "a slider",
    ".lecture-frames button": "Play",
    ".quiz summary": "an answer",
    ".code > summary": "the button of the code",
}


def problems_with_films(page):
    """Work the slider and the Play button of every moving figure, with mouse and keyboard."""
    found = []
    for slide in names(page, ".lecture-frames"):
        show(page, slide)
        for player in page.locator(f"[id='{slide}'] .lecture-frames").all():
            found += [f"#/{slide}: {problem}" for problem in _problems_with_film(page, player)]
    return found


def _problems_with_film(page, player):
    name = player.get_attribute("aria-label")
    slider = player.locator("input[type=range]")
    button = player.get_by_role("button").first
    if not slider.is_visible() or not button.is_visible():
        return [f"“{name}”: no slider and no Play to be seen"]
    slide, box, found = current(page), slider.bounding_box(), []

    def press(key):
        slider.focus()
        page.keyboard.press(key)

    def play(start):
        start()
        # It waits for the first change, and not for ever.
        page.evaluate(ANOTHER, [player.element_handle(), 2000])

    def with_space():
        button.focus()
        page.keyboard.press("Space")

    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    ways = {
        "a click into the slider": lambda: page.mouse.click(*middle),
        "ArrowRight on the slider": lambda: press("ArrowRight"),
        "End on the slider": lambda: press("End"),
        "Play, with the mouse": lambda: play(button.click),
        "Play, with the keyboard": lambda: play(with_space),
    }
    for way, act in ways.items():
        press("Home")
        before = player.evaluate(SPEAKS)
        act()
        if player.evaluate(SPEAKS) in (None, before):
            found.append(f"“{name}”: {way} does not change the picture")
        if current(page) != slide:
            found.append(f"“{name}”: {way} leaves the slide")
            show(page, slide)
        if "Pause" in button.inner_text():
            button.click()
        if "Pause" in button.inner_text():
            found.append(f"“{name}”: Pause does not stop it")
    return found


# The place of the picture that speaks for a film: what it lies over is seen, and is silent.
SPEAKS = """player => {
    const seen = Array.from(player.querySelectorAll('img'), (image, place) => ({image, place}))
        .filter(({image}) => image.checkVisibility({visibilityProperty: true})
            && image.naturalWidth > 0 && image.ariaHidden != 'true');
    return seen.length == 1 ? seen[0].place : null;
}"""
ANOTHER = f"""async ([player, patience]) => {{
    const now = {SPEAKS}, before = now(player), until = performance.now() + patience;
    while (now(player) === before && performance.now() < until)
        await new Promise(resolve => setTimeout(resolve, 10));
}}"""


def problems_with_quizzes(page, margin):
    """Unfold every answer of every quiz, by mouse and by keyboard; the slide must still fit."""
    found = []
    for slide in names(page, ".quiz"):
        show(page, slide)
        answers = page.locator(f"[id='{slide}'] .quiz details").all()
        if len(answers) < 2:
            found.append(f"#/{slide}: a quiz without answers")
        for answer, letter in zip(answers, "ABCDEFGH", strict=False):
            found += [
                f"#/{slide}: {problem}"
                for way in ("a click", "Space")
                for problem in _problems_with_answer(page, slide, answer, letter, way)
            ]
            found += page.evaluate(
                """([margin, letter]) => checks.outside(checks.current(), margin).map(line =>
                    `#/${checks.current().id}: with answer ${letter} unfolded: ${line}`)""",
                [margin, letter],
            )
    return found


def _problems_with_answer(page, slide, answer, letter, way):
    page.evaluate("checks.fold(checks.current())")
    summary = answer.locator("summary")
    try:
        if way == "a click":
            summary.click(timeout=5000)
        else:
            summary.focus(timeout=5000)
            page.keyboard.press("Space")
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
    if page.evaluate(WALK) != ids:
        found.append("PageDown does not walk through all slides in order")
    for key, then in (("o", True), ("Escape", False), ("Escape", True), ("Escape", False)):
        page.keyboard.press(key)
        if page.evaluate("Reveal.isOverview()") != then:
            found.append(f"{key} does not {'open' if then else 'close'} the overview")
    return found + [problem for what in FOCUSED for problem in _problems_with_focus(page, what)]


WALK = """() => {
    const [first, last] = [checks.slides().at(0), checks.slides().at(-1)];
    Reveal.slide(0, 0, -1);
    const seen = [first.id], steps = document.querySelectorAll('.fragment').length;
    for (let left = checks.slides().length + steps; left && seen.at(-1) != last.id; left--) {
        document.body.dispatchEvent(
            new KeyboardEvent('keydown', {key: 'PageDown', keyCode: 34, bubbles: true}));
        if (checks.current().id != seen.at(-1)) seen.push(checks.current().id);
    }
    return seen;
}"""


def _problems_with_focus(page, selector):
    found, what = [], FOCUSED[selector]
    for slide in names(page, selector)[:1]:
        control = page.locator(f"[id='{slide}'] {selector}").first
        for key in ("PageDown", "PageUp"):
            show(page, slide)
            before = page.evaluate("Reveal.getIndices()")
            control.focus()
            page.keyboard.press(key)
            edge = {"PageDown": "isLastSlide", "PageUp": "isFirstSlide"}[key]
            if page.evaluate("Reveal.getIndices()") == before and not page.evaluate(
                f"Reveal.{edge}()"
            ):
                found.append(f"#/{slide}: {key} does not turn while {what} has the focus")
        show(page, slide)
        control.focus()
        page.keyboard.press("Escape")
        if page.evaluate("document.activeElement != document.body || Reveal.isOverview()"):
            found.append(f"#/{slide}: Escape does not take the keys from {what}")
    return found


def problems_with_the_second_window(page, patience=20):
    """Open the speaker's view: does it show notes, a clock, the pace and what comes next?"""
    for slide in names(page, "aside.notes")[:1]:
        show(page, slide)
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
    words = {"clock": "Time", "pace": "Pacing", "next slide": "Upcoming"}
    seen = window.evaluate("document.body.innerText").lower()
    window.close()
    return [
        f"the speaker's window shows no {what}"
        for what, word in words.items()
        if word.lower() not in seen
    ]
