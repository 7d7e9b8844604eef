"""Every lecture as its readers meet it: in JupyterLab, and in every way in Notebook 7."""

import shutil

import pytest

from tests.browser import expect_none, lab, outputs
from tests.browser.accessibility import violations
from tests.browser.live_figures import problems_with_live_figures
from tests.browser.quizzes import problems_with_quizzes
from tests.browser.unfolding import problems_with_folds
from tests.house.lectures import LECTURES

STATIC_QUIZ = ".jp-OutputArea-output:has(details)"
IN_NOTEBOOK_7 = pytest.param("notebook", marks=pytest.mark.exhaustive)

only_in_notebook_7 = pytest.mark.parametrize("app", [IN_NOTEBOOK_7], indirect=True)


@pytest.fixture(scope="module", params=["lab", IN_NOTEBOOK_7])
def app(request):
    return request.param


@pytest.fixture(scope="module")
def address(app, chromium, tmp_path_factory):
    """A server of the application, with copies of the lectures."""
    folder = tmp_path_factory.mktemp("lectures")
    for lecture in LECTURES:
        shutil.copy(lecture, folder)
    with lab.server(folder, app) as found:
        yield found


@pytest.fixture(scope="module", params=LECTURES, ids=lambda path: path.stem)
def page(request, chromium, address):
    """One lecture, opened: neither trusted nor run, and nothing of it folded away."""
    page = lab.new_page(chromium)
    lab.open_notebook(page, address, request.param.name)
    lab.unfold(page)
    yield page
    page.close()


@pytest.fixture(scope="module")
def run(page):
    """The same lecture on the same page, run from top to bottom."""
    lab.run_all(page)
    lab.wait_idle(page)
    return page


# In the order in which a reader meets things.
@only_in_notebook_7
def test_it_is_readable_before_it_is_run(page):
    found = outputs.problems_with_outputs(page) + outputs.problems_before_running(page)
    with lab.only_cells_with(page, "details"):
        found += violations(page, STATIC_QUIZ) + problems_with_folds(page, STATIC_QUIZ)
    expect_none(found)


def test_it_runs_from_top_to_bottom(run):
    expect_none(outputs.problems_with_outputs(run))


def test_every_control_moves_its_figure(run, app):
    expect_none(problems_with_live_figures(run, thorough=app == "notebook"))


def test_every_quiz_answers(run):
    expect_none(problems_with_quizzes(run))


@only_in_notebook_7
def test_everybody_can_use_it(run):
    expect_none(violations(run))


def test_the_console_stays_quiet(run):
    lab.wait_idle(run)
    expect_none(outputs.problems_in_the_console(run.complaints))
