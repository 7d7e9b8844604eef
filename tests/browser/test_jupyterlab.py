"""Every lecture in JupyterLab 4."""

from tests.browser.lecture_in_browser import LectureInBrowser

APP = "lab"


class TestJupyterLab(LectureInBrowser):
    pass
