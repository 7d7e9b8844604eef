"""A pytest plugin: which tests must run one after the other, on one worker.

A notebook's cells share one kernel and the tests of a file its fixtures, so a file is a group,
unless a test names a smaller one with ``pytest.mark.xdist_group``. Each lecture in a browser is a
group of its own: these are the longest ones.
"""

import pytest


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items):
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(group(item)))


def group(item):
    """Name the group of a test: its file, and with the fixture `opened` its lecture."""
    file = item.nodeid.split("::")[0]
    call = getattr(item, "callspec", None)
    lecture = call.params.get("opened") if call else None
    return file if lecture is None else f"{file} {lecture.stem}"
