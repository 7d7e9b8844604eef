"""`make slides`: a lecture as a talk in JupyterLab, with its kernel, and back again."""

import itertools
import shutil

import nbformat
import pytest

from tests.browser import expect_none, lab
from tests.browser.lab import PANEL
from tests.browser.outputs import problems_in_the_console
from tests.house.lectures import LECTURES, ROOT, read

pytestmark = pytest.mark.exhaustive

LECTURE = LECTURES[0]
BOOK = read(LECTURE)
LIVE = next(i for i, c in enumerate(BOOK.cells) if c.source.startswith("explore."))
BOOK.cells = BOOK.cells[: LIVE + 8]  # the beginning is enough
TYPES = [cell.metadata.slideshow.get("slide_type") for cell in BOOK.cells]
SETUP = next(i for i, cell in enumerate(BOOK.cells) if cell.id == "setup")
FIRST = [0, *itertools.takewhile(lambda i: TYPES[i] is None, range(SETUP, len(TYPES)))]
SILENT = {i for i, slide_type in enumerate(TYPES) if slide_type == "notes"}
STOPS = 16  # enough to meet speaker notes, a fragment and slides taller than the screen

# JavaScript: which cells can be seen, which one is active, and whether it is seen to its end.
SCREEN = f"""() => {{
    const {{widgets, activeCellIndex, activeCell}} = {PANEL}.content;
    const {{top, bottom, height}} = activeCell.node.getBoundingClientRect();
    const seen = ({{node}}) => node.checkVisibility(
        {{contentVisibilityAuto: true, opacityProperty: true, visibilityProperty: true}});
    return {{
        active: activeCellIndex,
        seen: widgets.flatMap((cell, i) => seen(cell) ? [i] : []),
        whole: height > innerHeight || top > -2 && bottom < innerHeight + 2,
    }};
}}"""
TOOLS = ".jp-NotebookPanel-toolbar", "#jp-menu-panel"
PRESENTING = "body[data-jp-deck-mode='presenting']"


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """A checkout that holds what `make slides` reads, and the beginning of a lecture."""
    folder = tmp_path_factory.mktemp("home") / "checkout"
    for part in (".ci", "lecturekit/publish/templates/slides"):
        shutil.copytree(ROOT / part, folder / part)
    (folder / "notebooks").mkdir()
    nbformat.write(BOOK, folder / "notebooks" / LECTURE.name)
    return folder


@pytest.fixture(scope="module")
def slides(chromium, checkout):
    with lab.server(checkout, "slides", home=checkout.parent) as address:
        page = lab.new_page(chromium, 1280, 720)
        lab.open_notebook(page, address, LECTURE.name)
        yield page


def stored(page):
    """Return the open notebook as it would be saved, and whether it should be."""
    return page.evaluate(f"[{PANEL}.content.model.toJSON(), {PANEL}.context.model.dirty]")


def screen(page):
    return page.evaluate(SCREEN)


def press(page, key):
    """Press a key that goes one step on or back, and return what is seen then."""
    before = screen(page)["active"]
    page.keyboard.press(key)
    page.wait_for_function(f"before => {PANEL}.content.activeCellIndex !== before", arg=before)
    return screen(page)


def start(page):
    page.locator("[data-jp-item-name='deck']", has_text="Slides").click()
    page.wait_for_selector(PRESENTING, state="attached")
    page.wait_for_selector(".jp-deck-mod-visible")


def leave(page):
    page.get_by_title("Exit Deck").click()
    page.wait_for_selector(PRESENTING, state="detached")


