"""A pytest plugin: which tests must run one after the other, on one worker.

A notebook's cells share one kernel and the tests of a file its fixtures, so a file is a group.
The longest files are split: each lecture in a browser, and each live figure, is a group of its
own.
"""

import re

from xdist.scheduler import LoadScopeScheduling

SPLIT = {
    "tests/browser/test_jupyterlab.py",
    "tests/browser/test_notebook7.py",
    "tests/explore/test_explorables.py",
    "tests/explore/test_frames.py",
}


class Groups(LoadScopeScheduling):
    """Hands whole groups to the workers, the largest first."""

    def _split_scope(self, nodeid):
        return group(nodeid)


def group(nodeid):
    """Name the group of a test: its file, or in the long files its parameter, too."""
    file, _, test = nodeid.partition("::")
    parameter = re.search(r"\[.*\]$", test)
    return file + parameter[0] if file in SPLIT and parameter else file


def pytest_xdist_make_scheduler(config, log):
    return Groups(config, log)
