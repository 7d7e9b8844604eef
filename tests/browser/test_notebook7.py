"""Every lecture in Notebook 7."""

from tests.browser.lecture_in_browser import LectureInBrowser

APP = "notebook"


class TestNotebook7(LectureInBrowser):
    pass
