"""What the scripts do that come with figures and quizzes, on a page that holds little else."""

import pytest

from lecturekit.exercises import quiz_buttons
from lecturekit.explore.page_script import page_script
from lecturekit.explore.stage import NAMING
from tests.browser import lab

SLIDER = """
<div class="widget-slider {kind}"><label class="widget-label">rate</label>
<div class="noUi-handle" role="slider" tabindex="0"></div>
<div class="widget-readout" contenteditable="true">0.1</div></div>
"""
FIGURE = '<div class="lecture-figure"><img class="widget-image">{}<div id="words">{}</div></div>'


@pytest.fixture
def page(chromium):
    return lab.new_page(chromium)


def show_figure(page, kind=""):
    words = page_script(NAMING, "old <words>")
    page.set_content(FIGURE.format(SLIDER.format(kind=kind), words))
    page.wait_for_selector("img[alt='old <words>']", state="attached")


def test_new_words_stay(page):
    show_figure(page)
    page.evaluate(
        """html => {
            const image = document.querySelector('.widget-image');
            window.said = [];
            new MutationObserver(() => said.push(image.alt))
                .observe(image, {attributes: true, attributeFilter: ['alt']});
            document.querySelector('#words').innerHTML = html;
        }""",
        page_script(NAMING, "new words"),
    )
    page.wait_for_timeout(2500)  # both scripts have looked for the last time
    assert set(page.evaluate("said")) == {"new words"}


@pytest.mark.parametrize(
    ("kind", "editable", "role"), [("", True, "textbox"), ("lecture-choice", False, None)]
)
def test_only_numbers_can_be_edited(page, kind, editable, role):
    show_figure(page, kind)
    readout = page.locator(".widget-readout")
    assert readout.evaluate("readout => readout.isContentEditable") == editable
    assert readout.get_attribute("role") == role


def test_letters_choose_an_option_and_stay_with_the_quiz(page):
    buttons = "".join(f"<button onclick='chosen += `{name}`'>{name}</button>" for name in "AB")
    buttons += page_script(quiz_buttons.KEYS)
    page.set_content(f"<script>chosen = ''</script><div class='lecturekit-quiz'>{buttons}</div>")
    page.wait_for_selector("button[data-lm-suppress-shortcuts] >> nth=1")
    page.locator("button").first.focus()
    for key in ("b", "A", "d", "Control+a", "b"):
        page.keyboard.press(key)
    assert page.evaluate("chosen") == "BAB"


@pytest.fixture
def slide(page):
    """A page like a slide: its cell takes the focus once, and keeps a list of its keys."""
    buttons = page_script(quiz_buttons.KEYS) + "<button>A</button>"
    page.set_content(
        "<div class='jp-Deck'><div class='jp-Cell' tabindex='-1'>"
        f"<div class='lecturekit-quiz'>{buttons}</div></div></div>"
    )
    page.wait_for_selector("button[data-lm-suppress-shortcuts]")
    page.evaluate(
        """() => {
            window.keys = [];
            const cell = document.querySelector('.jp-Cell');
            cell.addEventListener('focusin', () => cell.focus(), {once: true});
            cell.addEventListener('keydown', event => keys.push(event.key));
        }"""
    )
    return page


def press(slide, key):
    """Touch the button, press a key, and return what has the focus and which keys the cell got."""
    slide.evaluate("keys.length = 0")
    slide.locator("button").click()
    assert slide.evaluate("document.activeElement.tagName") == "BUTTON"
    slide.keyboard.press(key)
    return tuple(slide.evaluate("[document.activeElement.tagName, keys]"))


def test_a_control_that_was_touched_leaves_the_deck_its_keys(slide):
    """Escape takes the focus away, and would end the slides on the slide itself."""
    assert press(slide, "Escape") == ("DIV", [])
    for key in ("PageUp", "PageDown", "ArrowLeft", "ArrowRight"):
        assert press(slide, key) == ("DIV", [key])


def test_in_a_notebook_a_control_keeps_its_keys(slide):
    slide.evaluate("document.querySelector('.jp-Deck').className = ''")
    assert press(slide, "PageDown")[0] == "BUTTON"
