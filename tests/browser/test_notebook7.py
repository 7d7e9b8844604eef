"""Every lecture in Notebook 7, every control worked in every way."""

import pytest

from tests.browser.lecture_in_browser import LectureInBrowser

APP = "notebook"


@pytest.mark.exhaustive
class TestNotebook7(LectureInBrowser):
    thorough = True
