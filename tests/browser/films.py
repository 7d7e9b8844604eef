"""Works the player of a film, on a page or on a slide: its slider and Play, by mouse and by key."""

from functools import partial

from playwright.sync_api import TimeoutError as OutOfPatience

from tests.browser.lab import PATIENCE, wait_for

# JavaScript: what a film says, and the place of the picture that speaks for it; what that one
# lies over is seen, too, and is silent.
STATE = """player => {
    const speaks = Array.from(player.querySelectorAll('img'), (image, place) => ({image, place}))
        .filter(({image}) => image.checkVisibility({visibilityProperty: true})
            && image.naturalWidth > 0 && image.ariaHidden != 'true');
    return [player.querySelector('output').textContent, speaks.length == 1 && speaks[0].place];
}"""
CHANGED = f"""([player, before]) => {{
    const [words, place] = ({STATE})(player);
    return words !== before[0] && place !== false && place !== before[1];
}}"""
AWAKE = "player => player.dataset.awake"


def problems_with_films(page, within="body", patience=PATIENCE, after=lambda: ()):
    """Say which films do not move; `after` lists what else is wrong whenever one was touched."""
    found = []
    for player in page.locator(f"{within} .lecture-frames").all():
        name = player.get_attribute("aria-label")
        film = _problems_with_film(page, player, patience, after)
        found += [f"“{name}”: {problem}" for problem in film]
    return found


def _problems_with_film(page, player, patience, after):
    slider, button = player.locator("input[type=range]"), player.get_by_role("button").first
    player.scroll_into_view_if_needed()
    handle, found = player.element_handle(), []
    try:
        wait_for(page, AWAKE, handle, patience)
    except OutOfPatience:
        return ["it does not wake"]
    if not slider.is_visible() or not button.is_visible():
        return ["no slider and no Play to be seen"]
    ways = {
        "a click into the slider": slider.click,
        "ArrowRight on the slider": partial(_press, page, slider, "ArrowRight"),
        "End on the slider": partial(_press, page, slider, "End"),
        "Play, with the mouse": button.click,
        "Play, with the keyboard": partial(_press, page, button, "Space"),
    }
    for way, act in ways.items():
        _press(page, slider, "Home")
        before = player.evaluate(STATE)
        act()
        try:
            wait_for(page, CHANGED, [handle, before], patience)
        except OutOfPatience:
            words, place = player.evaluate(STATE)
            same = {"words": words == before[0], "picture": place in (False, before[1])}
            found += [f"{way} does not change the {part}" for part in same if same[part]]
        found += [f"{way} {problem}" for problem in after()]
        # At once, or a film that ends in between would be started again.
        button.evaluate("button => button.textContent.includes('Pause') && button.click()")
        if "Pause" in button.text_content():
            found.append("Pause does not stop it")
    return found


def _press(page, control, key):
    """Press a key on whatever has the focus after the control got it."""
    control.focus()
    page.keyboard.press(key)
