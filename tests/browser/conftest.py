"""A browser, for each file its own."""

import os

import pytest

from lecturekit.publish.handouts import NO_BROWSER, browser, browser_found


# It lives no longer than a file: while Playwright is there, its event loop runs in this thread,
# and nbval could not start its kernels.
@pytest.fixture(scope="module")
def chromium():
    """A Chromium; where there is none the tests are skipped, but not in CI."""
    if not browser_found():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(NO_BROWSER)
    with browser() as found:
        yield found