def test_one_click_shows_the_first_slide_in_letters_for_the_last_row(slides):
    assert slides.locator(f"{PRESENTING}, .jp-Dialog, .Toastify__toast").count() == 0
    # Of a folded answer JupyterLab alone would show the first line.
    assert not slides.locator(".jp-OutputPlaceholder .jp-PlaceholderText").first.is_visible()
    start(slides)
    first = screen(slides)
    assert first["active"] == 0
    assert first["seen"] == FIRST
    for tool in (*TOOLS, ".jp-Deck-DesignTools"):
        assert not slides.locator(tool).first.is_visible()
    for width, height in ((1920, 1080), (1280, 720)):
        slides.set_viewport_size({"width": width, "height": height})
        for letters, share in ((" p", 0.03), (".jp-CodeCell .cm-content", 0.023)):
            size = slides.locator(f".jp-deck-mod-visible{letters}").first.evaluate(
                "node => parseFloat(getComputedStyle(node).fontSize) * node.currentCSSZoom"
            )
            assert size >= share * height
    leave(slides)


def test_keys_turn_slides_nobody_sees_the_notes_and_the_notebook_comes_back(slides):
    before = stored(slides)
    start(slides)
    keys = itertools.cycle(["Space", "PageDown", "ArrowRight"])
    stops = [press(slides, key) for key in itertools.islice(keys, STOPS)]
    assert not SILENT & {cell for stop in stops for cell in stop["seen"]}
    assert SILENT & set(range(stops[-1]["active"])), "there were none on the way"
    assert [stop["active"] for stop in stops if not stop["whole"] or not stop["seen"]] == []
    for key, stop in zip(["Shift+Space", "PageUp", "ArrowLeft"], stops[-2:-5:-1], strict=True):
        assert press(slides, key)["active"] == stop["active"]
    slides.mouse.click(4, 4)  # beside the text
    assert press(slides, "PageDown")["active"] == stops[-3]["active"]
    assert press(slides, "Home")["active"] == 0
    leave(slides)
    assert stored(slides) == before
    for tool in (*TOOLS, ".jp-Cell"):
        assert slides.locator(tool).first.is_visible()


def test_code_runs_and_a_slider_moves_while_its_slide_stays(slides, checkout):
    start(slides)
    while press(slides, "Space")["active"] < SETUP:
        pass
    assert press(slides, "Shift+Enter")["active"] == SETUP + 1
    slides.wait_for_function(f"{PANEL}.content.widgets[{SETUP}].model.executionCount")
    lab.wait_idle(slides)
    assert lab.error_outputs(slides) == []

    slides.evaluate(f"{PANEL}.content.activeCellIndex = {LIVE}")
    press(slides, "Shift+Enter")
    figure = slides.locator(".jp-deck-mod-visible .lecture-figure")
    handle = figure.locator("[data-lm-suppress-shortcuts][role='slider']").first
    picture = figure.locator("img.widget-image")
    handle.scroll_into_view_if_needed()

    def drag():
        handle.hover()
        slides.mouse.down()
        box = handle.bounding_box()
        slides.mouse.move(box["x"] + 30, box["y"], steps=5)
        slides.mouse.up()

    # In the middle of the drag its cell becomes active; the arrow key is the slider's still.
    for act in (drag, lambda: slides.keyboard.press("ArrowLeft")):
        value, shown = handle.get_attribute("aria-valuenow"), picture.get_attribute("src")
        act()
        slides.wait_for_function(
            "([image, shown]) => image.src !== shown", arg=[picture.element_handle(), shown]
        )
        assert handle.get_attribute("aria-valuenow") != value
        assert screen(slides)["active"] == LIVE
    # What a remote sends turns the slide, whatever was touched; Escape gives it all keys back.
    for *before, turns in (["PageDown"], ["Escape", "ArrowRight"]):
        drag()
        for key in before:
            slides.keyboard.press(key)
        assert press(slides, turns)["active"] == LIVE + 1
        press(slides, "PageUp")
    leave(slides)
    assert read(checkout / "notebooks" / LECTURE.name) == BOOK
    expect_none(problems_in_the_console(slides.complaints))


def test_make_lab_opens_a_notebook_after_slides_were_left_open(slides, chromium, checkout):
    start(slides)
    with lab.server(checkout / "notebooks", "lab", home=checkout.parent) as address:
        page = lab.new_page(chromium)
        lab.open_notebook(page, address, LECTURE.name)
        assert page.locator(PRESENTING).count() == 0
        assert page.get_by_title("Save and create checkpoint").is_visible()
