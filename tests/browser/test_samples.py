"""The checks see what is wrong, and find nothing wrong with what is right."""

import nbformat
import pytest

from tests.browser import lab, outputs, samples
from tests.browser.accessibility import violations
from tests.browser.live_figures import problems_with_live_figures
from tests.browser.quizzes import problems_with_quizzes

pytestmark = pytest.mark.exhaustive

BAD, GOOD = "bad.ipynb", "good.ipynb"
PATIENCE = 4  # seconds: where no picture will come, there is nothing to wait for


@pytest.fixture(scope="module")
def address(chromium, tmp_path_factory):
    folder = tmp_path_factory.mktemp("samples")
    good = samples.notebook(samples.GOOD)
    good.cells += samples.DEEPER
    nbformat.write(good, folder / GOOD)
    nbformat.write(samples.notebook(samples.BAD, samples.STORED), folder / BAD)
    with lab.server(folder, "notebook") as found:
        yield found


@pytest.fixture(scope="module")
def bad(chromium, address):
    """A page with bad samples that have run, and what was wrong before that."""
    page = lab.new_page(chromium)
    lab.open_notebook(page, address, BAD)
    before = outputs.problems_with_outputs(page, 1) + outputs.problems_before_running(page)
    for cell in range(len(samples.BAD)):  # the last one raises, so not with "run all"
        lab.run_cell(page, cell)
    lab.wait_idle(page)
    yield page, before
    page.close()


def expect(problems, *signs):
    for sign in signs:
        assert any(sign in problem for problem in problems), "\n".join([sign, "not in", *problems])


def test_nothing_is_wrong_with_good_feedback_and_a_figure_that_was_folded_away(chromium, address):
    page = lab.new_page(chromium)
    lab.open_notebook(page, address, GOOD)
    expect(outputs.problems_with_outputs(page, 1), "shows fewer outputs than it has")
    lab.unfold(page)
    assert outputs.problems_with_outputs(page) == []
    lab.run_all(page)
    lab.wait_idle(page)
    assert outputs.problems_with_outputs(page) + violations(page) == []
    assert problems_with_live_figures(page) == []
    page.close()


def test_dead_and_bad_outputs_are_seen(bad):
    page, before = bad
    expect(
        before,
        "no_picture = 0: VBox(children=",
        "no_picture = 0: neither a picture with its size nor a quiz",
        "dead_slider = 0: a control that nothing answers",
    )
    expect(
        outputs.problems_with_outputs(page, 1),
        "an error: ValueError: one of ours",
        "a picture is not there",
        "an empty output",
        "VBox(children=",
    )


def test_bad_figures_are_seen(bad):
    page, _ = bad
    problems = problems_with_live_figures(page, PATIENCE)
    expect(
        problems,
        "Raises(): Reset, with the mouse: no new picture came",
        "Constant(): ",
        "LagsBehind(): after a fast drag of “a” the last picture is for another value",
        "ForgetsToReset(): after Reset the picture is not the one from the start",
        "Checkbox(): no test works this control",
        "Checkbox(): ArrowRight leaves “a” at 0",  # Notebook 7 takes the key for itself
        "ForgetsToReset(): after a drag of “a” the picture is not the one that Python draws",
    )
    late = [problem for problem in problems if problem.startswith("Queues(): ")]
    assert any("queue" in problem or "another value" in problem for problem in late)


def test_a_bad_quiz_is_seen(bad):
    page, _ = bad
    problems = problems_with_quizzes(page, PATIENCE)
    expect(problems, "option 2, chosen with Enter, shows no reason")
    assert not any("option 1" in problem for problem in problems)


def test_what_is_inaccessible_is_seen_and_a_complaint_of_ours(bad):
    page, _ = bad
    expect(violations(page), "color-contrast", "image-alt", "aria-input-field-name")
    expect(outputs.problems_in_the_console(page.complaints), "one of ours")
