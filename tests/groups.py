"""A pytest plugin: what runs on one worker after the other, what starts first, and on how many.

A notebook's cells share one kernel and the tests of a file its fixtures, so a file is a group.
The longest files are split: each lecture in a browser, and each live figure, is a group of its
own.
"""

import re
from pathlib import Path

import pytest
from xdist.scheduler import LoadScopeScheduling

BUILT = "site", "lite"
SPLIT = {
    "tests/browser/test_lectures.py",
    "tests/explore/test_explorables.py",
    "tests/explore/test_frames.py",
}
# Files that look at the same site, or the same JupyterLite, which is then built once.
TOGETHER = {f"tests/publish/test_{what}.py": f"tests/browser/test_{what}.py" for what in BUILT}
# Groups that take long, by how their names begin. They come first, so that at the end no worker
# waits for the other.
FIRST = [
    "tests/browser/test_lectures.py",
    "notebooks/",
    "tests/notebooks/test_canonical.py",
    "tests/browser/",
    "tests/house/test_sections.py",
    "tests/explore/test_e",
]


class Groups(LoadScopeScheduling):
    """Hands whole groups to the workers, in the order of the tests."""

    def _split_scope(self, nodeid):
        return group(nodeid)


def group(nodeid):
    """Name the group of a test: its file, or in the long files its parameter, too."""
    file, _, test = nodeid.partition("::")
    parameter = re.search(r"\[.*\]$", test)
    return file + parameter[0] if file in SPLIT and parameter else TOGETHER.get(file, file)


def pytest_xdist_make_scheduler(config, log):
    config.option.loadscopereorder = False
    return Groups(config, log)


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: [not item.nodeid.startswith(start) for start in FIRST])


@pytest.hookimpl(tryfirst=True)
def pytest_xdist_auto_num_workers(config):
    """Two workers; for a single file none, because starting them takes longer than most files."""
    files = {argument.partition("::")[0] for argument in config.args}
    alone = len(files) == 1 and files.isdisjoint(SPLIT) and Path(*files).is_file()
    return 0 if alone else 2
