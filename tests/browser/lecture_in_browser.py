"""What must hold for a lecture in a browser, whichever application shows it."""

import pytest

from tests.browser import lab, outputs
from tests.browser.accessibility import violations
from tests.browser.live_figures import problems_with_live_figures
from tests.browser.quizzes import problems_with_quizzes, problems_with_static_quizzes

STATIC_QUIZ = ".jp-OutputArea-output:has(details)"


def expect_none(problems):
    """Fail with all problems, one on each line."""
    if problems:
        pytest.fail("\n".join(["", *problems]), pytrace=False)


class LectureInBrowser:
    """The tests, in the order in which a reader meets things; all on one page per lecture."""

    thorough = False  # every control in every way

    def test_it_is_readable_before_it_is_run(self, opened):
        expect_none(
            outputs.problems_with_outputs(opened.page)
            + outputs.problems_before_running(opened.page)
            + violations(opened.page, STATIC_QUIZ)
            + problems_with_static_quizzes(opened.page)
        )

    def test_it_runs_from_top_to_bottom(self, run):
        expect_none(outputs.problems_with_outputs(run.page))

    def test_every_control_moves_its_figure(self, run):
        expect_none(problems_with_live_figures(run.page, thorough=self.thorough))

    def test_every_quiz_answers(self, run):
        expect_none(problems_with_quizzes(run.page))

    def test_everybody_can_use_it(self, run):
        expect_none(violations(run.page))

    def test_the_console_stays_quiet(self, run):
        lab.wait_idle(run.page)
        expect_none(outputs.problems_in_the_console(run.complaints))
