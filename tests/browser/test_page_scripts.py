"""What the scripts do that come with figures and quizzes, on a page that holds little else."""

import pytest

from lecturekit.exercises import quiz_buttons
from lecturekit.explore.page_script import page_script
from lecturekit.explore.screen import NAMING
from tests.browser import lab

FIGURE = """
<div class="lecture-figure"><img class="widget-image">
<div class="widget-slider {}"><label class="widget-label">rate</label>
<div class="noUi-handle" role="slider" tabindex="0"></div>
<div class="widget-readout" contenteditable="true">0.1</div></div><div id="words">{}</div></div>
"""


@pytest.fixture
def page(chromium):
    page = lab.new_page(chromium)
    page.clock.install()
    yield page
    page.close()


def show_figure(page, kind=""):
    page.set_content(FIGURE.format(kind, page_script(NAMING, "old <words>")))
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
    page.wait_for_selector("img[alt='new words']", state="attached")
    page.clock.run_for(2500)  # both scripts have looked for the last time
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
